/* What differs between two plans: which stop goes to another team or place, or at another time. */

import { h } from "../dom.js";
import { clock, t } from "../page.js";

/**
 * The differences, as the API tells them ({name, from, to}; null for "not visited"), as a list that folds:
 * first who changes hands, then what only comes at another time or place of the same round.
 */
export function changeList(changes, { open = false } = {}) {
  if (changes.length === 0) return h("p", { class: "soft" }, t("plan.changes.none"));
  const handed = changes.filter(changesHands);
  const shifted = changes.filter((one) => !changesHands(one));
  return h(
    "details",
    { class: "fold changes", open },
    h("summary", {}, t("plan.changes"), h("span", { class: "count" }, count(handed, shifted))),
    h("p", { class: "soft small", hidden: handed.length > 0 }, t("plan.changes.no_team")),
    h("ul", {}, ...handed.map(item)),
    shifted.length ? h("h4", {}, t("plan.changes.shifted")) : null,
    h("ul", {}, ...shifted.map(item)),
  );
}

function changesHands({ from, to }) {
  return from?.team_id !== to?.team_id;
}

function count(handed, shifted) {
  return shifted.length
    ? t("plan.changes.count", { handed: handed.length, shifted: shifted.length })
    : String(handed.length);
}

function item({ name, from, to }) {
  return h("li", {}, h("strong", {}, name), h("span", {}, `${place(from)} → ${place(to)}`));
}

function place(at) {
  return at ? `${at.team}, ${clock(at.arrives_at)}` : t("plan.not_visited");
}
