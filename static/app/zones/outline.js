/* The draft on the map: its outline with points to drag, and where the van stops. */

import { h } from "../dom.js";
import { t } from "../page.js";
import { VAN } from "./points.js";
import { latLngs } from "./shapes.js";

const STYLE = { color: "#b3401f", weight: 3, fillColor: "#b3401f", fillOpacity: 0.15, snapIgnore: true };

/** How Geoman lets a shape be changed: points snap to the other zones, and nothing crosses itself. */
export const EDITING = { allowSelfIntersection: false, snappable: true, snapDistance: 16 };

/** Shows one draft at a time; `onPoint(ring, index)` hears which point was pressed. */
export class Outline {
  constructor(map, { onPoint }) {
    Object.assign(this, { _map: map, _onPoint: onPoint });
  }

  show(draft, { editing = false } = {}) {
    this.clear();
    this._draft = draft;
    this._editing = editing;
    this._ending = new AbortController();
    draft.addEventListener("shape", ({ detail }) => this._follow(detail), { signal: this._ending.signal });
    this._polygon = L.polygon(latLngs(draft.rings), { ...STYLE, interactive: editing }).addTo(this._map);
    this._park();
    if (editing) this._edit();
  }

  clear() {
    this._ending?.abort();
    this._polygon?.pm.disable();
    this._polygon?.remove();
    for (const van of this._vans ?? []) van.remove();
    this._polygon = null;
    this._vans = [];
  }

  get bounds() {
    return this._polygon.getBounds();
  }

  /** Signs where the van may stop, to be dragged. */
  _park() {
    for (const van of this._vans) van.remove();
    const { stops } = this._draft;
    this._vans = stops.map((stop, number) => {
      const van = vanSign(stop, stops.length > 1 ? number + 1 : null, this._editing).addTo(this._map);
      van.on("click", () => this._onPoint(VAN, number));
      return van.on("dragend", () => this._draft.stopAt(position(van.getLatLng()), number));
    });
  }

  _edit() {
    let [added, dragged] = [false, false];
    this._polygon.pm.enable(EDITING);
    this._polygon.on("pm:vertexadded", () => {
      added = true;
    });
    this._polygon.on("pm:markerdragend", () => {
      dragged = true;
    });
    this._polygon.on("pm:vertexclick", ({ indexPath: [ring, index] }) => this._onPoint(ring, index));
    this._polygon.on("pm:edit", () => {
      const rings = this._polygon.getLatLngs().map((ring) => ring.map(position));
      this._draft.reshape(rings, { by: this, goes_on: added && dragged }); // a new point, and its drag
      if (dragged) added = false;
      dragged = false;
    });
  }

  /** Somebody else (the keyboard, undo) has moved the draft. */
  _follow(by) {
    if (by === this) return;
    this._park();
    this._polygon.pm.disable();
    this._polygon.setLatLngs(latLngs(this._draft.rings));
    if (this._editing) this._polygon.pm.enable(EDITING);
  }
}

/** Geoman's points are for the mouse and the finger; the keyboard, and who cannot see them, has the pad. */
export function quietPoints(map) {
  const pane = map.getPane("markerPane");
  const quiet = () => {
    for (const point of pane.querySelectorAll(".marker-icon:not([aria-hidden])")) {
      for (const name of ["tabindex", "role"]) point.removeAttribute(name);
      point.setAttribute("aria-hidden", "true");
    }
  };
  new MutationObserver(quiet).observe(pane, { childList: true });
}

/** A Leaflet place as [lon, lat]. */
export function position({ lat, lng }) {
  return [lng, lat];
}

function vanSign([lon, lat], number, draggable) {
  const sign = h("span", { class: "van-sign", "aria-hidden": "true" }, `P${number ?? ""}`);
  const icon = L.divIcon({ className: "van-marker", html: sign, iconSize: [32, 32] });
  const options = { icon, draggable, keyboard: false, pmIgnore: true, snapIgnore: true, zIndexOffset: 500 };
  const title = number ? t("zones.point_access_n", { n: number }) : t("zones.point_access");
  return L.marker([lat, lon], { ...options, title, alt: title });
}
