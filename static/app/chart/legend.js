/* The legend: what signs, rims and tints mean. It folds, and says so. */

import { h } from "../dom.js";
import { t } from "../page.js";
import { sign } from "../sites/marker.js";
import { NEVER, URGENCY } from "./zones.js";

const EXAMPLE = { places: [{}], capacity: 100, occupied: 45, held: 20, available: 35 };

/** A folding legend in the map's corner; `sites` and `zones` say what it explains. */
export function addLegend(map, { sites = true, zones = true, open = false } = {}) {
  const legend = L.control({ position: "topleft" });
  legend.onAdd = () => {
    const box = h(
      "details",
      { class: "legend", open },
      h("summary", {}, t("legend.title")),
      h("div", { class: "legend-body" }, sites ? siteKeys() : null, zones ? zoneKeys() : null),
    );
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  };
  return legend.addTo(map);
}

function siteKeys() {
  const kinds = ["caes", "sas", "cao", "guda", "spada"].map((kind) =>
    h(
      "li",
      {},
      sign({ ...(kind === "guda" || kind === "spada" ? { places: [] } : EXAMPLE), kind }, 28),
      t(`kind.${kind}.long`),
    ),
  );
  const rims = [
    ["occupied", "#12303f"],
    ["held", "#e39a1c"],
    ["available", "#cfe5d6"],
  ].map(([key, colour]) => h("li", {}, swatch(colour), t(`legend.rim.${key}`)));
  return [h("h3", {}, t("legend.sites")), h("ul", {}, ...kinds), h("h3", {}, t("legend.rim")), h("ul", {}, ...rims)];
}

function zoneKeys() {
  const keys = [...URGENCY, NEVER].map(({ key, colour }) => h("li", {}, swatch(colour), t(`urgency.${key}.long`)));
  return [h("h3", {}, t("legend.zones")), h("ul", {}, ...keys)];
}

function swatch(colour) {
  const mark = h("span", { class: "swatch" });
  mark.style.background = colour;
  return mark;
}
