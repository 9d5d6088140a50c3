/* From when until when: two fields, and the usual answers at one press. */

import { byId, h } from "../dom.js";
import { clock, dateOf, dayOf, daysAfter, given, t } from "../page.js";
import { instantOf } from "../transfers/instant.js";

const USUAL = ["12:00", "14:00", "18:00"];

/** The two fields of the form; `day()` is the date that is planned. */
export class When {
  constructor({ day }) {
    Object.assign(this, { _day: day, _from: byId("closure-from"), _until: byId("closure-until") });
  }

  /** Begin with a closure's period; with none, from now (or that day's first minute) for good. */
  show(closure) {
    byId("closure-day").textContent = dayOf(this._day());
    this._from.value = closure ? local(closure.starts_at) : this._start();
    this._until.value = closure?.ends_at ? local(closure.ends_at) : "";
    const now = this._start();
    const until = USUAL.map((time) => `${this._day()}T${time}`).filter((end) => end > now);
    byId("closure-quick").replaceChildren(
      ...until.map((end) => this._chip(t("roads.until", { time: end.slice(11) }), this._from.value, end)),
      this._chip(t("roads.all_day"), `${this._day()}T00:00`, `${daysAfter(this._day(), 1)}T00:00`),
      this._chip(t("roads.for_good"), this._from.value, ""),
    );
  }

  /** {starts_at, ends_at} as instants. Throws an Error in words when it is no period. */
  get period() {
    if (!this._from.value) throw new Error(t("roads.no_start"));
    const starts_at = instantOf(this._from.value);
    const ends_at = this._until.value ? instantOf(this._until.value) : null;
    if (ends_at && ends_at <= starts_at) throw new Error(t("roads.ends_early"));
    return { starts_at, ends_at };
  }

  _start() {
    const now = local(new Date());
    return this._day() > given.today ? `${this._day()}T00:00` : now;
  }

  _chip(words, from, until) {
    const press = () => {
      this._from.value = from;
      this._until.value = until;
    };
    return h("button", { type: "button", class: "button small", onclick: press }, words);
  }
}

/** An instant as a field of date and time wants it, on the territory's clocks. */
function local(instant) {
  return `${dateOf(instant)}T${clock(instant)}`;
}
