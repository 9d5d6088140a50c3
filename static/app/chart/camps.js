/* Camps (lieux de vie): exact positions, read and audited only when somebody switches them on. */

import { api } from "../api.js";
import { h, svg } from "../dom.js";
import { dateInWords, t } from "../page.js";
import { toast } from "../toast.js";

/** Read the camps the first time that their layer is switched on. */
export function campsOnDemand(map, group) {
  let asked = false;
  map.on("layeradd", async ({ layer }) => {
    if (layer !== group || asked) return;
    asked = true;
    try {
      fill(group, await api("camps"));
    } catch (error) {
      asked = false;
      toast(error.message, { bad: true });
    }
  });
}

function fill(group, { features }) {
  for (const { properties, geometry } of features) {
    const [lon, lat] = geometry.coordinates;
    L.marker([lat, lon], {
      icon: L.divIcon({ className: "camp-marker", html: tent(), iconSize: [30, 30] }),
      alt: properties.label,
      title: properties.label,
    })
      .bindPopup(() => popup(properties), { maxWidth: 280, closeButton: false })
      .addTo(group);
  }
}

function tent() {
  return svg(
    "svg",
    { viewBox: "0 0 30 30", width: 30, height: 30, "aria-hidden": "true" },
    svg("path", {
      d: "M15 4 28 26H2Z",
      fill: "#fffdf8",
      stroke: "#12303f",
      "stroke-width": 2,
      "stroke-linejoin": "round",
    }),
    svg("path", { d: "m15 12 6 14H9Z", fill: "#12303f" }),
  );
}

function popup(camp) {
  return h(
    "div",
    {},
    h("h2", {}, camp.label),
    camp.population === null ? h("p", {}, t("camp.unknown")) : h("p", {}, t("camp.population", { n: camp.population })),
    camp.estimated_on
      ? h("p", { class: "small soft" }, t("camp.source", { date: dateInWords(camp.estimated_on), source: camp.source }))
      : null,
  );
}
