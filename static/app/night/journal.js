/* The site's journal: what was recorded, in words, newest first; fresh arrivals can be taken back. */

import { h } from "../dom.js";
import { clock, dateOf, dayInShort, number, t } from "../page.js";

const FRESH = 15 * 60_000; // ms in which the server lets an arrival be taken back

/** The journal's entries into `root`; `mine` are ids of arrivals that this page recorded. */
export function drawJournal(root, entries, { mine, onUndo }) {
  if (entries.length === 0) return root.replaceChildren(h("li", { class: "none" }, t("journal.none")));
  root.replaceChildren(...entries.map((entry) => item(entry, mine.has(entry.id) && isFresh(entry) ? onUndo : null)));
}

function isFresh(entry) {
  return entry.cause === "arrival" && Date.now() - new Date(entry.at) < FRESH;
}

function item(entry, onUndo) {
  return h(
    "li",
    { "data-entry": entry.id, "data-cause": entry.cause },
    h("time", { datetime: entry.at }, when(entry.at)),
    h(
      "div",
      {},
      h("strong", {}, t(`cause.${entry.cause}`)),
      h("span", {}, ` · ${t(`category.${entry.category}`)}`),
      entry.reason ? h("span", { class: "why" }, t(`reason.${entry.reason}`)) : null,
      h("small", { class: "soft" }, who(entry)),
    ),
    h("ul", { class: "changes" }, ...changes(entry).map((change) => h("li", {}, change))),
    onUndo ? h("button", { type: "button", class: "button", onclick: () => onUndo(entry) }, t("journal.undo")) : null,
  );
}

function when(instant) {
  return dateOf(instant) === dateOf(Date.now()) ? clock(instant) : `${dayInShort(instant)} ${clock(instant)}`;
}

function who(entry) {
  return entry.author ?? t("journal.by_itself");
}

function changes(entry) {
  const named = ["capacity", "out_of_service", "occupied", "held", "overflow"].filter((name) => entry[name] !== 0);
  if (named.length === 0) return [t("journal.nothing")];
  return named.map((name) => `${signed(entry[name])} ${t(`change.${name}`, { n: Math.abs(entry[name]) })}`);
}

function signed(change) {
  return `${change < 0 ? "−" : "+"}${number(Math.abs(change))}`;
}
