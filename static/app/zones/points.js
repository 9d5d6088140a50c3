/* Move, add and remove the points of an outline or a line one by one: by button, finger or keyboard. */

import { byId, h } from "../dom.js";
import { number, t } from "../page.js";
import { MOST_STOPS } from "./draft.js";
import { nearestOn } from "./geometry.js";

const STEP = 12; // pixels; with Shift one
const SNAP = 500; // metres
const ARROWS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
export const VAN = "van"; // in place of a ring's number: the places where the van may stop
const MARK = { color: "#0b4ea2", weight: 4, fill: false, radius: 13, interactive: false };

/** Works on a path: {rings, closed, reshape(rings), stops?, stopAt?, addStop?, removeStop?}; `borders()` are what it snaps to. */
export class PointPad {
  constructor(map, { borders }) {
    Object.assign(this, { _map: map, _borders: borders, _root: byId("point-pad"), _choice: byId("pad-point") });
    this._mark = L.circleMarker([0, 0], { ...MARK, pmIgnore: true, snapIgnore: true });
    this._choice.addEventListener("change", () => this._look(true));
    this._root.addEventListener("keydown", (event) => this._key(event));
    for (const button of this._root.querySelectorAll("[data-move]")) {
      const [east, north] = button.dataset.move.split(",").map(Number);
      button.addEventListener("click", () => this._shift(east * STEP, north * STEP));
    }
    byId("pad-add").addEventListener("click", () => this._add());
    byId("pad-remove").addEventListener("click", () => this._remove());
    byId("pad-snap").addEventListener("click", () => this._snap());
  }

  open(path) {
    this._path = path;
    this._choice.replaceChildren(); // begin with the first point
    this._root.hidden = false;
    this.refresh();
  }

  close() {
    this._path = null;
    this._root.hidden = true;
    this._mark.remove();
  }

  /** The path has changed: the choice stays where it was, as far as it can. */
  refresh() {
    if (!this._path) return;
    const chosen = this._choice.selectedIndex;
    this._points = this._list();
    this._choice.replaceChildren(...this._points.map((point) => h("option", {}, this._name(point))));
    this._choice.selectedIndex = Math.min(Math.max(chosen, 0), this._points.length - 1);
    this._look(false);
  }

  /** Choose a point that was pressed on the map. */
  choose(ring, index) {
    const found = this._points?.findIndex((point) => point.ring === ring && point.index === index) ?? -1;
    if (found < 0) return;
    this._choice.selectedIndex = found;
    this._look(false);
  }

  get _chosen() {
    return this._points[this._choice.selectedIndex];
  }

  _list() {
    const corners = this._path.rings.flatMap((ring, number_) => ring.map((_, index) => ({ ring: number_, index })));
    return [...corners, ...(this._path.stops ?? []).map((_, index) => ({ van: true, ring: VAN, index }))];
  }

  _name({ van, ring, index }) {
    if (van) return this._path.stops.length > 1 ? t("zones.point_access_n", { n: index + 1 }) : t("zones.point_access");
    const said = { n: index + 1, count: this._path.rings[ring].length };
    return ring === 0 ? t("zones.point", said) : t("zones.point_hole", { ...said, hole: ring });
  }

  _where({ van, ring, index }) {
    return van ? this._path.stops[index] : this._path.rings[ring][index];
  }

  /** Mark the point on the map, and say where it is. */
  _look(move) {
    const [lon, lat] = this._where(this._chosen);
    this._mark.setLatLng([lat, lon]).addTo(this._map);
    const inView = this._map.getBounds().pad(-0.1).contains([lat, lon]);
    if (move || !inView) this._map.panTo([lat, lon], { animate: false });
    const { van, ring, index } = this._chosen;
    byId("pad-add").textContent = t(van ? "zones.add_van" : "zones.add_point");
    byId("pad-add").disabled = Boolean(van) && this._path.stops.length > MOST_STOPS;
    byId("pad-remove").disabled = van ? index === 0 : this._path.rings[ring].length <= (this._path.closed ? 3 : 2);
    const at = { lat: number(lat, 5), lon: number(lon, 5) };
    byId("pad-said").textContent = t("zones.point_at", { point: this._name(this._chosen), ...at });
  }

  _key(event) {
    if (event.target === this._choice && !event.key.startsWith("Page")) return; // its own keys
    const arrow = ARROWS[event.key];
    const step = event.shiftKey ? 1 : STEP;
    const act = {
      PageUp: () => this._turn(-1),
      PageDown: () => this._turn(1),
      Insert: () => this._add(),
      "+": () => this._add(),
      Delete: () => this._remove(),
    }[event.key];
    if (!arrow && !act) return;
    event.preventDefault();
    if (arrow) this._shift(arrow[0] * step, arrow[1] * step);
    else act();
  }

  _turn(by) {
    const count = this._points.length;
    this._choice.selectedIndex = (this._choice.selectedIndex + by + count) % count;
    this._look(false);
  }

  _shift(east, north) {
    const [lon, lat] = this._where(this._chosen);
    const pixel = this._map.latLngToContainerPoint([lat, lon]).add([east, -north]);
    const place = this._map.containerPointToLatLng(pixel);
    this._put([east ? place.lng : lon, north ? place.lat : lat]);
  }

  _put(position) {
    const { van, ring, index } = this._chosen;
    if (van) this._path.stopAt(position, index);
    else this._change(ring, (points) => points.with(index, position));
  }

  /** Half way to the next point; after the last one of a line, half way back. */
  _add() {
    const { van, ring, index } = this._chosen;
    if (van) {
      this._addStop();
      return;
    }
    const points = this._path.rings[ring];
    const last = !this._path.closed && index === points.length - 1;
    const before = last ? index - 1 : index;
    const [start, end] = [points[before], points[(before + 1) % points.length]];
    const between = [0, 1].map((axis) => (start[axis] + end[axis]) / 2);
    this._change(ring, (all) => all.toSpliced(before + 1, 0, between));
    this.choose(ring, before + 1);
  }

  /** One more place for the van, a little beside the one that is chosen. */
  _addStop() {
    if (byId("pad-add").disabled) return;
    const [lon, lat] = this._where(this._chosen);
    const pixel = this._map.latLngToContainerPoint([lat, lon]).add([3 * STEP, 0]);
    const place = this._map.containerPointToLatLng(pixel);
    this._path.addStop([place.lng, place.lat]);
    this._choice.selectedIndex = this._points.length - 1;
    this._look(false);
  }

  _remove() {
    if (byId("pad-remove").disabled) return;
    const { van, ring, index } = this._chosen;
    if (van) this._path.removeStop(index);
    else this._change(ring, (points) => points.toSpliced(index, 1));
  }

  _snap() {
    const { position, metres } = nearestOn(this._borders(), this._where(this._chosen));
    if (metres <= SNAP) this._put(position);
    else byId("pad-said").textContent = t("zones.no_border", { metres: SNAP });
  }

  _change(ring, change) {
    this._path.reshape(this._path.rings.map((points, index) => (index === ring ? change(points) : points)));
  }
}
