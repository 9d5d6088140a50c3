/* A team in the form, to be ticked when it goes out. */

import { h } from "../dom.js";

export function teamBox(team) {
  const shift = `${team.shift_starts.slice(0, 5)}–${team.shift_ends.slice(0, 5)}`;
  return h(
    "label",
    { class: "check" },
    h("input", { type: "checkbox", name: "team", value: team.id, checked: true }),
    h("span", {}, h("strong", {}, team.name), h("small", { class: "soft block" }, team.base)),
    h("span", { class: "small soft" }, shift),
  );
}
