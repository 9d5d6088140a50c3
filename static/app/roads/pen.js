/* The hand on the map: draw the points of a closure with Geoman, and drag them afterwards. */

import { h } from "../dom.js";
import { t } from "../page.js";
import { latLng } from "./layer.js";

const STYLE = { color: "#a3122f", weight: 3, fillOpacity: 0.06 };
const SNAP = { snappable: true, snapDistance: 18, allowSelfIntersection: false };
const MOST_ROADS = 400; // that points snap to

/** Draws into a `Draft`; `roads()` are the ways [[lon, lat], …] that its points snap to. */
export class Pen {
  constructor(map, draft, { roads, onBegin, onEnd }) {
    Object.assign(this, { _map: map, _draft: draft, _roads: roads, _onBegin: onBegin, _onEnd: onEnd });
    this._bar = this._makeBar();
    map.getContainer().append(this._bar);
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.busy && this.stop());
    draft.addEventListener("change", () => this.show());
  }

  get busy() {
    return !this._bar.hidden;
  }

  /** Draw anew, point by point. */
  draw() {
    this.hide();
    this._onBegin();
    this._bar.querySelector("p").textContent = t(`roads.draw.${this._draft.kind}`);
    this._bar.hidden = false;
    this._layRoads();
    this._map.on({ "pm:create": this._created, "pm:drawend": this._ended }, this);
    const lines = { templineStyle: STYLE, hintlineStyle: { ...STYLE, dashArray: "6 6" }, pathOptions: STYLE };
    this._map.pm.enableDraw(this._tool, { ...SNAP, ...lines, tooltips: false });
  }

  stop() {
    this._bar.hidden = true;
    this._map.off({ "pm:create": this._created, "pm:drawend": this._ended }, this);
    this._map.pm.disableDraw();
    this._laid?.remove();
    this.show();
    this._onEnd();
  }

  /** The points, to be dragged; a line along a road is drawn as thin as what it stands for is not. */
  show() {
    this.hide();
    const { points, kind } = this._draft;
    if (this.busy || points.length < 2) return;
    const make = kind === "area" ? L.polygon : L.polyline;
    this._shape = make(points.map(latLng), { ...STYLE, dashArray: "5 5" }).addTo(this._map);
    this._shape.pm.enable({ ...SNAP, snappable: false, preventMarkerRemoval: true });
    this._shape.on("pm:edit", () => this._take(this._shape));
    hideGrips(this._map);
  }

  hide() {
    this._shape?.pm.disable();
    this._shape?.remove();
    this._shape = null;
  }

  get _tool() {
    return this._draft.kind === "area" ? "Polygon" : "Line";
  }

  _created({ layer }) {
    layer.remove();
    this._take(layer);
  }

  /** Geoman ends by itself: after the shape is made, or when its last point is undone. */
  _ended() {
    if (this.busy) this.stop();
  }

  _take(layer) {
    const places = layer.getLatLngs();
    const ring = this._draft.kind === "area" ? places[0] : places;
    this._draft.set(ring.map(({ lng, lat }) => [lng, lat]));
  }

  /** The roads in view, unseen, for points to snap to. */
  _layRoads() {
    const view = this._map.getBounds();
    const near = this._roads().filter((path) => path.some((place) => view.contains(latLng(place))));
    const unseen = { opacity: 0, interactive: false, pmIgnore: false };
    this._laid = L.layerGroup(near.slice(0, MOST_ROADS).map((path) => L.polyline(path.map(latLng), unseen)));
    this._laid.addTo(this._map);
  }

  _makeBar() {
    const act = (key, run, more = "") =>
      h("button", { type: "button", class: `button ${more}`, onclick: run }, t(`roads.draw.${key}`));
    const draw = () => this._map.pm.Draw[this._tool];
    const bar = h(
      "div",
      { class: "draw-bar", hidden: true, role: "group", "aria-label": t("roads.title.new") },
      h("p", { role: "status" }),
      h(
        "div",
        { class: "actions" },
        act("back", () => draw()._removeLastVertex()),
        act("cancel", () => this.stop()),
        act("done", () => draw()._finishShape(), "primary"),
      ),
    );
    L.DomEvent.disableClickPropagation(bar);
    L.DomEvent.disableScrollPropagation(bar);
    return bar;
  }
}

/** Geoman's grips are for a pointer: the list of points says and does the same for a keyboard. */
function hideGrips(map) {
  for (const grip of map.getContainer().querySelectorAll(".marker-icon:not([aria-hidden])")) {
    grip.setAttribute("aria-hidden", "true");
    grip.removeAttribute("tabindex");
    grip.removeAttribute("role");
  }
}
