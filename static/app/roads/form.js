/* Close a road, or change what is closed: where, which road, when. Nothing typed is ever lost. */

import { panAbove } from "../chart/above_sheet.js";
import { byId, h } from "../dom.js";
import { t } from "../page.js";
import { Draft } from "./draft.js";
import { latLng } from "./layer.js";
import { Pen } from "./pen.js";
import { coordinates, partInView, roadNames } from "./place.js";
import { Points } from "./points.js";
import { Trial } from "./trial.js";
import { When } from "./when.js";

const MANY = 12; // points of a line that a hand has hardly set one by one

/** The form; `onSave(id, asked)` keeps it and may throw, `onClose()` hears that it is gone. */
export class ClosureForm {
  constructor(map, { ground, day, panel, onSave, onClose }) {
    Object.assign(this, { _map: map, _roads: ground.roads, _onSave: onSave, _onClose: onClose });
    this._form = byId("closure-form");
    this._draft = new Draft();
    this._when = new When({ day });
    this._trial = new Trial(map, this._draft, {
      profiles: () => this._profiles,
      onNames: (names) => this._suggest(names),
    });
    this._points = new Points(map, this._draft);
    this._pen = new Pen(map, this._draft, {
      roads: () => ground.roads.map(({ path }) => path),
      onBegin: () => panel.stand("low"),
      onEnd: () => panel.stand("half"),
    });
    byId("closure-roads").replaceChildren(...roadNames(this._roads).map((value) => h("option", { value })));
    byId("closure-draw").addEventListener("click", () => this._pen.draw());
    byId("closure-add").addEventListener("click", () => this._add());
    byId("closure-place").addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this._add();
    });
    byId("closure-foot").addEventListener("change", () => this._trial.ask());
    byId("closure-cancel").addEventListener("click", () => this.close());
    this._form.addEventListener("change", ({ target }) => target.name === "kind" && this._turn(target.value));
    this._form.addEventListener("submit", (event) => this._submit(event));
  }

  /** A new closure, or one that is there already. */
  open(closure = null) {
    this._id = closure?.id ?? crypto.randomUUID();
    this._known = closure;
    const act = closure ? "change" : "new";
    byId("closure-title").textContent = t(`roads.title.${act}`);
    byId("closure-save").textContent = t(`roads.save.${act}`);
    byId("closure-name").value = closure?.name ?? "";
    byId("closure-foot").checked = closure?.profiles.includes("foot") ?? false;
    this._suggested = "";
    this._when.show(closure);
    this._draft.clear(closure ? drawnBefore(closure.shape) : {});
    this._choose(this._draft.kind);
    this._fail("");
    this._form.hidden = false;
    this._refresh();
    byId(closure ? "closure-name" : "closure-draw").focus();
  }

  close() {
    if (this._pen.busy) this._pen.stop();
    this._form.hidden = true;
    this._draft.clear();
    this._trial.clear();
    this._pen.hide();
    this._points.show();
    this._onClose();
  }

  _refresh() {
    this._points.show();
    this._pen.show();
    this._trial.ask();
  }

  get _profiles() {
    return byId("closure-foot").checked ? ["car", "foot"] : ["car"];
  }

  /** The same points are another kind of shape. */
  _turn(kind) {
    this._draft.set(this._draft.points, { kind });
    this._hint(kind);
  }

  _choose(kind) {
    for (const one of this._form.elements.kind) one.checked = one.value === kind;
    this._hint(kind);
  }

  _hint(kind) {
    byId("closure-kind-hint").textContent = t(`roads.hint.${kind}`);
  }

  /** A road by its number, or a point by its coordinates. */
  _add() {
    const field = byId("closure-place");
    const point = coordinates(field.value);
    const part = point ? null : partInView(this._roads, field.value, this._map.getBounds());
    if (!point && !part) return this._fail(t("roads.no_place"));
    this._fail("");
    if (part) {
      this._choose("along");
      this._draft.set(part, { kind: "along" });
    } else {
      this._draft.add(point);
      panAbove(this._map, latLng(point));
      byId("closure-points-fold").open = true;
    }
    field.value = "";
  }

  /** The road's own name, until somebody writes a better one. */
  _suggest(names) {
    const field = byId("closure-name");
    if (field.value && field.value !== this._suggested) return;
    this._suggested = names.slice(0, 2).join(", ").slice(0, 120);
    field.value = this._suggested;
  }

  async _submit(event) {
    event.preventDefault();
    const button = byId("closure-save");
    if (button.disabled) return;
    button.disabled = true;
    this._fail("");
    try {
      await this._onSave(this._id, await this._asked(), this._known);
      this.close();
    } catch (error) {
      this._fail(error.message);
    } finally {
      button.disabled = false;
    }
  }

  async _asked() {
    const shape = await this._trial.known();
    const name = byId("closure-name").value.trim();
    if (!name) throw new Error(t("roads.no_name"));
    return { name, shape, profiles: this._profiles, ...this._when.period };
  }

  _fail(words) {
    byId("closure-error").textContent = words;
    byId("closure-error").hidden = !words;
  }
}

/** The draft that a kept shape comes from, as near as it can be told. */
function drawnBefore(shape) {
  if (shape.type === "Polygon") return { kind: "area", points: shape.coordinates[0].slice(0, -1), shape };
  const line = shape.coordinates;
  if (line.length <= MANY) return { kind: "across", points: line, shape };
  const few = [0, 0.5, 1].map((share) => line[Math.round(share * (line.length - 1))]);
  return { kind: "along", points: few, shape };
}
