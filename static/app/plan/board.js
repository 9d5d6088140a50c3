/* The teams' boards: a card a team, its stops in order, and a card of what nobody visits. */

import { h } from "../dom.js";
import { t } from "../page.js";
import { arrangementOf, moved, placeOf, teamsAt } from "./arrangement.js";
import { card } from "./card.js";
import { carryByKeys } from "./key_carry.js";
import { carryByPointer } from "./pointer_carry.js";
import { isMovable } from "./wish.js";

/** The boards of one plan. While a stop is carried, news waits until it is put down. */
export class Board {
  constructor(root, live, { onPut, onPin, onLock, onOpen, onLook }) {
    Object.assign(this, { _root: root, _live: live, _onPut: onPut, _onLook: onLook });
    Object.assign(this, { _acts: { onPin, onLock, onOpen }, _folded: new Set(), _waiting: null });
    Object.assign(this, { carried: null, movable: false });
    carryByPointer(root, this);
    carryByKeys(root, this);
    root.addEventListener("focusin", ({ target }) => this._look(target));
    root.addEventListener("pointerover", ({ target }) => this._look(target));
    root.addEventListener("pointerleave", () => onLook(null));
  }

  /** Show a plan {best, pins, …}; `changed` stops are marked, `waiting` teams have no times yet. */
  draw(plan, teams, { changed = new Set() } = {}) {
    const draw = () => {
      this._plan = plan;
      this.movable = isMovable(plan);
      this._root.classList.toggle("movable", this.movable);
      this._changed = changed;
      this.arrangement = arrangementOf(plan.best, teams);
      this._render(new Set());
    };
    if (this.carried) this._waiting = draw;
    else draw();
  }

  clear() {
    Object.assign(this, { carried: null, movable: false, _waiting: null });
    this._root.replaceChildren();
    this._root.hidden = true;
  }

  /** Whether a hand may carry the stop: not one that several teams come to together. */
  carries(id) {
    return this.movable && teamsAt(this.arrangement, id) < 2;
  }

  nameOf(id) {
    return this.arrangement.stop.get(id).name;
  }

  /** Take a stop up; until it is put down the board stands still. */
  pickUp(id) {
    this.carried = id;
    this._root.classList.add("carrying");
  }

  /** Put the carried stop down: `place` {team_id, index} or null to leave it where it was. */
  putDown(place) {
    const id = this.carried;
    if (!id) return; // the day has been left meanwhile
    this.carried = null;
    this._root.classList.remove("carrying");
    const before = placeOf(this.arrangement, id);
    const same = place && place.team_id === before.team_id && place.index === before.index;
    if (!place || same) {
      this._render(new Set());
      this._flush();
      return;
    }
    this._waiting = null;
    this._onPut(id, place);
  }

  /** Show at once what was asked for, with the times still to come. */
  foresee(id, place) {
    const from = placeOf(this.arrangement, id);
    this.arrangement = moved(this.arrangement, id, place);
    this._render(new Set([from.team_id, place.team_id]));
    this.focus(id);
    return this.arrangement;
  }

  say(key, values) {
    this._live.textContent = t(key, values);
  }

  rowOf(id) {
    return this._root.querySelector(`[data-stop="${CSS.escape(id)}"]`);
  }

  focus(id) {
    const row = this.rowOf(id);
    const fold = row?.closest("details");
    if (fold) fold.open = true;
    row?.querySelector(".grab").focus();
    row?.scrollIntoView({ block: "nearest" });
  }

  /** Fold every card, or open all when all are folded. */
  foldAll() {
    const cards = [...this._root.querySelectorAll("details.lane")];
    const open = cards.every((one) => !one.open);
    for (const one of cards) one.open = open;
  }

  mark(id) {
    for (const row of this._root.querySelectorAll(".row.looked-at")) row.classList.remove("looked-at");
    if (id) this.rowOf(id)?.classList.add("looked-at");
  }

  _render(waiting) {
    const focused = document.activeElement?.closest?.("[data-stop]")?.dataset.stop;
    const control = document.activeElement?.dataset?.control;
    const { movable } = this;
    const together = (id) => teamsAt(this.arrangement, id);
    const { stop } = this.arrangement;
    const state = { movable, plan: this._plan, stop, together, changed: this._changed, waiting };
    const cards = this.arrangement.lanes.map((lane) => card(lane, state, this._acts, this._folded));
    this._root.hidden = false;
    this._root.replaceChildren(...cards);
    if (focused) this.rowOf(focused)?.querySelector(`[data-control=${control}]`)?.focus({ preventScroll: true });
    if (cards.length === 1) this._root.prepend(h("p", { class: "hint" }, t("plan.no_team_out")));
  }

  _flush() {
    this._waiting?.();
    this._waiting = null;
  }

  _look(target) {
    const row = target.closest?.("[data-stop]");
    if (row && !this.carried) this._onLook(row.dataset.stop);
  }
}
