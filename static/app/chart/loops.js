/* Loops on foot: a dotted line in the team's colour from the van through the camps, which are dots. */

import { h } from "../dom.js";
import { clock, t } from "../page.js";

/** The layers of a patrol's loops. */
export function loops(patrol, colour) {
  return patrol.stops.flatMap((stop) => (stop.loop ? [...ways(stop.loop, colour), ...camps(stop.loop, colour)] : []));
}

function ways(loop, colour) {
  const path = loop.legs.map((leg) => leg.geometry.coordinates.map(([lon, lat]) => [lat, lon]));
  const casing = { pane: "routes", color: "#fffdf8", weight: 6, opacity: 0.9, interactive: false };
  const dots = { pane: "routes", color: colour, weight: 3.5, dashArray: "0.1 7", lineCap: "round" };
  return [L.polyline(path, casing), L.polyline(path, { ...dots, className: "walk" })];
}

function camps(loop, colour) {
  const dot = { pane: "routes", radius: 5, weight: 2.5, color: colour, fillColor: "#fffdf8", fillOpacity: 1 };
  return loop.camps.map(({ position: [lon, lat], name, arrives_at }) =>
    L.circleMarker([lat, lon], { ...dot, className: "walk-camp" }).bindTooltip(
      () => h("span", {}, t("loop.camp", { name, time: clock(arrives_at) })),
      { direction: "top", offset: [0, -6] },
    ),
  );
}
