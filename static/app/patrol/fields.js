/* Fields for one thumb: a stepper that counts, and chips that are on or off. */

import { h } from "../dom.js";
import { t } from "../page.js";

/** A labelled counter. `range()` gives {min, max}; `onChange(value)` at each change. */
export class Stepper {
  constructor({ name, label, value = 0, range = () => ({ min: 0, max: 500 }), onChange = () => {} }) {
    Object.assign(this, { _range: range, _onChange: onChange });
    const id = `count-${name}`;
    this._input = h("input", { id, type: "number", inputmode: "numeric", min: 0, value });
    this._less = button("−", t("count.less", { label }), () => this._turn(-1));
    this._more = button("+", t("count.more", { label }), () => this._turn(1));
    this._input.addEventListener("change", () => this._turn(0));
    this.element = h(
      "div",
      { class: "stepper", "data-count": name },
      h("label", { for: id }, label),
      h("span", { class: "turns" }, this._less, this._input, this._more),
    );
    this.limit();
  }

  get value() {
    return Math.max(Math.trunc(Number(this._input.value)) || 0, 0);
  }

  set value(value) {
    this._input.value = value;
    this.limit();
  }

  /** Take the range in again, as other counts have changed. */
  limit() {
    const { min, max } = this._range();
    this._input.max = max;
    const kept = Math.min(Math.max(this.value, min), max);
    if (kept !== this.value) this._input.value = kept;
    this._less.disabled = kept <= min;
    this._more.disabled = kept >= max;
  }

  _turn(by) {
    this._input.value = this.value + by;
    this.limit();
    this._onChange(this.value);
  }
}

function button(sign, label, onclick) {
  return h("button", { type: "button", "aria-label": label, onclick }, sign);
}

/** The values of the chips that are on. */
export function chosen(form, name) {
  return [...form.querySelectorAll(`[name="${name}"]:checked`)].map((chip) => chip.value);
}

/** Switch exactly these chips on. */
export function choose(form, name, values) {
  for (const chip of form.querySelectorAll(`[name="${name}"]`)) {
    chip.checked = values.includes(chip.value);
  }
}
