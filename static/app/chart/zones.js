/* Zones (secteurs), tinted by how long ago they were seen against how often they want to be. */

import { h } from "../dom.js";
import { day, number, t } from "../page.js";

/** From seen lately to long overdue: one hue that darkens, so that hue need not be seen. */
export const URGENCY = [
  { key: "fresh", upTo: 0.5, colour: "#f4dd9c", line: "#a8863a" },
  { key: "soon", upTo: 1, colour: "#e9b04f", line: "#8f6314" },
  { key: "due", upTo: 2, colour: "#cc6a2b", line: "#7d3c10" },
  { key: "overdue", upTo: Number.POSITIVE_INFINITY, colour: "#87291f", line: "#5a160f" },
];
export const NEVER = { key: "never", colour: "#6b7680", line: "#37424b" };

/** The class of an urgency (days since the last visit over the interval; null never). */
export function classOf(urgency) {
  if (urgency === null) return NEVER;
  return URGENCY.find((step) => urgency < step.upTo);
}

/** Fill a layer with zones; returns their names and places for the labels. */
export function drawZones(group, { features }) {
  group.clearLayers();
  L.geoJSON(
    { type: "FeatureCollection", features },
    {
      style: (feature) => style(feature.properties.urgency),
      onEachFeature: (feature, layer) => {
        layer.bindPopup(() => zonePopup(feature.properties), { maxWidth: 300, closeButton: false });
        layer.on("add", () => name(layer, feature.properties));
      },
    },
  ).addTo(group);
  return features.map(({ properties, geometry }) => ({
    name: properties.name,
    position: middle(geometry.coordinates[0]),
  }));
}

function style(urgency) {
  const { colour, line, key } = classOf(urgency);
  return {
    color: line,
    weight: key === "overdue" ? 2.2 : 1.4,
    dashArray: key === "never" ? "5 4" : null,
    fillColor: colour,
    fillOpacity: 0.42,
  };
}

function name(layer, properties) {
  const element = layer.getElement();
  element?.setAttribute("aria-label", `${properties.name}, ${since(properties)}`);
  element?.setAttribute("role", "button");
}

/** When a zone was last seen, in words. */
export function since({ days_since: days }) {
  if (days === null) return t("zone.never");
  if (days < 1) return t("zone.today");
  return t("zone.days_ago", { n: Math.floor(days) });
}

function zonePopup(zone) {
  const { key, colour } = classOf(zone.urgency);
  const swatch = h("span", { class: "swatch" });
  swatch.style.background = colour;
  return h(
    "div",
    { class: "zone-popup" },
    h("h2", {}, zone.name),
    h("p", {}, swatch, h("strong", {}, t(`urgency.${key}`)), ` · ${since(zone)}`),
    h(
      "p",
      { class: "small soft" },
      t("zone.wants", { n: zone.revisit_interval_days }),
      zone.last_visit_at ? ` · ${t("zone.last", { date: day(zone.last_visit_at) })}` : "",
      ` · ${t("zone.weight", { weight: number(zone.weight, 1) })}`,
    ),
  );
}

function middle(ring) {
  const [lons, lats] = [0, 1].map((axis) => ring.map((position) => position[axis]));
  const centre = (values) => (Math.min(...values) + Math.max(...values)) / 2;
  return [centre(lons), centre(lats)];
}
