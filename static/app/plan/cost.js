/* What a change by hand costs, said at once: weight that is lost, stops given up, a wish that cannot be kept. */

import { h } from "../dom.js";
import { number, t } from "../page.js";
import { reason } from "./row.js";

const NOTICED = 0.05; // weight that is lost below this is not worth a word

/** The notice of a plan that was changed by hand, or null when nothing is lost; `onAnywhere(pin)` loosens a place. */
export function costNotice(plan, { onAnywhere }) {
  if (!plan.based_on) return null;
  const lines = [...unkept(plan), lost(plan)].filter(Boolean);
  if (lines.length === 0) return null;
  const pin = plan.pins?.findLast(({ position }) => position !== null);
  return h(
    "div",
    { class: "notice warn stack" },
    ...lines.map((words) => h("p", {}, words)),
    plan.change.some(({ code }) => code === "placed") && pin
      ? h("button", { type: "button", class: "button", onclick: () => onAnywhere(pin) }, t("plan.cost.anywhere"))
      : null,
  );
}

/** A stop that was put somewhere by hand and is not visited, with the rule in the way. */
function unkept(plan) {
  return plan.best.left_out
    .filter(({ pinned }) => pinned)
    .map((stop) => t("plan.cost.unkept", { stop: stop.name, why: reason(stop, plan) }));
}

function lost({ best, changes }) {
  const weight = -(best.weight_change ?? 0);
  if (weight < NOTICED) return null;
  const gone = changes.filter(({ to }) => to === null).map(({ name }) => name);
  const said = { weight: number(weight, 1), stops: gone.join(", ") };
  return gone.length ? t("plan.cost.stops", said) : t("plan.cost.weight", said);
}
