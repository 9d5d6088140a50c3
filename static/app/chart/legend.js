/* The legend: what signs, rims and tints mean. It folds, and says so. */

import { h } from "../dom.js";
import { t } from "../page.js";
import { sign } from "../sites/marker.js";
import { NEVER, URGENCY } from "./zones.js";

const EXAMPLE = { places: [{}], capacity: 100, occupied: 40, held: 20, out_of_service: 10, available: 30, overflow: 0 };
const KEYS = ["occupied", "held", "out_of_service", "available"];

/** A folding legend in the map's corner; `sites` and `zones` say what it explains. */
export function addLegend(map, { sites = true, zones = true, open = false } = {}) {
  const legend = L.control({ position: "topleft" });
  legend.onAdd = () => {
    const box = h(
      "details",
      { class: "legend", open },
      h("summary", {}, t("legend.title")),
      h("div", { class: "legend-body", tabindex: 0 }, sites ? siteKeys() : null, zones ? zoneKeys() : null),
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
  const rims = KEYS.map((key) => h("li", {}, h("span", { class: `swatch rim ${key}` }), t(`legend.rim.${key}`)));
  const over = h(
    "li",
    {},
    sign({ ...EXAMPLE, kind: "caes", occupied: 90, out_of_service: 0, available: 0, overflow: 3 }, 28),
    t("legend.overflow"),
  );
  return [
    h("h3", {}, t("legend.sites")),
    h("ul", {}, ...kinds),
    h("h3", {}, t("legend.rim")),
    h("ul", {}, ...rims, over),
  ];
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
