/* Split a zone: draw the line on the map, or take two corners, then move its points. */

import { byId, h } from "../dom.js";
import { t } from "../page.js";
import { EDITING, position } from "./outline.js";

const LINE = { color: "#0b4ea2", weight: 4, dashArray: "8 6", snapIgnore: true };

/** `open(draft)` begins; `line` has its positions once there is one; `onLine()` hears that. */
export class CutDesk {
  constructor(map, pad, { onLine }) {
    Object.assign(this, { _map: map, _pad: pad, _onLine: onLine, line: null });
    for (const id of ["cut-from", "cut-to"]) byId(id).addEventListener("change", () => this._corners());
  }

  open({ rings: [outer] }) {
    this._outer = outer;
    this._numbers = L.layerGroup(outer.map(cornerSign)).addTo(this._map);
    byId("cut-desk").hidden = false;
    for (const id of ["cut-from", "cut-to"]) {
      const corners = outer.map((_, index) => h("option", { value: index }, t("zones.corner", { n: index + 1 })));
      byId(id).replaceChildren(h("option", { value: "" }, "—"), ...corners);
    }
    this._draw();
  }

  close() {
    byId("cut-desk").hidden = true;
    this._numbers.remove();
    this._map.pm.disableDraw();
    this._map.off("pm:create", this._created, this);
    this._put(null);
  }

  _draw() {
    this._map.on("pm:create", this._created, this);
    this._map.pm.enableDraw("Line", { ...EDITING, allowSelfIntersection: true, pathOptions: LINE });
  }

  _created({ layer }) {
    layer.remove();
    this._put(layer.getLatLngs().map(position));
  }

  /** Straight from one corner to the other. */
  _corners() {
    const [from, to] = ["cut-from", "cut-to"].map((id) => byId(id).value);
    if (from === "" || to === "" || from === to) return;
    this._map.pm.disableDraw();
    this._put([this._outer[from], this._outer[to]]);
  }

  _put(line) {
    this._shape?.pm.disable();
    this._shape?.remove();
    this._shape = null;
    this.line = line;
    if (line) this._show();
    else this._pad.close();
    this._onLine();
  }

  _show() {
    this._shape = L.polyline(this._latLngs(), LINE).addTo(this._map);
    this._shape.pm.enable({ ...EDITING, allowSelfIntersection: true });
    this._shape.on("pm:edit", () => this._moved(this._shape.getLatLngs().map(position)));
    this._shape.on("pm:vertexclick", ({ indexPath }) => this._pad.choose(0, indexPath.at(-1)));
    this._pad.open({ ...this._path(), reshape: ([points]) => this._reshape(points) });
  }

  _path() {
    return { rings: [this.line], closed: false };
  }

  _moved(points) {
    this.line = points;
    this._pad.open({ ...this._path(), reshape: ([moved]) => this._reshape(moved) });
  }

  /** The pad has moved a point. */
  _reshape(points) {
    this.line = points;
    this._shape.pm.disable();
    this._shape.setLatLngs(this._latLngs());
    this._shape.pm.enable({ ...EDITING, allowSelfIntersection: true });
    this._moved(points);
  }

  _latLngs() {
    return this.line.map(([lon, lat]) => [lat, lon]);
  }
}

/** A corner's number beside it, as the choice calls it. */
function cornerSign([lon, lat], index) {
  const icon = L.divIcon({ className: "corner-sign", html: h("span", {}, String(index + 1)), iconSize: [22, 22] });
  return L.marker([lat, lon], { icon, interactive: false, keyboard: false, pmIgnore: true, snapIgnore: true });
}
