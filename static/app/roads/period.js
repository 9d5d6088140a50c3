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
  const from = t("roads.moment", { day: dayInShort(starts_at), time: clock(starts_at) });
  return until ? t("roads.later", { from, until }) : t("roads.later_for_good", { from });
}

/** An end's time of day, midnight being the end of its day; with the day unless it is `before`'s. */
function moment(instant, before = new Date()) {
  const time = clock(instant) === "00:00" ? "24:00" : clock(instant);
  const of = time === "24:00" ? new Date(new Date(instant) - 1) : instant; // the day that ends then
  if (dateOf(of) === dateOf(before)) return time;
  return t("roads.moment", { day: dayInShort(of), time });
}
