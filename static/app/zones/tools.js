/* The tools for the zone in sight: reshape it, split it, merge it; one at a time. */

import { byId } from "../dom.js";
import { t } from "../page.js";
import { CutDesk } from "./cut.js";
import { opened } from "./geometry.js";
import { MergeDesk } from "./merge.js";
import { PointPad } from "./points.js";

/** `onCut(line)` and `onMerge(ids)` are promises of what the server makes of it. */
export class Tools {
  constructor(map, { zones, shapes, outline, onCut, onMerge }) {
    Object.assign(this, { _zones: zones, _shapes: shapes, _outline: outline, tool: null });
    this.pad = new PointPad(map, { borders: () => this._borders() });
    this._cut = new CutDesk(map, this.pad, { onLine: () => this._fit() });
    this._merge = new MergeDesk({ onChoice: () => this._fit() });
    for (const button of document.querySelectorAll("[data-tool]")) {
      button.addEventListener("click", () => this._toggle(button.dataset.tool));
    }
    byId("tool-cancel").addEventListener("click", () => this.stop());
    byId("cut-go").addEventListener("click", () => this._go(() => onCut(this._cut.line)));
    byId("merge-go").addEventListener("click", () => this._go(() => onMerge(this._merge.chosen)));
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.tool && this.stop());
  }

  /** The zone in sight, and its draft. */
  open(draft, zone) {
    this.stop();
    Object.assign(this, { _draft: draft, _zone: zone });
    this.complain("");
    this.fit();
  }

  start(tool) {
    this.stop();
    this.complain("");
    this.tool = tool;
    if (tool === "shape") this._reshape();
    if (tool === "cut") this._cut.open(this._draft);
    if (tool === "merge") this._merge.open(this._zone, this._zones.visited);
    this._fit();
  }

  stop() {
    const { tool } = this;
    this.tool = null;
    if (tool === "shape") this._outline.show(this._draft);
    if (tool === "cut") this._cut.close();
    if (tool === "merge") this._merge.close();
    this.pad.close();
    this._shapes.mark([]);
    this._fit();
  }

  /** A zone was pressed on the map: true if a tool took it. */
  pressed(id) {
    if (this.tool === "merge") this._merge.toggle(id);
    return this.tool !== null;
  }

  /** What can be done with the zone as it stands: what is not saved is saved first. */
  fit() {
    if (!this._draft) return;
    const { _zone: zone, _draft: draft } = this;
    const whole = Boolean(zone?.active) && !draft.dirty;
    for (const id of ["tool-cut", "tool-merge", "zone-retire"]) byId(id).disabled = !whole;
    for (const id of ["tool-cut", "tool-merge", "zone-retire"]) byId(id).hidden = !zone?.active;
    byId("tool-unsaved").hidden = !(zone?.active && draft.dirty);
    byId("zone-restore").hidden = !zone || zone.active;
    this.pad.refresh();
  }

  complain(words) {
    byId("tool-error").textContent = words;
    byId("tool-error").hidden = !words;
  }

  _toggle(tool) {
    if (this.tool === tool) this.stop();
    else this.start(tool);
  }

  _reshape() {
    const draft = this._draft;
    this._outline.show(draft, { editing: true });
    this.pad.open({
      closed: true,
      get rings() {
        return draft.rings;
      },
      get stops() {
        return draft.stops;
      },
      reshape: (rings) => draft.reshape(rings),
      stopAt: (position, number) => draft.stopAt(position, number),
      addStop: (position) => draft.addStop(position),
      removeStop: (number) => draft.removeStop(number),
    });
  }

  _fit() {
    for (const button of document.querySelectorAll("[data-tool]")) {
      button.setAttribute("aria-pressed", String(button.dataset.tool === this.tool));
    }
    byId("tool-actions").hidden = !["cut", "merge"].includes(this.tool);
    byId("cut-go").hidden = this.tool !== "cut";
    byId("cut-go").disabled = !this._cut.line;
    byId("merge-go").hidden = this.tool !== "merge";
    if (this.tool !== "merge") return;
    byId("merge-go").disabled = this._merge.chosen.length === 0;
    this._shapes.mark(this._merge.chosen);
  }

  /** What the server refuses is said here, and the line or the choice stays. */
  async _go(run) {
    this.complain("");
    try {
      await run();
    } catch (error) {
      this.complain(`${error.message}${error.status ? "" : ` ${t("zones.kept")}`}`);
    }
  }

  _borders() {
    const others = this._zones.visited.filter(({ id }) => id !== this._zone?.id || this.tool === "cut");
    return others.map(({ area }) => opened(area.coordinates));
  }
}
