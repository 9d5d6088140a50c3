/* A day of the week taken to the planning desk: what was taken, what was not, and back again. */

import { api } from "../api.js";
import { h } from "../dom.js";
import { dayOf, t } from "../page.js";

const READ_ONLY = new Set(["name", "languages", "active"]);

/** Take a day into its setup and have it planned so; what came of it is told in `place`. */
export async function take(plan, date, place) {
  place.replaceChildren(h("p", { class: "soft" }, t("week.using")));
  let taken = null;
  try {
    taken = await api(`week-plans/${plan.id}/days/${date}/taking`, { method: "POST" });
    await api("patrol-plans", { method: "POST", body: taken.plan });
    place.replaceChildren(...said(taken, date, place));
    place.querySelector("a").focus();
  } catch (error) {
    place.replaceChildren(
      h("p", { class: "bad-words", role: "alert" }, error.message),
      taken ? back(taken, date, place) : "",
    );
  }
}

function said(taken, date, place) {
  return [
    h("p", { role: "status" }, t("week.taken", { day: dayOf(date), n: taken.plan.required_zone_ids.length })),
    h("ul", { class: "small week-left" }, ...taken.notes.map(({ words }) => h("li", {}, words))),
    h(
      "div",
      { class: "actions" },
      h("a", { class: "button primary", href: `/#&tab=plan&date=${date}` }, t("week.go")),
      back(taken, date, place),
    ),
  ];
}

function back(taken, date, place) {
  return h("button", { type: "button", class: "button", onclick: () => undo(taken, date, place) }, t("week.take_back"));
}

/** Give the day the setup that it had; the plan that was asked for stays among the day's plans. */
async function undo({ before, version }, date, place) {
  const body = { version, teams: before.teams.map(bare), demands: before.demands.map(bare) };
  try {
    await api(`day-setups/${date}`, { method: "PUT", body });
    place.replaceChildren(h("p", { role: "status" }, t("week.taken_back")));
  } catch (error) {
    place.append(h("p", { class: "bad-words", role: "alert" }, error.message));
  }
}

function bare(row) {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !READ_ONLY.has(name)));
}
