/* The director's page: zones by the age of their last visit, and the places that are left. */

import { api } from "./api.js";
import { fit, openChart } from "./chart/chart.js";
import { addLegend } from "./chart/legend.js";
import { classOf, drawZones } from "./chart/zones.js";
import { byId, h } from "./dom.js";
import { Live } from "./live.js";
import { number, role, t } from "./page.js";
import { bar, inWords } from "./sites/list.js";
import { sign } from "./sites/marker.js";
import { hasPlaces, Sites, sumsOf } from "./sites/store.js";
import { toast } from "./toast.js";

const { map, layers } = window.geoops;
const sites = new Sites();
const chart = await openChart();
const table = byId("zones");
const sorting = { key: "urgency", down: true };
let zones = [];

addLegend(map, { sites: false, open: window.matchMedia("(width >= 800px)").matches });
sites.addEventListener("change", drawCapacity);
for (const button of table.querySelectorAll("[data-sort]")) {
  button.addEventListener("click", () => sortBy(button.dataset.sort));
}
await new Live({ onOpen: () => sites.load() })
  .on("places", (balance) => sites.hear(balance))
  .on("patrol", () => readZones().catch(tell))
  .start();
await readZones(true).catch(tell);
document.documentElement.dataset.ready = role;

async function readZones(first = false) {
  const document_ = await api("coverage");
  zones = document_.features.map((feature) => feature.properties);
  chart.labels.setZones(drawZones(layers.zones.group, document_));
  if (first && zones.length) fit(map, layers.zones.group.getBounds(), chart.sheet, 16);
  drawTable();
}

function drawTable() {
  const onTime = zones.filter((zone) => zone.urgency !== null && zone.urgency <= 1).length;
  const some = zones.length > 0;
  byId("on-time").textContent = some ? t("coverage.on_time", { n: onTime, total: zones.length }) : "";
  table.tBodies[0].replaceChildren(...(some ? zones.toSorted(compare).map(row) : [nothing()]));
}

function compare(a, b) {
  const [x, y] = [a[sorting.key] ?? Number.POSITIVE_INFINITY, b[sorting.key] ?? Number.POSITIVE_INFINITY];
  const order = typeof x === "string" ? x.localeCompare(y) : x === y ? a.name.localeCompare(b.name) : x - y;
  return sorting.down ? -order : order;
}

function sortBy(key) {
  sorting.down = sorting.key === key ? !sorting.down : key !== "name";
  sorting.key = key;
  for (const button of table.querySelectorAll("[data-sort]")) {
    const mine = button.dataset.sort === key;
    button.parentElement.setAttribute("aria-sort", mine ? (sorting.down ? "descending" : "ascending") : "none");
  }
  drawTable();
}

function row(zone) {
  const { key, colour } = classOf(zone.urgency);
  const swatch = h("span", { class: "swatch" });
  swatch.style.background = colour;
  const age = zone.days_since === null ? t("coverage.never") : ageOf(zone.days_since);
  return h(
    "tr",
    { onclick: () => show(zone) },
    h("th", { scope: "row" }, zone.name),
    h("td", { class: "number" }, age),
    h("td", { class: "number" }, t("coverage.days", { n: zone.revisit_interval_days })),
    h("td", { class: "state" }, swatch, t(`urgency.${key}`)),
  );
}

function nothing() {
  return h("tr", {}, h("td", { colspan: 4, class: "soft" }, t("coverage.none")));
}

/** Days, with a tenth while they are few: one day and one day and a half are not the same. */
function ageOf(days) {
  return t("coverage.days", { n: days < 3 ? Math.round(days * 10) / 10 : Math.floor(days) });
}

function show(zone) {
  layers.zones.group.eachLayer((collection) =>
    collection.eachLayer((layer) => {
      if (layer.feature.properties.id !== zone.id) return;
      map.fitBounds(layer.getBounds(), { maxZoom: 13, padding: [60, 60] });
      layer.openPopup(layer.getBounds().getCenter());
    }),
  );
}

function drawCapacity() {
  const counted = sites.all().filter(hasPlaces);
  const kinds = ["caes", "sas", "cao"].map((kind) => [kind, counted.filter((site) => site.kind === kind)]);
  byId("capacity").replaceChildren(
    tile(null, counted),
    ...kinds.filter(([, some]) => some.length).map(([kind, some]) => tile(kind, some)),
  );
}

function tile(kind, some) {
  const all = sumsOf(some);
  const title = kind ? [sign({ ...all, kind, places: [{}] }, 32), t(`kind.${kind}`)] : [t("column.available")];
  return h(
    "li",
    { class: kind ? "tile" : "tile all", "data-kind": kind ?? "all" },
    h("h3", {}, ...title, h("span", { class: "soft small" }, t("coverage.sites", { n: some.length }))),
    h(
      "p",
      { class: "amount" },
      h("strong", {}, number(all.available)),
      h("span", { class: "soft" }, t("places.left_of", { n: all.available, capacity: all.capacity })),
    ),
    bar(all),
    h("p", { class: "soft small" }, inWords(all)),
  );
}

function tell(error) {
  toast(error.message, { bad: true });
}
