/* The counts at the top: what was proposed, what is under way, what was honoured, what was missed. */

import { h } from "../dom.js";
import { number, t } from "../page.js";

const STAGES = {
  proposed: () => true,
  under_way: ({ state }) => ["booked", "interview_planned", "accompanied"].includes(state),
  honoured: ({ state }) => ["honoured", "partly_honoured", "interview_held", "application_lodged"].includes(state),
  missed: ({ state }) => state === "missed",
};

/** Draw the four tiles; a bar says which share of the proposed ones each is. */
export function drawFunnel(root, counts) {
  const all = sum(counts, "people");
  root.replaceChildren(
    ...Object.entries(STAGES).map(([stage, belongs]) => {
      const some = counts.filter(belongs);
      return tile(stage, sum(some, "referrals"), sum(some, "people"), all);
    }),
  );
}

function tile(stage, referrals, people, all) {
  const share = h("progress", { value: people, max: Math.max(all, 1), "aria-hidden": "true" });
  return h(
    "li",
    { class: stage === "proposed" ? "tile all" : "tile", "data-stage": stage },
    h("h3", {}, t(`funnel.${stage}`)),
    h(
      "p",
      { class: "amount" },
      h("strong", {}, number(people)),
      h("span", { class: "soft" }, t("funnel.people", { n: people })),
    ),
    share,
    h("p", { class: "soft small" }, t("funnel.referrals", { n: referrals })),
  );
}

/** The table of a reader who sees counts only. */
export function drawStates(table, counts) {
  const rows = new Map();
  for (const one of counts) {
    const key = `${one.kind} ${one.state}`;
    const known = rows.get(key) ?? { ...one, referrals: 0, people: 0 };
    known.referrals += one.referrals;
    known.people += one.people;
    rows.set(key, known);
  }
  table.tBodies[0].replaceChildren(
    ...[...rows.values()].map((row) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, t(`kind.${row.kind}`)),
        h("td", {}, t(`state.${row.state}`)),
        h("td", { class: "number" }, number(row.referrals)),
        h("td", { class: "number" }, number(row.people)),
      ),
    ),
  );
}

function sum(rows, name) {
  return rows.reduce((total, row) => total + row[name], 0);
}
