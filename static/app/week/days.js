/* The seven days: who goes out, how full the day is, and taking it to the planning desk. */

import { h } from "../dom.js";
import { clock, dayOf, duration, given, t } from "../page.js";

/** A card for each day; `onUse(date, place)` has it planned so, and tells of it there. */
export function dayCards(plan, onUse) {
  return plan.best.days.map((day) => card(plan, day, onUse));
}

function card(plan, day, onUse) {
  const visits = day.patrols.flatMap((patrol) => patrol.visits);
  return h(
    "li",
    { class: "week-day", "data-date": day.date },
    h("h3", {}, dayOf(day.date)),
    day.teams.length === 0 ? h("p", { class: "soft" }, t("week.nobody")) : fullness(day),
    day.teams.length === 0
      ? null
      : h(
          "details",
          { class: "fold" },
          h("summary", {}, `${t("week.visits", { n: visits.length })} · ${t("week.teams", { n: day.patrols.length })}`),
          h("ul", { class: "week-patrols" }, ...day.patrols.map(outing)),
        ),
    ...(usable(plan, day, visits) ? use(day, onUse) : []),
  );
}

function fullness({ working, hours, patrols }) {
  const words = t("week.used", { working: duration(working), hours: duration(hours) });
  const free = t("week.free", { hours: duration(Math.max(0, hours - working)) });
  return h(
    "div",
    { class: "week-load" },
    h("progress", { value: hours ? working / hours : 0, max: 1, "aria-label": words }),
    h("p", { class: "small" }, patrols.length ? `${words} · ${free}` : free),
  );
}

function outing({ team, starts_at, ends_at, visits }) {
  return h(
    "li",
    {},
    h("strong", {}, team),
    ` ${clock(starts_at)}–${clock(ends_at)}`,
    h(
      "ol",
      {},
      ...visits.map(({ name, kind, starts_at: at }) =>
        h("li", {}, `${clock(at)} ${kind === "camp" ? t("week.camp") : name}`),
      ),
    ),
  );
}

/** A day can be used while it can be planned, by who is there, if there is anything to visit. */
function usable({ state }, { date, teams }, visits) {
  return state === "done" && date >= given.today && teams.length > 0 && visits.length > 0;
}

function use({ date }, onUse) {
  const place = h("div", { class: "week-taken" });
  const button = h(
    "button",
    {
      type: "button",
      class: "button wide",
      "aria-label": t("week.use_day", { day: dayOf(date) }),
      onclick: () => onUse(date, place),
    },
    t("week.use"),
  );
  return [button, place];
}
