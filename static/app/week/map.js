/* The week on the map: zones by how they stand, and one day's visits in the order of each team. */

import { api } from "../api.js";
import { fit, openChart } from "../chart/chart.js";
import { strokeOf } from "../chart/routes.js";
import { byId, h } from "../dom.js";
import { clock, dayOf, shortDay, t } from "../page.js";

const { map, layers } = window.geoops;

/** How a zone stands: apart in lightness and in line, so that hue need not be seen. */
const STANDING = {
  met: { colour: "#7fb89b", line: "#1f5c40", dash: null, opacity: 0.5 },
  late: { colour: "#e39a3c", line: "#7a4a08", dash: "8 5", opacity: 0.55 },
  never: { colour: "#7d2320", line: "#4c0f0d", dash: null, opacity: 0.65 },
  rest: { colour: "#8a949b", line: "#59646b", dash: "2 5", opacity: 0.15 },
};
const WEEK = "";

/** The map of a week, with its choice of a day; `place` holds the choice. */
export class WeekMap {
  constructor(place) {
    Object.assign(this, { _place: place, _plan: null, _date: WEEK, _shapes: new Map() });
  }

  async open() {
    this._zones = await api("zones");
    this._chart = await openChart();
    addLegend(byId("week-map-legend"));
    this._draw();
    this._fit();
  }

  /** Show a week, or none. */
  show(plan) {
    const dates = plan?.best.days.map(({ date }) => date) ?? [];
    if (!dates.includes(this._date)) this._date = WEEK;
    this._plan = plan;
    this._place.replaceChildren(...(plan ? this._choices(dates) : []));
    if (this._chart) this._draw();
  }

  /** Go to a zone, and tell how it stands. */
  reveal(id) {
    const shape = this._shapes.get(id);
    if (!shape) return;
    map.fitBounds(shape.getBounds(), { maxZoom: 13, padding: [60, 60], animate: false });
    shape.openPopup();
    map.getContainer().scrollIntoView({ block: "nearest" });
  }

  _choices(dates) {
    const words = (date) => (date ? dayOf(date) : t("week.map.all"));
    return [WEEK, ...dates].map((date) =>
      h(
        "label",
        { title: words(date) },
        h("input", {
          ...{ type: "radio", name: "week-map-day", value: date, checked: date === this._date },
          "aria-label": words(date),
          onchange: () => this._choose(date),
        }),
        h("span", {}, date ? `${dayOf(date).slice(0, 3)} ${Number(date.slice(8))}` : t("week.map.all")),
      ),
    );
  }

  _choose(date) {
    this._date = date;
    this._draw();
    this._fit();
  }

  /** The day's visits, or all zones. */
  _fit() {
    const day = layers.visits.group.getBounds();
    const all = layers.zones.group.getBounds();
    if (day.isValid()) map.fitBounds(day, { maxZoom: 12, padding: [32, 32], animate: false });
    else if (all.isValid()) fit(map, all, this._chart.sheet, 16);
  }

  /** Zones as they stand, then the day's visits. */
  _draw() {
    layers.zones.group.clearLayers();
    layers.visits.group.clearLayers();
    this._shapes.clear();
    L.geoJSON(this._zones, {
      style: ({ properties }) => styleOf(this._standing(properties.id)),
      onEachFeature: ({ properties }, shape) => {
        this._shapes.set(properties.id, shape);
        shape.bindPopup(() => this._told(properties), { maxWidth: 300 });
        shape.on("add", () =>
          reachable(shape, `${properties.name}, ${t(`week.map.${this._standing(properties.id)}`)}`),
        );
      },
    }).addTo(layers.zones.group);
    this._chart.labels.setZones(this._zones.features.map(named));
    for (const patrol of this._patrols()) this._drawPatrol(patrol);
  }

  _zone(id) {
    return this._plan?.best.zones.find(({ zone_id }) => zone_id === id);
  }

  _number() {
    return this._plan.best.days.findIndex(({ date }) => date === this._date);
  }

