/* The zones by days: when each is visited, on which evenings it has waited too long, and why. */

import { h } from "../dom.js";
import { clock, dayOf, t } from "../page.js";

/** Head and body of the table (`onShow(id)` goes to a zone on the map): what is not met stands first, then the most often visited. */
export function zoneTable({ days, zones }, onShow) {
  const met = visitsOf(days);
  const order = [...zones].sort((a, b) => a.met - b.met || shortest(a) - shortest(b) || b.weight - a.weight);
  return [h("thead", {}, head(days)), h("tbody", {}, ...order.flatMap((zone) => rows(zone, days, met, onShow)))];
}

function shortest({ days }) {
  return Math.min(...days.map(({ every }) => every));
}

/** By date and zone: its visits, with the team that makes each. */
function visitsOf(days) {
  const found = new Map();
  for (const { date, patrols } of days)
    for (const { team, visits } of patrols)
      for (const visit of visits) {
        const key = `${date} ${visit.place_id}`;
        found.set(key, [...(found.get(key) ?? []), { ...visit, team }]);
      }
  return found;
}

function head(days) {
  return h(
    "tr",
    {},
    h("th", { scope: "col" }, t("week.zone")),
    ...days.map(({ date }) =>
      h(
        "th",
        { scope: "col" },
        h("abbr", { title: dayOf(date) }, dayOf(date).slice(0, 3), ` ${Number(date.slice(8))}`),
      ),
    ),
  );
}

/** A zone's days, and under them why it misses what it wants. */
function rows(zone, days, met, onShow) {
  const line = h(
    "tr",
    { "data-zone": zone.name, class: zone.met ? "" : "unmet" },
    h(
      "th",
      { scope: "row" },
      h(
        "button",
        { type: "button", class: "name", title: t("week.map.show"), onclick: () => onShow(zone.zone_id) },
        zone.name,
      ),
      h("span", { class: "soft" }, told(zone)),
    ),
    ...zone.days.map((day, number) => cell(day, met.get(`${days[number].date} ${zone.zone_id}`) ?? [])),
  );
  return zone.met ? [line] : [line, h("tr", { class: "why" }, h("td", { colspan: 1 + days.length }, why(zone)))];
}

/** How often it wants a visit, and how it stands with that. */
function told(zone) {
  const apart = zone.met && zone.longest_gap ? t("week.gap", { n: zone.longest_gap }) : null;
  const late = zone.late_before > 0 ? t("week.late_before", { n: zone.late_before }) : null;
  const never = zone.last_visit === null ? t("week.never") : null;
  const hours = zone.in_hours ? t("week.in_hours") : null;
  return [wish(zone), hours, apart, inHours(zone), late, never].filter(Boolean).join(" · ");
}

/** Its interval as it is wanted, and in whole days, where that is another. */
function wish(zone) {
  const wanted = zone.interval_hours;
  const days = t("week.every", { n: shortest(zone) });
  return wanted > 24 && wanted % 24 ? t("week.every_hours", { hours: wanted, days }) : days;
}

/** Whether visits are further apart than the interval, by the clock: days are kept, not hours. */
function inHours({ met, interval_hours: wanted, longest_hours: longest }) {
  return met && wanted >= 24 && longest > wanted ? t("week.hours_apart", { hours: Math.round(longest) }) : null;
}

function why({ certain, reason }) {
  const state = t(certain ? "week.zone_certain" : "week.zone_unmet");
  return [h("strong", {}, state), reason ? ` · ${reason.words}` : ""];
}

function cell({ late, wanted, visits: made }, visits) {
  const words = visits.map(({ starts_at, team }) => t("week.visited", { time: clock(starts_at), team }));
  if (wanted > 1 && made < wanted) words.push(t("week.partly", { n: made, wanted }));
  if (late) words.push(t("week.late"));
  return h(
    "td",
    { class: `${visits.length ? "visit" : ""} ${late ? "late" : ""}`, title: words.join(", ") },
    h("span", { class: "sign", "aria-hidden": "true" }, `${visits.length ? "●" : ""}${late ? "!" : ""}`),
    ...visits.map(({ starts_at }) => h("span", { class: "time", "aria-hidden": "true" }, clock(starts_at))),
    h("span", { class: "visually-hidden" }, words.join(", ") || t("week.no_visit")),
  );
}
