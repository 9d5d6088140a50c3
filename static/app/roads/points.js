/* The points of a drawing one by one, for the keyboard: arrows move, Delete takes away. */

import { panAbove } from "../chart/above_sheet.js";
import { byId, h } from "../dom.js";
import { number, t } from "../page.js";
import { latLng } from "./layer.js";

const ARROWS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const MARK = { radius: 12, color: "#0b4ea2", weight: 4, fill: false, interactive: false, pmIgnore: true };
const FAR = 10; // steps with Shift

/** The list in the form, bound to a `Draft`. */
export class Points {
  constructor(map, draft) {
    Object.assign(this, { _map: map, _draft: draft, _list: byId("closure-points") });
    this._mark = L.circleMarker([0, 0], { ...MARK, snapIgnore: true });
    byId("closure-back").addEventListener("click", () => draft.undo());
    draft.addEventListener("change", () => this.show());
  }

  show() {
    const { points } = this._draft;
    const focused = [...this._list.querySelectorAll(".point")].indexOf(document.activeElement);
    byId("closure-points-fold").hidden = points.length === 0;
    byId("closure-count").textContent = String(points.length);
    byId("closure-back").disabled = !this._draft.canUndo;
    this._list.replaceChildren(...points.map((point, index) => this._row(point, index)));
    this._mark.remove();
    if (focused >= 0) this._list.querySelectorAll(".point")[Math.min(focused, points.length - 1)]?.focus();
  }

  _row([lon, lat], index) {
    const n = String(index + 1);
    const point = h(
      "button",
      {
        type: "button",
        class: "button quiet small point",
        onkeydown: (event) => this._key(event, index),
        onfocus: () => this._look(index),
        onblur: () => this._mark.remove(),
        onclick: () => panAbove(this._map, [lat, lon]),
      },
      t("roads.point", { n, lat: number(lat, 5), lon: number(lon, 5) }),
    );
    const label = t("roads.remove_point", { n });
    const away = { type: "button", class: "button quiet small", "aria-label": label };
    return h("li", {}, point, h("button", { ...away, onclick: () => this._draft.remove(index) }, "×"));
  }

  _key(event, index) {
    const arrow = ARROWS[event.key];
    if (!arrow && event.key !== "Delete") return;
    event.preventDefault();
    const steps = event.shiftKey ? FAR : 1;
    if (arrow) this._draft.move(index, arrow[0] * steps, arrow[1] * steps);
    else this._draft.remove(index);
  }

  _look(index) {
    this._mark.setLatLng(latLng(this._draft.points[index])).addTo(this._map);
  }
}
