/* What would it take? Asked of the planner, which solves it with the demand forced, and answered in words. */

import { api } from "../api.js";
import { t } from "../page.js";

const ASK_EVERY = 200; // ms
const TOLD = 6; // names; more are a number
const OVER = new Set(["done", "failed", "cancelled"]);

/** The answer to {kind, stop_id, team_id?, position?} about a plan. Throws in words. */
export async function ask(plan, question, { signal } = {}) {
  const { id } = await api(`patrol-plans/${plan.id}/questions`, { method: "POST", body: question, signal });
  for (;;) {
    const found = await api(`plan-questions/${id}`, { signal });
    if (found.state === "done") return found.answer;
    if (OVER.has(found.state)) throw new Error(found.problem?.detail ?? t("plan.question.failed"));
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY));
  }
}

/** An answer as sentences: the planner's own, then who is dropped and moved for it. */
export function inWords({ possible, words, dropped, moved }) {
  const said = possible ? [words] : [t("plan.question.impossible"), words];
  if (dropped.length) said.push(t("plan.question.dropped", { names: few(dropped) }));
  if (moved.length) said.push(t("plan.question.moved", { names: few(moved) }));
  return said;
}

function few(names) {
  const more = names.length - TOLD;
  return more > 1 ? `${names.slice(0, TOLD).join(", ")} … (+${more})` : names.join(", ");
}

/** Whether the plan would be another one: what it has already needs no doing. */
export function makesADifference({ possible, cost, dropped, moved }) {
  return possible && (dropped.length > 0 || moved.length > 0 || Object.values(cost).some(Boolean));
}
