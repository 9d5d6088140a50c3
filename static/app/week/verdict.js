/* Whether the week meets every zone, and how many team-hours are missing: what is read first. */

import { h } from "../dom.js";
import { dayOf, duration, t } from "../page.js";

const CLOSE = 60; // seconds: a bound this near is what is missing

/** The lines of the verdict, of a week as it stands. */
export function verdict({ state, best }) {
  const { totals, shortage } = best;
  const whole = totals.met === totals.zones;
  const over = state === "done";
  return [
    over ? null : h("p", { class: "soft small" }, t("week.so_far")),
    h("h2", { id: "week-headline", class: whole ? "good" : "bad" }, headline(totals)),
    ...(whole ? [] : missing(shortage, over)),
    h("p", { class: "soft" }, work(totals)),
    over && !whole ? h("p", { class: "soft" }, t(totals.proved ? "week.proved" : "week.not_proved")) : null,
  ].filter(Boolean);
}

function headline({ met, zones: total }) {
  if (total === 0) return t("week.no_zones");
  return met === total ? t("week.all_met") : t("week.met", { met, total });
}

function missing(shortage, over) {
  if (!shortage) return over ? [h("p", {}, t("week.missing_unknown"))] : [];
  const { at_least, enough, beyond, days, beside_this_week } = shortage;
  const title = t(beside_this_week ? "week.added" : "week.added_around");
  return [
    enough > 0 ? h("p", { class: "week-missing" }, hours(at_least, enough)) : null,
    days.length ? h("h3", {}, title) : null,
    days.length ? h("ul", { class: "week-added" }, ...days.map(added)) : null,
    beyond.length ? h("p", {}, t("week.beyond", { n: beyond.length })) : null,
  ];
}

function hours(at_least, enough) {
  if (enough - at_least < CLOSE) return t("week.missing_exact", { hours: duration(enough) });
  if (at_least < CLOSE) return t("week.missing_most", { enough: duration(enough) });
  return t("week.missing_between", { least: duration(at_least), enough: duration(enough) });
}

function added({ date, seconds, patrols }) {
  const zones = counted(patrols.flatMap(({ visits }) => visits.map(({ name }) => name)));
  return h("li", {}, t("week.added_day", { day: dayOf(date), hours: duration(seconds), zones }));
}

/** Each zone once, with how often it is visited. */
function counted(names) {
  const times = new Map();
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
  return [...times].map(([name, n]) => (n > 1 ? `${name} (${n}\u00a0×)` : name)).join(", ");
}

function work({ working, hours: all, driving }) {
  return t("week.work", { working: duration(working), hours: duration(all), driving: duration(driving) });
}
