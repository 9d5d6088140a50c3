/* Closed roads on the map: red and white, so that colour is not the only sign, with what was drawn. */

import { h } from "../dom.js";
import { periodOf, stateOf } from "./period.js";

const PANE = "closures";
const RED = "#a3122f";
const CASING = { pane: PANE, color: "#fffdf8", weight: 10, opacity: 0.95, interactive: false };
const CLOSED = { pane: PANE, color: RED, weight: 7, lineCap: "butt" };
const BARS = { pane: PANE, color: "#fffdf8", weight: 3.5, dashArray: "3 9", lineCap: "butt", interactive: false };
const DRAWN = { pane: PANE, color: RED, weight: 1.5, dashArray: "4 4", fillColor: RED, fillOpacity: 0.08 };

/** Make the pane that closed roads are drawn in: over the ways of patrols, under their stops. */
export function closuresPane(map) {
  map.createPane(PANE).style.zIndex = 430;
}

/** Fill a layer with closures; returns each one's group by its id. */
export function drawClosures(group, closures) {
  group.clearLayers();
  return new Map(closures.map((closure) => [closure.id, drawn(closure).addTo(group)]));
}

/** The roads of one closure, or of a drawing that is tried: {shape, closed_roads}. */
export function drawn({ shape, closed_roads: roads, name, ...rest }) {
  const lines = roads.coordinates.map((line) => line.map(latLng));
  const later = name && stateOf(rest) === "later";
  const parts = [outline(shape), L.polyline(lines, CASING), L.polyline(lines, { ...CLOSED, opacity: later ? 0.6 : 1 })];
  const found = L.featureGroup([...parts, L.polyline(lines, BARS)]);
  if (name) found.bindTooltip(() => told({ name, ...rest }), { sticky: true, className: "closure-tip" });
  found.eachLayer((layer) => Object.assign(layer.options, { pmIgnore: true, snapIgnore: true }));
  return found;
}

function outline({ type, coordinates }) {
  if (type === "Polygon")
    return L.polygon(
      coordinates.map((ring) => ring.map(latLng)),
      DRAWN,
    );
  return L.polyline(coordinates.map(latLng), DRAWN);
}

function told(closure) {
  return h("span", {}, h("strong", {}, closure.name), ` · ${periodOf(closure)}`);
}

/** A position [lon, lat] as Leaflet wants it. */
export function latLng([lon, lat]) {
  return [lat, lon];
}
