/* The closures, by whether they are in force: what one can do with each. */

import { h } from "../dom.js";
import { t } from "../page.js";
import { periodOf, stateOf } from "./period.js";

const GROUPS = ["now", "later", "over"];

/** Fill `root`; `acts` are {show, change, lift, again}, each given the closure. */
export function closureList(root, closures, acts) {
  const groups = GROUPS.map((state) => [state, closures.filter((one) => stateOf(one) === state)]);
  root.replaceChildren(
    ...groups
      .filter(([, some]) => some.length)
      .flatMap(([state, some]) => [
        h("h2", { class: "closure-group" }, t(`roads.group.${state}`)),
        h("ul", { class: "closure-list" }, ...some.map((closure) => row(closure, state, acts))),
      ]),
  );
}

function row(closure, state, acts) {
  const foot = closure.profiles.includes("foot") ? ` · ${t("roads.on_foot")}` : "";
  return h(
    "li",
    { "data-closure": closure.id, class: state },
    h("strong", { class: "block" }, closure.name),
    h("span", { class: "small soft" }, periodOf(closure) + foot),
    h("div", { class: "closure-acts" }, ...buttons(closure, state, acts)),
  );
}

function buttons(closure, state, { show, change, lift, again }) {
  const button = (key, run) => {
    const label = t(`roads.${key}_of`, { name: closure.name });
    const press = { type: "button", class: "button small", "aria-label": label, onclick: () => run(closure) };
    return h("button", press, t(`roads.${key}`));
  };
  if (state === "over") return closure.lifted_at && !ended(closure) ? [button("again", again)] : [];
  return [button("show", show), button("change", change), button(state === "now" ? "end" : "call_off", lift)];
}

function ended({ ends_at }) {
  return ends_at && new Date(ends_at) <= new Date();
}
