/* Patrol routes: a colour, a dash and a number for each team, so that colour is not the only sign. */

import { h } from "../dom.js";
import { clock, t } from "../page.js";
import { loopNote } from "../patrol/loop.js";
import { pathOf } from "../patrols.js";
import { loops } from "./loops.js";

/** Dark enough for white figures, apart for colour-blind eyes; the dash tells neighbours apart. */
export const TEAMS = [
  { colour: "#00619c", dash: null },
  { colour: "#b4470b", dash: "14 5" },
  { colour: "#00745a", dash: "3 6" },
  { colour: "#8c3a86", dash: "14 5 3 5" },
  { colour: "#3d3d3d", dash: "8 4" },
  { colour: "#7a5b00", dash: "20 6" },
  { colour: "#a31d52", dash: "2 5" },
  { colour: "#3f4fb0", dash: "10 4 2 4 2 4" },
];

/** How a team's route is drawn. */
export function strokeOf(index) {
  return TEAMS[index % TEAMS.length];
}

/** Draw patrols {colour_index, team, stops, ways} into a layer; one group for each patrol. */
export function drawPatrols(group, patrols, { onSelect = () => {} } = {}) {
  group.clearLayers();
  return patrols.map((patrol) => {
    const drawn = L.featureGroup([
      ...lines(patrol),
      ...loops(patrol, strokeOf(patrol.colour_index).colour),
      ...stops(patrol),
    ]);
    drawn.on("click", () => onSelect(patrol));
    return drawn.addTo(group);
  });
}

function lines(patrol) {
  const { colour, dash } = strokeOf(patrol.colour_index);
  const path = pathOf(patrol);
  const casing = { pane: "routes", color: "#fffdf8", weight: 8, opacity: 0.9, interactive: false };
  const line = {
    pane: "routes",
    color: colour,
    weight: 4.5,
    dashArray: dash,
    lineCap: dash ? "butt" : "round",
  };
  return [L.polyline(path, casing), L.polyline(path, line)];
}

function stops(patrol) {
  return patrol.stops
    .filter((stop) => stop.position)
    .map((stop, index) => {
      const [lon, lat] = stop.position;
      const label = t("stop.label", {
        number: index + 1,
        name: stop.name,
        time: clock(stop.arrives_at),
      });
      const dot = h("span", { class: stop.loop ? "stop-dot parking" : "stop-dot" }, String(index + 1));
      dot.style.background = strokeOf(patrol.colour_index).colour;
      const icon = L.divIcon({ className: "stop-marker", html: dot, iconSize: [24, 24] });
      return L.marker([lat, lon], { icon, pane: "stops", keyboard: false, stop: stop.id }).bindTooltip(
        () => h("span", {}, `${patrol.team} · ${label}`, loopNote(stop)),
        { direction: "top", offset: [0, -12] },
      );
    });
}

/** Pixel boxes of all stops, in layer points. */
export function stopBoxes(map, patrols) {
  return patrols.flatMap(({ stops: visits }) =>
    visits
      .filter((stop) => stop.position)
      .map(({ position: [lon, lat] }) => {
        const { x, y } = map.latLngToLayerPoint([lat, lon]);
        return { left: x - 13, right: x + 13, top: y - 13, bottom: y + 13 };
      }),
  );
}

/** A short piece of a team's line with its number, for lists. */
export function sample(index) {
  const { colour } = strokeOf(index);
  const mark = h("span", { class: "team-mark", "aria-hidden": "true" }, String(index + 1));
  mark.style.background = colour;
  return mark;
}
