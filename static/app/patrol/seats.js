/* Seats at the GUDA: when the group could be seen next, to be booked with the report. */

import { api } from "../api.js";
import { when } from "../booking/when.js";
import { h } from "../dom.js";
import { daysAfter, given, t } from "../page.js";

const MOST = 8; // other times beside the next one
const AHEAD = 10; // days
let made = 0;

/** A choice of times for `people()`; without a network, or none, the coordination books later. */
export class Seats {
  constructor(people, { site_id: siteId = null, appointment_at: at = null } = {}) {
    this._people = people;
    this._wanted = at ? choiceOf(siteId, at) : null;
    const id = `seats-${++made}`;
    this._select = h("select", { class: "select", id, "data-referral": "seats" });
    this._hint = h("p", { class: "hint", role: "status" });
    this._shown = 0;
    this.element = h(
      "div",
      { class: "field", hidden: true },
      h("label", { for: id }, t("seats.title")),
      this._select,
      this._hint,
    );
    this._select.addEventListener("change", () => {
      this._wanted = this._select.value;
    });
    this._list([]);
  }

  /** Show it or not; ask again when the group has another size. */
  show(shown) {
    this.element.hidden = !shown;
    if (shown && this._shown !== this._people()) this.renew();
  }

  /** Ask the desks what is free now. */
  async renew() {
    this._shown = this._people();
    const people = this._shown;
    try {
      const offers = (await Promise.all(given.gudas.map(({ id }) => offered(id, people)))).flat();
      if (people === this._people()) this._list(offers, true);
    } catch {
      this._list([]); // no network: the report goes without an appointment
    }
  }

  value() {
    const [siteId, at] = this._select.value.split(" ");
    return at ? { site_id: siteId, appointment_at: at } : {};
  }

  _list(offers, asked = false) {
    const named = given.gudas.length > 1;
    const options = offers.map(({ siteId, at, next }) => {
      const time = next ? t("seats.first", { when: when(at) }) : when(at);
      const site = given.gudas.find(({ id }) => id === siteId);
      return new Option(named ? `${time} · ${site.name}` : time, choiceOf(siteId, at));
    });
    this._select.replaceChildren(...options, new Option(t("seats.none"), "none"));
    const values = [...this._select.options].map(({ value }) => value);
    if (values.includes(this._wanted)) this._select.value = this._wanted;
    this._hint.textContent = asked && offers.length === 0 ? t("seats.no_free") : "";
  }
}

async function offered(siteId, people) {
  const until = daysAfter(given.today, AHEAD);
  const [{ seats }, { slots }] = await Promise.all([
    api(`sites/${siteId}/next-seats?people=${people}`),
    api(`sites/${siteId}/slots?from=${given.today}&to=${until}`),
  ]);
  if (seats.length === 0) return [];
  const first = seats[0].starts_at;
  const others = slots.filter(({ free, starts_at: at }) => free >= people && Date.parse(at) > Date.parse(first));
  return [
    { siteId, at: first, next: true },
    ...others.slice(0, MOST).map(({ starts_at: at }) => ({ siteId, at, next: false })),
  ];
}

function choiceOf(siteId, at) {
  return `${siteId} ${new Date(at).toISOString()}`;
}
