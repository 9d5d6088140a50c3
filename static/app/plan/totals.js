/* What a plan comes to, in figures and in one line. */

import { duration, kilometres, number, t } from "../page.js";

/** The totals of a plan's best; what the planner does not say is summed up here. */
export function totalsOf(best) {
  const lengths = best.patrols.map(({ starts_at, ends_at }) => (Date.parse(ends_at) - Date.parse(starts_at)) / 1000);
  const sum = (values) => values.reduce((all, one) => all + one, 0);
  return {
    weight: best.objective.weight,
    visited: sum(best.patrols.map(({ stops }) => stops.length)),
    distance: best.objective.distance,
    driving: best.objective.driving,
    working: sum(lengths),
    balance: lengths.length ? Math.min(...lengths) / Math.max(...lengths) : 1,
    ...best.totals,
    required_missed: best.objective.required_missed,
    left_out: best.left_out.length,
  };
}

/** The share of all weight that is covered, null where the planner does not tell it. */
export function covered(best) {
  const missed = best.left_out.map(({ weight }) => weight);
  if (missed.some((weight) => weight === undefined)) return null;
  const all = best.objective.weight + missed.reduce((sum, one) => sum + one, 0);
  return all ? best.objective.weight / all : 1;
}

/** Rounded down: 100 % is said only of all. */
function percent(share) {
  const tenths = Math.floor(share * 1000 + 1e-6) / 10;
  return `${number(tenths, tenths > 99 && tenths < 100 ? 1 : 0)} %`;
}

/** "42 of 60 stops · weight 96 % of all · 312 km · 18 h 40 on the road". */
export function inOneLine(best) {
  const totals = totalsOf(best);
  const share = covered(best);
  return [
    t("plan.sum.visited", { visited: totals.visited, all: totals.visited + totals.left_out }),
    share === null ? null : t("plan.sum.weight", { share: percent(share) }),
    kilometres(totals.distance),
    t("plan.sum.road", { time: duration(totals.driving) }),
    totals.required_missed ? t("plan.sum.required", { n: totals.required_missed }) : null,
  ]
    .filter(Boolean)
    .join(" · ");
}