  /** Over the week, or on the evening of the day that is chosen. */
  _standing(id) {
    const zone = this._zone(id);
    if (!zone) return "rest";
    const day = this._date ? zone.days[this._number()] : null;
    if (day && !day.late) return day.visits ? "met" : "rest";
    if (zone.met) return "met";
    return zone.certain ? "never" : "late";
  }

  _patrols() {
    return this._date ? this._plan.best.days[this._number()].patrols : [];
  }

  /** Straight from visit to visit: an order, not a way. */
  _drawPatrol({ team, colour_index, visits }) {
    const { colour, dash } = strokeOf(colour_index);
    const stops = visits.map((visit) => ({ visit, at: this._zone(visit.place_id)?.position })).filter(({ at }) => at);
    const path = stops.map(({ at: [lon, lat] }) => [lat, lon]);
    L.polyline(path, { pane: "routes", color: colour, weight: 3, dashArray: dash ?? "1 7", interactive: false }).addTo(
      layers.visits.group,
    );
    for (const [index, { visit }] of stops.entries()) {
      const dot = h("span", { class: "stop-dot" }, String(index + 1));
      dot.style.background = colour;
      const icon = L.divIcon({ className: "stop-marker", html: dot, iconSize: [24, 24] });
      L.marker(path[index], { icon, pane: "stops", keyboard: false })
        .bindTooltip(() => h("span", {}, `${team} · ${clock(visit.starts_at)} ${visit.name}`), { direction: "top" })
        .addTo(layers.visits.group);
    }
  }

  /** A zone in words: how it stands, when it is visited and by whom, and what is in the way. */
  _told({ id, name }) {
    const zone = this._zone(id);
    const visits = (this._plan?.best.days ?? []).flatMap(({ date, patrols }) =>
      patrols.flatMap(({ team, visits: made }) =>
        made
          .filter(({ place_id }) => place_id === id)
          .map(({ starts_at }) => h("li", {}, `${shortDay(date)} ${clock(starts_at)} · ${team}`)),
      ),
    );
    return h(
      "div",
      { class: "zone-popup" },
      h("h2", {}, name),
      zone ? h("p", {}, h("strong", {}, t(`week.map.${zone.met ? "met" : zone.certain ? "never" : "late"}`))) : null,
      zone?.reason ? h("p", { class: "small" }, zone.reason.words) : null,
      visits.length ? h("ul", { class: "small" }, ...visits) : h("p", { class: "small soft" }, t("week.no_visit")),
    );
  }
}

function styleOf(standing) {
  const { colour, line, dash, opacity } = STANDING[standing];
  return { color: line, weight: 1.8, dashArray: dash, fillColor: colour, fillOpacity: opacity };
}

/** A shape that a keyboard reaches, too. */
function reachable(shape, words) {
  const element = shape.getElement();
  if (!element) return;
  for (const [name, value] of Object.entries({ "aria-label": words, role: "button", tabindex: "0" })) {
    element.setAttribute(name, value);
  }
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    shape.openPopup(shape.getBounds().getCenter());
  });
}

function named({ properties, geometry }) {
  const [lons, lats] = [0, 1].map((axis) => geometry.coordinates[0].map((position) => position[axis]));
  const middle = (values) => (Math.min(...values) + Math.max(...values)) / 2;
  return { name: properties.name, position: [middle(lons), middle(lats)] };
}

/** What the colours and lines mean; beside the map, so that it hides nothing of it. */
function addLegend(place) {
  place.replaceChildren(
    ...Object.keys(STANDING).map((key) => h("li", {}, swatch(STANDING[key]), t(`week.map.${key}`))),
    h("li", { class: "soft" }, t("week.map.order")),
  );
}

function swatch({ colour, line, dash }) {
  const mark = h("span", { class: "swatch" });
  mark.style.background = colour;
  mark.style.outline = `2px ${dash ? "dashed" : "solid"} ${line}`;
  return mark;
}
