/* Set a folium map up as a chart: panes, ground, names, scale, attribution, zoom. */

import { h } from "../dom.js";
import { given, t } from "../page.js";
import { Ground } from "./basemap.js";
import { Labels } from "./labels.js";

const PANES = { ground: 210, labels: 460, routes: 420, stops: 590 };

/** The page's chart; `obstacles()` gives pixel boxes that names keep clear of. */
export async function openChart({ obstacles = () => [], bounds = null, controls = true } = {}) {
  const { map } = window.geoops;
  for (const [name, order] of Object.entries(PANES)) {
    map.createPane(name).style.zIndex = order;
  }
  map.getPane("ground").style.pointerEvents = "none";
  map.getPane("labels").style.pointerEvents = "none";
  const ground = await fetch(given.basemap).then((response) => response.json());
  const [west, south, east, north] = ground.bounds;
  const sheet = L.latLngBounds([south, west], [north, east]);
  map.setMaxBounds(room(map, sheet)).setMinZoom(coverZoom(map, sheet) - 0.5);
  const labels = new Labels(ground, { obstacles });
  if (!given.tiles) map.addLayer(new Ground(ground));
  map.addLayer(labels);
  fit(map, bounds ?? sheet.pad(-0.25), sheet);
  addCredit(map, ground);
  if (controls) addControls(map);
  return { map, ground, labels, sheet };
}

/** Show bounds whole, but never so small that the sheet's end would show. */
export function fit(map, bounds, sheet, padding = 24) {
  if (!sheet.contains(bounds)) goBeyond(map, bounds, sheet);
  const zoom = map.getBoundsZoom(bounds, false, L.point(padding * 2, padding * 2));
  map.setView(bounds.getCenter(), Math.max(zoom, coverZoom(map, sheet)), { animate: false });
  const under = underSheet(map);
  if (under) map.panBy([0, under / 2], { animate: false }); // what the sheet covers is not seen
}

/** What lies off the sheet is shown all the same, on no ground, and the page says why. */
function goBeyond(map, bounds, sheet) {
  sheet.extend(bounds);
  map.setMaxBounds(room(map, sheet));
  if (map.beyond) return;
  map.beyond = L.control({ position: "topright" });
  map.beyond.onAdd = () => h("p", { class: "notice warn beyond", role: "status" }, t("chart.beyond"));
  map.beyond.addTo(map);
}

/** How far the map can be moved; under a phone's sheet of controls is nothing to see, so farther there. */
function room(map, sheet) {
  const bounds = sheet.pad(0.08);
  if (!underSheet(map)) return bounds;
  const height = bounds.getNorth() - bounds.getSouth();
  return bounds.extend([bounds.getSouth() - height / 2, bounds.getWest()]);
}

/** Pixels that a phone's sheet covers at its lowest; 0 where there is none. */
function underSheet(map) {
  return Number.parseFloat(getComputedStyle(map.getContainer()).getPropertyValue("--sheet")) || 0;
}

/** The zoom from which the sheet covers the whole map. */
function coverZoom(map, sheet) {
  return map.getBoundsZoom(sheet, true);
}

function addControls(map) {
  L.control.zoom({ position: "bottomright", zoomInTitle: t("zoom.in"), zoomOutTitle: t("zoom.out") }).addTo(map);
  L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 120 }).addTo(map);
}

/** Who made the ground; and that the demonstration's roads are drawn, not surveyed. */
function addCredit(map, ground) {
  const credit = L.control({ position: "bottomright" });
  credit.onAdd = () =>
    h(
      "div",
      { class: "credit" },
      ground.schematic ? h("strong", {}, `${t("chart.schematic")} · `) : null,
      [ground.attribution, given.tilesCredit].filter(Boolean).join(" · "),
    );
  credit.addTo(map);
}

/** Repaint the names soon, once, however many things have moved. */
export function soon(labels) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      labels.repaint();
    });
  };
}
