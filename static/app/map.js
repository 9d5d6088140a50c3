/* The coordinator's map: sites, zones, camps, the day's patrols, and the panel beside them. */

import { api } from "./api.js";
import { bringAbove, keepMiddle } from "./chart/above_sheet.js";
import { campsOnDemand } from "./chart/camps.js";
import { fit, openChart, soon } from "./chart/chart.js";
import { addLegend } from "./chart/legend.js";
import { keepAddress, readAddress, restoreLayers } from "./chart/permalink.js";
import { drawPatrols, stopBoxes } from "./chart/routes.js";
import { drawZones } from "./chart/zones.js";
import { byId } from "./dom.js";
import { Live } from "./live.js";
import { given, role } from "./page.js";
import { Panel } from "./panel.js";
import { pathOf } from "./patrols.js";
import { PlanPanel } from "./plan/panel.js";
import { closuresOfDay } from "./roads/of_day.js";
import { RoadsPanel } from "./roads/panel.js";
import { HoldDialog } from "./sites/hold_dialog.js";
import { SiteLayer } from "./sites/layer.js";
import { PlacesList } from "./sites/list.js";
import { openSitePopup } from "./sites/popup.js";
import { SiteSearch } from "./sites/search.js";
import { Sites } from "./sites/store.js";
import { toast } from "./toast.js";

const address = readAddress();
const { map, layers } = window.geoops;
const sites = new Sites();
const panel = new Panel({ onChange: () => write() });
let selected = address.site ?? null;
let siteLayer = null;
let shown = [];
let write = () => {};

const chart = await openChart({ obstacles: signs });
const renamed = soon(chart.labels);
map.on("zoomend", fromAfar);
fromAfar();
addLegend(map, { open: false });

const dialog = byId("hold-dialog") && given.mayKeep ? new HoldDialog(sites) : null;
siteLayer = new SiteLayer(layers.sites.group, sites, { onSelect: select });
layers.sites.group.on("animationend spiderfied unspiderfied", renamed);
new PlacesList(byId("places"), sites, { onChoose: (id) => reveal(id) });
new SiteSearch(sites, { onChoose: (id) => reveal(id) });
sites.addEventListener("change", renamed);

const planning = given.mayPlan
  ? new PlanPanel({
      date: address.date ?? given.tomorrow,
      onPatrols: show,
      onDate: () => {
        write();
        roads?.newDay();
      },
      onPick: (patrol) => fitTo(patrol),
      onMap: { map, group: layers.patrols.group, panel },
    })
  : null;
const roads = planning
  ? new RoadsPanel({
      ...{ map, group: layers.closures.group, ground: chart.ground, panel },
      day: () => planning.date,
      draft: () => planning.draft,
      onPlan: () => {
        panel.show("plan");
        planning.plan();
      },
    })
  : null;
if (layers.camps) campsOnDemand(map, layers.camps.group);

restoreLayers(map, layers, address.layers);
panel.show(address.tab ?? (planning ? "plan" : "places"));
const noPatrol = document.getElementById("no-patrol");
if (window.matchMedia("(width < 800px)").matches) panel.stand(noPatrol ? "half" : "low");

const live = new Live({ onOpen: () => sites.load() }).on("places", (balance) => sites.hear(balance));
live.on("plan", (message) => planning?.hear(message));
live.on("patrol", () => (noPatrol ? location.assign("/") : planning?.patrolsChanged().catch(tell)));
live.on("road_closure", () => readRoads().catch(tell));
live.start();

await Promise.all([readZones(), planning?.load(), readRoads()].map((step) => step?.catch(tell)));
settle();

async function readZones() {
  if (!layers.zones) return;
  const zones = await api("zones");
  const names = drawZones(layers.zones.group, zones);
  const named = () => chart.labels.setZones(map.hasLayer(layers.zones.group) ? names : []);
  map.on("layeradd layerremove", ({ layer }) => layer === layers.zones.group && named());
  named();
  if (!address.view && names.length) {
    fit(map, layers.zones.group.getBounds(), chart.sheet);
  }
}

/** Closed roads: for coordinators a desk, for others what the day's map shows. */
async function readRoads() {
  if (roads) await roads.load();
  else if (layers.closures) await closuresOfDay(map, layers.closures.group, given.today);
}

/** From here on the address follows the view; before, it says where to begin. */
function settle() {
  if (address.view) map.setView([address.view.lat, address.view.lon], address.view.zoom, { animate: false });
  panel.onStand = (before, now) => keepMiddle(map, before, now);
  write = keepAddress(map, layers, () => ({
    date: planning?.date,
    site: selected,
    tab: panel.tab,
  }));
  write();
  document.documentElement.dataset.ready = role;
  if (!selected) return;
  if (sites.get(selected)) reveal(selected);
  else sites.addEventListener("change", () => reveal(selected), { once: true });
}

/** From afar the stops are mere dots, so that the sites' numbers stay readable among them. */
function fromAfar() {
  map.getContainer().classList.toggle("from-afar", map.getZoom() < 12);
}

/** The pixel boxes of what stands on the map, for the names to keep clear of. */
function signs() {
  return [...(siteLayer?.boxes(map) ?? []), ...stopBoxes(map, shown)];
}

function show(patrols) {
  shown = patrols;
  drawPatrols(layers.patrols.group, patrols);
  planning?.drawn();
  roads?.newPatrols();
  renamed();
}

function reveal(id) {
  panel.stand("low");
  if (sites.get(id)) siteLayer.reveal(id);
}

function select(id, marker) {
  selected = id;
  write();
  const popup = openSitePopup(map, marker, sites, id, { onKeep: (site) => dialog.ask(site) });
  popup.on("remove", () => {
    selected = null;
    write();
  });
}

function fitTo(patrol) {
  const path = pathOf(patrol).flat();
  if (path.length) bringAbove(map, path, { maxZoom: 13 });
}

function tell(error) {
  toast(error.message, { bad: true });
}
