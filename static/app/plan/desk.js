/* The plan on screen and what a hand does with it: every change is a new plan based on this one. */

import { api } from "../api.js";
import { byId } from "../dom.js";
import { t } from "../page.js";
import { planned } from "../patrols.js";
import { Board } from "./board.js";
import { changeList } from "./changes.js";
import { Comparison } from "./compare.js";
import { costNotice } from "./cost.js";
import { Curve } from "./curve_of.js";
import { OnMap } from "./on_map.js";
import { StopDialog } from "./stop_dialog.js";
import { inOneLine } from "./totals.js";
import * as wish from "./wish.js";

/** The desk; `onAsk(request)` makes the next plan, `onShow(id)` goes to one that was made. */
export class Desk {
  constructor(chart, { onAsk, onShow, onPatrols }) {
    Object.assign(this, { _chart: chart, _onAsk: onAsk, _onShow: onShow, _onPatrols: onPatrols });
    Object.assign(this, { plan: null, _teams: [], _redo: [], _before: null, _request: {} });
    this._wished = null; // what was asked of the plan on screen, until the answer is on screen
    this._map = new OnMap(chart, { onStop: (id) => this._find(id) });
    this._curve = new Curve(byId("plan-curve"));
    this._board = new Board(byId("plan-board"), byId("board-live"), {
      onPut: (id, place) => this._put(id, place),
      onPin: (id, pin) => this._pin(id, pin),
      onLock: (team, lock) => this._ask(wish.locking(this._ground(), team, lock)),
      onOpen: (id) => this._open(id),
      onLook: (id) => this._map.look(id),
    });
    this._dialog = new StopDialog({
      onPut: (id, place) => this._put(id, place),
      onPin: (id, pin) => this._pin(id, pin),
      onForce: (id, must) => this._ask(wish.forcing(this._ground(), id, must)),
      onLeaveOut: (id) => this._put(id, { team_id: null, index: null }),
    });
    this._comparison = new Comparison({ onTake: onShow, onMap: (ids) => this._both(ids) });
    byId("plan-compare").addEventListener("click", () => this._comparison.open(this.plan));
    byId("plan-fold").addEventListener("click", () => this._board.foldAll());
    byId("plan-undo").addEventListener("click", () => this.undo());
    byId("plan-redo").addEventListener("click", () => this.redo());
    document.addEventListener("keydown", (event) => this._keys(event));
  }

  /** All teams, in the order of their colours. */
  setTeams(teams) {
    this._teams = teams
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map(({ id, name }, colour_index) => ({ team_id: id, team: name, colour_index }));
  }

  /** A plan from nothing has been asked for. */
  begin(request) {
    this.clear();
    this._request = request;
  }

  /** A plan, as it stands now. */
  show(plan) {
    if (plan.id === this._before?.id) this._before = null;
    this.plan = { ...this._request, ...plan };
    this._request = { team_ids: this._request.team_ids };
    this._wished = null;
    const { changes } = plan;
    const changed = new Set(plan.based_on ? changes.map(({ stop_id }) => stop_id) : []);
    this._board.draw(this.plan, this._going(), { changed });
    this._curve.draw(plan);
    const shown = changes.length > 0 || Boolean(plan.based_on);
    byId("plan-changes").replaceChildren(...(shown ? [changeList(changes)] : []));
    this._sayCost(plan);
    byId("plan-sum").textContent = inOneLine(plan.best);
    byId("plan-seed-shown").textContent = plan.seed ? t("plan.seed", { seed: String(plan.seed) }) : "";
    this._visible(true);
  }

  clear() {
    Object.assign(this, { plan: null, _before: null, _redo: [], _request: {}, _wished: null });
    this._board.clear();
    this._curve.clear();
    byId("plan-changes").replaceChildren();
    byId("plan-cost").replaceChildren();
    byId("plan-seed-shown").textContent = "";
    this._visible(false);
  }

