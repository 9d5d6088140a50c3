/* The plan on the map: the stop that is looked at stands out, and a stop that is clicked is found on the board. */

import { strokeOf } from "../chart/routes.js";
import { pathOf } from "../patrols.js";

/** Ties the drawn routes to the board; `onStop(id)` hears clicks. */
export class OnMap {
  constructor({ map, group }, { onStop }) {
    Object.assign(this, { _map: map, _group: group, _onStop: onStop });
    // The map takes what the panel leaves it, also when the panel widens.
    new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(map.getContainer());
  }

  /** The routes have been drawn anew. */
  drawn() {
    this._signs = new Map();
    this._group.eachLayer((route) =>
      route.eachLayer?.((sign) => {
        if (!sign.options.stop) return;
        this._signs.set(sign.options.stop, { sign, route });
        sign.on("click", () => this._onStop(sign.options.stop));
      }),
    );
  }

  /** Let a stop and its route stand out; null for none. */
  look(id) {
    const found = this._signs?.get(id);
    for (const { sign } of this._signs?.values() ?? []) sign.getElement()?.classList.remove("looked-at");
    this._dim(found?.route ?? null);
    found?.sign.getElement()?.classList.add("looked-at");
    found?.sign.setZIndexOffset(1000);
  }

  /** Another plan's routes, thin and dotted below this one's. */
  ghost(patrols) {
    for (const patrol of patrols) {
      const { colour } = strokeOf(patrol.colour_index);
      const style = { pane: "routes", color: colour, weight: 4, opacity: 0.6, dashArray: "1 8", interactive: false };
      L.polyline(pathOf(patrol), style).addTo(this._group).bringToBack();
    }
  }

  _dim(kept) {
    this._group.eachLayer((route) => {
      if (route.setStyle && route.eachLayer) route.setStyle({ opacity: kept && route !== kept ? 0.3 : 0.95 });
    });
  }
}
