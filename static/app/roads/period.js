/* When a road is closed, in words. */

import { clock, dateOf, dayInShort, t } from "../page.js";

/** "now", "later" or "over", at an instant. */
export function stateOf({ starts_at, ends_at, lifted_at }, now = Date.now()) {
  if (lifted_at || (ends_at && new Date(ends_at) <= now)) return "over";
  return new Date(starts_at) <= now ? "now" : "later";
}

/** Whether it is in force at any time from `start` to `end` (instants). */
export function within({ starts_at, ends_at, lifted_at }, start, end) {
  if (lifted_at) return false;
  return new Date(starts_at) < new Date(end) && (!ends_at || new Date(ends_at) > new Date(start));
}

/** "closed until 14:00", as a reader of today would say it. */
export function periodOf(closure) {
  const { starts_at, ends_at, lifted_at } = closure;
  const state = stateOf(closure);
  if (state === "over") {
    return lifted_at ? t("roads.opened", { at: moment(lifted_at) }) : t("roads.ended", { at: moment(ends_at) });
  }
  const until = ends_at ? moment(ends_at, starts_at) : null;
  if (state === "now") return until ? t("roads.now", { until: moment(ends_at) }) : t("roads.now_for_good");
  const from = moment(starts_at);
  return until ? t("roads.later", { from, until }) : t("roads.later_for_good", { from });
}

/** A time of day; with its day unless that is today's, or that of the instant said before. */
function moment(instant, before = new Date()) {
  const known = [dateOf(before), before instanceof Date ? dateOf(new Date()) : null];
  if (known.includes(dateOf(instant))) return clock(instant);
  return t("roads.moment", { day: dayInShort(instant), time: clock(instant) });
}
