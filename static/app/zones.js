/* The page of zones: the list and one zone in the panel, all of them on the map. */

import { api } from "./api.js";
import { bringAbove } from "./chart/above_sheet.js";
import { campsOnDemand } from "./chart/camps.js";
import { fit, openChart } from "./chart/chart.js";
import { keepAddress, readAddress, restoreLayers } from "./chart/permalink.js";
import { byId } from "./dom.js";
import { Live } from "./live.js";
import { given, locale, role, t } from "./page.js";
import { Panel } from "./panel.js";
import { toast } from "./toast.js";
import { ZoneDesk } from "./zones/desk.js";
import { Drafts } from "./zones/drafts.js";
import { toldOf } from "./zones/history.js";
import { quietPoints } from "./zones/outline.js";
import { Zones } from "./zones/records.js";

const address = readAddress();
const { map, layers } = window.geoops;
const phone = window.matchMedia("(width < 800px)");
const panel = new Panel();
const zones = new Zones();
const drafts = new Drafts();
const SHEET = 0.55; // of a phone's page, as in panel.css
const NEARER = 10.5; // a phone's zoom to begin with
let write = () => {};
if (phone.matches) panel.stand("half");

const chart = await openChart({ obstacles: vans });
map.pm.setLang(locale);
quietPoints(map);
if (layers.camps) campsOnDemand(map, layers.camps.group);

const desk = new ZoneDesk({
  ...{ map, group: layers.zones.group, labels: chart.labels, zones, drafts },
  onSelect: () => selected(),
  onFit: (bounds) => bringAbove(map, bounds, { maxZoom: 15 }),
});
byId("zones-day").max = given.today;
byId("zones-day").addEventListener("change", () => asOf(byId("zones-day").value));
byId("zones-now").addEventListener("click", () => asOf(""));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && drafts.count === 0 && !desk.selected) zones.refresh();
});

await Promise.all([read(), readTeams()]);
new Live().on("zone", (message) => elsewhere(message).catch(() => {})).start();
restoreLayers(map, layers, address.layers);
if (address.view) map.setView([address.view.lat, address.view.lon], address.view.zoom, { animate: false });
else if (zones.visited.length) begin(layers.zones.group.getBounds());
if (address.zone) desk.select(address.zone, { fit: !address.view });
if (drafts.count) toast(t("zones.taken_up"));
write = keepAddress(map, layers, () => ({ zone: desk.selected }));
document.documentElement.dataset.ready = role;

/** Somebody has changed zones: show it, and say so unless it was this person; a draft is not disturbed. */
async function elsewhere({ change_id, author_id }) {
  const mine = author_id === given.account;
  if (zones.changes.some(({ id }) => id === change_id)) return; // this page did it, or has read it since
  if (mine && (desk.selected || drafts.count)) return; // the page reads it when it is done here
  const { changes } = await api("zone-changes");
  const change = changes.find(({ id }) => id === change_id);
  const what = change ? toldOf(change) : "";
  if (desk.busy || zones.date) {
    if (!mine)
      toast(t("zones.changed_draft", { what }), {
        act: { label: t("zones.show_changed"), run: () => zones.refresh() },
      });
    return;
  }
  await zones.refresh();
  if (!mine) toast(t("zones.changed_by", { what }));
}

/** Without the zones there is nothing to do here but try again. */
async function read() {
  try {
    await zones.load();
    byId("zones-error").hidden = true;
  } catch (error) {
    byId("zones-error").textContent = error.message;
    byId("zones-error").hidden = false;
    window.addEventListener("online", () => read(), { once: true });
  }
}

/** What the teams speak; a zone can ask for other languages, so the page goes on without. */
async function readTeams() {
  try {
    const { features: teams } = await api("teams");
    desk.offer([...new Set(teams.flatMap(({ properties }) => properties.languages))]);
  } catch (error) {
    toast(error.message, { bad: true });
  }
}

/** Show the zones of a day that is over; those of today can be changed. */
async function asOf(date) {
  const past = date && date < given.today ? date : null;
  byId("zones-day").value = past ?? "";
  try {
    await zones.load(past);
  } catch (error) {
    toast(error.message, { bad: true });
  }
}

/** Where the van's sign stands, for the names to keep clear of. */
function vans() {
  const signs = [];
  map.eachLayer((layer) => layer.options?.icon?.options.className === "van-marker" && signs.push(layer));
  return signs.map((sign) => {
    const { x, y } = map.latLngToLayerPoint(sign.getLatLng());
    return { left: x - 18, right: x + 18, top: y - 18, bottom: y + 18 };
  });
}

/** Whatever is in sight, the map is in sight above it. */
function selected() {
  if (phone.matches) panel.stand("half");
  write();
}

/** Where most zones are. */
function midst() {
  const centres = zones.visited.map(({ area }) => L.geoJSON(area).getBounds().getCenter());
  const mean = (part) => centres.reduce((sum, centre) => sum + centre[part], 0) / centres.length;
  return [mean("lat"), mean("lng")];
}

/** All zones; above the sheet of a phone is room for those in their midst. */
function begin(bounds) {
  fit(map, bounds, chart.sheet);
  if (!phone.matches) return;
  map.setView(midst(), NEARER, { animate: false });
  map.panBy([0, byId("main").clientHeight * (SHEET / 2)], { animate: false });
}
