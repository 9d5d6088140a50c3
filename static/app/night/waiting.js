/* What the network has swallowed: said at the top of the page, with one press to send it again. */

import { h } from "../dom.js";
import { clock, t } from "../page.js";

/** The notice of acts without an answer, into `root`. */
export function showWaiting(root, acts, { onAgain, onForget }) {
  root.hidden = acts.length === 0;
  root.replaceChildren(
    h("p", {}, h("strong", {}, t("acts.waiting", { n: acts.length }))),
    h("p", { class: "small" }, t("acts.once")),
    h("ul", {}, ...acts.map((act) => item(act, onAgain, onForget))),
  );
}

function item(act, onAgain, onForget) {
  return h(
    "li",
    {},
    h("span", {}, `${clock(act.at)} · ${act.words}`),
    h(
      "span",
      { class: "turns" },
      h("button", { type: "button", class: "button", onclick: () => onAgain(act) }, t("acts.again")),
      h("button", { type: "button", class: "button quiet", onclick: () => onForget(act) }, t("acts.forget")),
    ),
  );
}
