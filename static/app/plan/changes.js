/* What differs between two plans: which stop goes to another team or place, or at another time. */

import { h } from "../dom.js";
import { clock, t } from "../page.js";

const NOTICED = 5 * 60_000; // ms; a shift of the clock below this is no change to anyone

/** Differences as the API tells them: [{stop_id, name, from, to}], null for "not visited". */
export function differences(before, after) {
  const [was, is] = [places(before), places(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((id) => ({ stop_id: id, from: was.get(id) ?? null, to: is.get(id) ?? null }))
    .filter(({ from, to }) => differ(from, to))
    .map((one) => ({ ...one, name: (one.to ?? one.from).name }));
}

function places(best) {
  return new Map(
    best.patrols.flatMap(({ team_id, team, stops }) =>
      stops.map(({ id, name, arrives_at }, position) => [id, { team_id, team, position, arrives_at, name }]),
    ),
  );
}

function differ(from, to) {
  if (!from || !to) return from !== to;
  const later = Math.abs(Date.parse(from.arrives_at) - Date.parse(to.arrives_at));
  return from.team_id !== to.team_id || from.position !== to.position || later > NOTICED;
}

/** The differences as a list that folds. */
export function changeList(changes, { open = false } = {}) {
  if (changes.length === 0) return h("p", { class: "soft" }, t("plan.changes.none"));
  return h(
    "details",
    { class: "fold changes", open },
    h("summary", {}, t("plan.changes"), h("span", { class: "count" }, String(changes.length))),
    h("ul", {}, ...changes.map(item)),
  );
}

function item({ name, from, to }) {
  return h("li", {}, h("strong", {}, name), h("span", {}, `${place(from)} → ${place(to)}`));
}

function place(at) {
  return at ? `${at.team}, ${clock(at.arrives_at)}` : t("plan.not_visited");
}
