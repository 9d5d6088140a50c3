/* What differs between two plans: which stop goes to another team or place, or at another time. */

import { h } from "../dom.js";
import { clock, t } from "../page.js";

/** The differences, as the API tells them ({name, from, to}; null for "not visited"), as a list that folds. */
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
