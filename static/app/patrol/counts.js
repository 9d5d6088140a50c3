/* How many: the group, and who is in it. The parts never exceed the whole. */

import { t } from "../page.js";
import { Stepper } from "./fields.js";

const PARTS = ["isolated_men", "isolated_women", "family_members", "unaccompanied_minors"];
const MOST = 500;

/** The counters of an encounter; `values()` are the fields of its report. */
export class Counts {
  constructor(root, acceptedRoot, { onChange }) {
    this._onChange = onChange;
    this._steppers = {};
    this._add(root, "head_count", () => ({ min: 1, max: MOST }), 1);
    for (const part of PARTS) this._add(root, part, () => ({ min: 0, max: MOST - this._othersOf(part) }));
    this._add(root, "reduced_mobility", () => ({ min: 0, max: this._value("head_count") }));
    this._add(acceptedRoot, "accepted", () => ({ min: 0, max: this._value("head_count") }));
  }

  values() {
    return Object.fromEntries(Object.entries(this._steppers).map(([name, stepper]) => [name, stepper.value]));
  }

  set(values) {
    for (const [name, stepper] of Object.entries(this._steppers)) {
      stepper.value = values[name] ?? (name === "head_count" ? 1 : 0);
    }
    this._limit();
  }

  _add(root, name, range, value = 0) {
    const stepper = new Stepper({
      name,
      label: t(`count.${name}`),
      value,
      range: () => (this._steppers.head_count ? range() : { min: value, max: MOST }),
      onChange: () => this._changed(name),
    });
    this._steppers[name] = stepper;
    root.append(stepper.element);
  }

  /** A part that grows takes the group with it; a group that shrinks takes its parts. */
  _changed(name) {
    const sum = this._sum();
    const head = this._steppers.head_count;
    if (PARTS.includes(name) && sum > head.value) head.value = sum;
    if (name === "head_count") this._shrink(sum - head.value);
    this._limit();
    this._onChange();
  }

  _shrink(excess) {
    let left = excess;
    for (const part of PARTS.toReversed()) {
      if (left <= 0) return;
      const taken = Math.min(this._value(part), left);
      this._steppers[part].value = this._value(part) - taken;
      left -= taken;
    }
  }

  _limit() {
    for (const stepper of Object.values(this._steppers)) stepper.limit();
  }

  _sum() {
    return PARTS.reduce((sum, part) => sum + this._value(part), 0);
  }

  _othersOf(part) {
    return this._sum() - this._value(part);
  }

  _value(name) {
    return this._steppers[name]?.value ?? 0;
  }
}