  /** Say what a change has cost, once its search is over: until then more is found every moment. */
  _sayCost(plan) {
    const over = plan.state === "done" || plan.state === "published";
    const notice = over ? costNotice(plan, { onAnywhere: ({ stop_id }) => this._anywhere(stop_id) }) : null;
    byId("plan-cost").replaceChildren(...(notice ? [notice] : []));
  }

  /** Leave it to the planner where in its team's round a stop comes. */
  _anywhere(id) {
    this._ask(wish.loosening(this._ground(), id));
  }

  /** The next plan came to nothing; the plan before it, on screen again. */
  revert() {
    const before = this._before ?? this.plan;
    Object.assign(this, { _before: null, _request: {} });
    if (before) this.show(before);
    return before;
  }

  drawn() {
    this._map.drawn();
  }

  /** What was asked for and has not come yet is called off; else the plan before comes back. */
  undo() {
    const pending = this._wished !== null;
    const before = pending ? this.plan?.id : this.plan?.based_on;
    if (!before) return;
    if (!pending) this._redo.push(this.plan.id);
    this._onShow(before);
  }

  redo() {
    if (this._redo.length) this._onShow(this._redo.pop());
  }

  _put(id, place) {
    const ground = this._ground();
    const arrangement = this._board.foresee(id, { team_id: place.team_id, index: place.index });
    this._ask(wish.putting(ground, arrangement, id, place));
  }

  _pin(id, pin) {
    const ground = this._ground();
    if (!pin) return this._ask(wish.unpinning(ground, id));
    const { arrangement } = this._board;
    const lane = arrangement.lanes.find(({ stops }) => stops.includes(id));
    this._ask(wish.putting(ground, arrangement, id, { team_id: lane.team_id }));
  }

  _ask(request) {
    const asked = { ...request, gently: byId("plan-gently").checked };
    this._before = this.plan;
    this._redo = [];
    Object.assign(this, { _request: asked, _wished: asked });
    byId("plan-cost").replaceChildren();
    byId("plan-undo").disabled = false;
    this._onAsk(asked);
  }

  /** The plan on screen with all that was asked of it: a second move does not lose the first. */
  _ground() {
    return { team_ids: this._going().map(({ team_id }) => team_id), ...this.plan, ...this._wished };
  }

  _going() {
    const ids = this.plan?.team_ids;
    return ids ? this._teams.filter(({ team_id }) => ids.includes(team_id)) : [];
  }

  _open(id) {
    if (this._board.movable) this._dialog.open(this._ground(), this._board.arrangement, id);
    else this._map.look(id);
  }

  _find(id) {
    if (!this.plan) return;
    if (this._chart.panel?.tab !== "plan") this._chart.panel?.show("plan");
    this._board.focus(id);
  }

  /** Two plans on the map: the first drawn as ever, the other thin and dotted below it. */
  async _both(ids) {
    const plans = await Promise.all(ids.map((id) => (id === this.plan.id ? this.plan : api(`patrol-plans/${id}`))));
    const [one, other] = plans.map(({ best }) => best.patrols.map(planned));
    this._onPatrols(one);
    this._map.ghost(other);
  }

  _visible(visible) {
    byId("plan-acts").hidden = !visible;
    byId("plan-sum").hidden = !visible;
    byId("plan-undo").disabled = !this.plan?.based_on;
    byId("plan-redo").disabled = this._redo.length === 0;
    for (const id of ["plan-undo", "plan-redo", "plan-gently-choice"]) byId(id).hidden = !this._board.movable;
    byId("panel").classList.toggle("desk-wide", visible);
  }

  _keys(event) {
    if (!(event.ctrlKey || event.metaKey) || event.target.closest("input, select, textarea, dialog")) return;
    const key = event.key.toLowerCase();
    const back = key === "z" && !event.shiftKey;
    const on = key === "y" || (key === "z" && event.shiftKey);
    if (!this.plan || !(back || on)) return;
    event.preventDefault();
    if (back) this.undo();
    else this.redo();
  }
}
