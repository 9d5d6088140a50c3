/* Draw a new zone: corner by corner on the map, or beginning with a square in its middle. */

import { byId } from "../dom.js";
import { EDITING, position } from "./outline.js";

const SQUARE = 0.12; // of the map's height, from the middle to a side
const STYLE = { color: "#b3401f", weight: 3 };

/** `start()`; `onDrawn(ring)` has the outline, `onCancel()` hears that there will be none. */
export class Drawing {
  constructor(map, { onDrawn, onCancel }) {
    Object.assign(this, { _map: map, _onDrawn: onDrawn, _onCancel: onCancel, under: false });
    byId("draw-finish").addEventListener("click", () => map.pm.Draw.Polygon._finishShape());
    byId("draw-back").addEventListener("click", () => this._takeBack());
    byId("draw-square").addEventListener("click", () => this._done(square(map)));
    byId("draw-cancel").addEventListener("click", () => this._cancel());
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.under && this._cancel());
  }

  start() {
    this.under = true;
    byId("draw-desk").hidden = false;
    this._map.on("pm:create", this._created, this);
    this._draw();
  }

  stop() {
    this.under = false;
    byId("draw-desk").hidden = true;
    this._map.off("pm:create", this._created, this);
    this._map.pm.disableDraw();
  }

  _draw() {
    const hintlineStyle = { ...STYLE, dashArray: "6 6" };
    this._map.pm.enableDraw("Polygon", { ...EDITING, templineStyle: STYLE, hintlineStyle, pathOptions: STYLE });
  }

  /** Without a corner Geoman ends the drawing: it begins again. */
  _takeBack() {
    this._map.pm.Draw.Polygon._removeLastVertex();
    if (!this._map.pm.globalDrawModeEnabled()) this._draw();
  }

  _created({ layer }) {
    layer.remove();
    this._done(layer.getLatLngs()[0].map(position));
  }

  _done(ring) {
    this.stop();
    this._onDrawn(ring);
  }

  _cancel() {
    this.stop();
    this._onCancel();
  }
}

function square(map) {
  const { x, y } = map.getSize();
  const reach = y * SQUARE;
  const corners = [
    [x / 2 - reach, y / 2 + reach],
    [x / 2 + reach, y / 2 + reach],
    [x / 2 + reach, y / 2 - reach],
    [x / 2 - reach, y / 2 - reach],
  ];
  return corners.map((corner) => position(map.containerPointToLatLng(corner)));
}
