/* The coordinator's roads: which are closed and when, on the map and in a list; close, change, open. */

import { api } from "../api.js";
import { bringAbove } from "../chart/above_sheet.js";
import { byId } from "../dom.js";
import { daysAfter, t } from "../page.js";
import { toast } from "../toast.js";
import { instantOf } from "../transfers/instant.js";
import { ClosureForm } from "./form.js";
import { closuresPane, drawClosures } from "./layer.js";
import { closureList } from "./list.js";
import { Passing } from "./passing.js";
import { within } from "./period.js";
import { recalculating } from "./wait.js";

/** The tab; `day()` is the date on screen, `draft()` the plan on screen, `onPlan()` plans again. */
export class RoadsPanel {
  constructor({ map, group, ground, panel, day, draft, onPlan }) {
    Object.assign(this, { _map: map, _group: group, _panel: panel, _day: day, _closures: [], _drawn: new Map() });
    closuresPane(map);
    this._passing = new Passing({ day, draft, onPlan });
    this._form = new ClosureForm(map, {
      ...{ ground, day, panel },
      onSave: (id, asked, before) => this._save(id, asked, before),
      onClose: () => this._draw(),
    });
    byId("roads-new").addEventListener("click", () => this._edit());
  }

  /** Read the closures; also when one was changed elsewhere. */
  async load() {
    this._closures = await api("road-closures");
    this._draw();
    this._passing.look();
  }

  /** Another day is on screen. */
  newDay() {
    this._drawMap();
    this._passing.look();
  }

  /** Other patrols are on screen. */
  newPatrols() {
    this._passing.look();
  }

  _draw() {
    this._drawMap();
    const drawing = !byId("closure-form").hidden;
    byId("roads-new").hidden = drawing;
    byId("roads-none").hidden = this._closures.length > 0 || drawing;
    closureList(byId("roads-list"), this._closures, {
      show: (closure) => this._show(closure),
      change: (closure) => this._edit(closure),
      lift: (closure) => this._try(() => this._lift(closure)),
      again: (closure) => this._try(() => this._again(closure)),
    });
  }

  /** The closures of the day on screen, and the one that was asked for. */
  _drawMap() {
    const start = instantOf(`${this._day()}T00:00`);
    const end = instantOf(`${daysAfter(this._day(), 1)}T00:00`);
    const ofDay = this._closures.filter((one) => within(one, start, end) || (one.id === this._shown && !one.lifted_at));
    this._drawn = drawClosures(this._group, ofDay);
  }

  _edit(closure = null) {
    this._say("");
    byId("roads-took").hidden = true;
    this._form.open(closure);
    this._draw();
    this._drawn.get(closure?.id)?.remove(); // the draft stands for it
    if (closure) this._fit(closure);
  }

  _show(closure) {
    this._shown = closure.id;
    this._drawMap();
    this._panel.stand("half");
    this._fit(closure);
  }

  _fit({ shape }) {
    this._map.addLayer(this._group);
    bringAbove(this._map, L.geoJSON(shape).getBounds(), { maxZoom: 14 });
  }

  async _save(id, asked, before) {
    if (before) {
      await recalculating(() => api(`road-closures/${id}`, { method: "PUT", body: asked }));
      this._done("is_changed", asked, () => this._put(before));
    } else {
      const closure = await recalculating(() => api("road-closures", { method: "POST", body: { id, ...asked } }));
      this._done("is_closed", asked, () => this._lifting(closure, "POST"));
    }
    this._shown = id;
    await this.load();
  }

  async _lift(closure) {
    await this._lifting(closure, "POST");
    this._done("is_open", closure, () => this._lifting(closure, "DELETE"));
  }

  async _again(closure) {
    await this._lifting(closure, "DELETE");
    this._done("is_closed", closure, () => this._lifting(closure, "POST"));
  }

  async _lifting({ id }, method) {
    await recalculating(() => api(`road-closures/${id}/lifting`, { method }));
    await this.load();
  }

  async _put({ id, name, shape, profiles, starts_at, ends_at }) {
    const body = { name, shape, profiles, starts_at, ends_at };
    await recalculating(() => api(`road-closures/${id}`, { method: "PUT", body }));
    await this.load();
  }

  _done(words, { name }, undo) {
    const run = () => this._try(undo);
    toast(t(`roads.${words}`, { name }), { act: { label: t("roads.undo"), run } });
  }

  /** What is refused is said in the panel. */
  async _try(act) {
    this._say("");
    try {
      await act();
    } catch (error) {
      this._say(error.message);
    }
  }

  _say(words) {
    byId("roads-error").textContent = words;
    byId("roads-error").hidden = !words;
  }
}
