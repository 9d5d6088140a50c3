/* The small controls of the day's panel: each tells its new value once it is one. */

import { h } from "../dom.js";
import { t } from "../page.js";

/** A control under its name. */
export function field(key, control) {
  return h("label", { class: "field" }, h("span", { class: "label small" }, t(key)), control);
}

/** A time of day. */
export function clock(value, onChange) {
  const heed = ({ target }) => target.value && onChange(target.value);
  return h("input", { class: "input", type: "time", value, required: true, onchange: heed });
}

/** A number; one that may be left empty is then null. */
export function count(value, { min, max, step = 1, empty = null }, onChange) {
  const heed = ({ target }) => {
    if (target.checkValidity()) onChange(target.value === "" ? null : Number(target.value));
  };
  const rules = { type: "number", inputmode: step < 1 ? "decimal" : "numeric", min, max, step };
  const optional = empty === null ? { required: true } : { placeholder: empty };
  return h("input", { class: "input", ...rules, ...optional, value: value ?? "", onchange: heed });
}

/** A choice among [value, words] pairs. */
export function choice(pairs, value, onChange) {
  const options = pairs.map(([one, words]) => h("option", { value: one, selected: one === value }, words));
  return h("select", { class: "select", onchange: ({ target }) => onChange(target.value) }, options);
}

/** A button that is no more than its words. */
export function quiet(words, label, onclick) {
  return h("button", { type: "button", class: "button quiet small", "aria-label": label, onclick }, words);
}
