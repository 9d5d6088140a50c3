/* Which plan of a day is taken up when the day is opened: a reload, or another machine, loses none. */

import { api } from "../api.js";
import { dateOf, today } from "../page.js";

const UNDER_WAY = new Set(["queued", "running"]);

/**
 * The newest plan that is being made, or is a draft that nothing was published after. Of a day that is
 * over only a study, which was asked for since: a draft of then has nothing to tell any more.
 */
export async function planToTakeUp(date) {
  const all = await api(`patrol-plans?service_date=${date}`);
  const plans = date < today ? all.filter(({ created_at }) => dateOf(created_at) > date) : all;
  const published = Math.max(...plans.map(({ published_at }) => (published_at ? Date.parse(published_at) : 0)));
  const ended = ({ state, totals }) => state === "done" || (state === "cancelled" && totals); // stopped as good
  const isDraft = (plan) => ended(plan) && Date.parse(plan.finished_at) > published;
  return plans.find((plan) => UNDER_WAY.has(plan.state) || isDraft(plan)) ?? null;
}
