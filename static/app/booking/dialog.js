/* Choose seats at a GUDA: the next free ones are chosen already, any other day is one step away. */

import { api } from "../api.js";
import { byId, h } from "../dom.js";
import { clock, given, t } from "../page.js";
import { dateOf, when } from "./when.js";

/** The dialog in the template. `ask({people, siteId, onChoose})`; `onChoose` gets {site_id, starts_at}. */
export class BookingDialog {
  constructor() {
    this._dialog = byId("booking-dialog");
    this._form = this._dialog.querySelector("form");
    this._error = this._dialog.querySelector("[role=alert]");
    this._site = byId("booking-site");
    this._day = byId("booking-day");
    this._site.replaceChildren(...given.gudas.map(({ id, name }) => new Option(name, id)));
    byId("booking-site-field").hidden = given.gudas.length < 2;
    this._form.addEventListener("submit", (event) => this._submit(event));
    this._site.addEventListener("change", () => this._next().catch((error) => this._tell(error)));
    this._day.addEventListener("change", () => this._read().catch((error) => this._tell(error)));
    this._dialog.querySelector("[data-cancel]").addEventListener("click", () => this._dialog.close());
  }

  async ask({ people, siteId, onChoose }) {
    Object.assign(this, { _people: people, _onChoose: onChoose });
    byId("booking-title").textContent = t("book.title", { people: t("follow.people", { n: people }) });
    if (given.gudas.some(({ id }) => id === siteId)) this._site.value = siteId;
    this._day.min = given.today;
    this._error.hidden = true;
    this._list([]);
    this._dialog.showModal();
    await this._next().catch((error) => this._tell(error));
  }

  /** Go to the day of the next seats for the group. */
  async _next() {
    const { seats } = await api(`sites/${this._site.value}/next-seats?people=${this._people}`);
    this._first = seats[0]?.starts_at ?? null;
    this._day.value = this._first ? dateOf(this._first) : given.today;
    await this._read();
  }

  async _read() {
    const day = this._day.value;
    if (!day) return;
    const { slots } = await api(`sites/${this._site.value}/slots?from=${day}&to=${day}`);
    if (day === this._day.value) this._list(slots.filter((slot) => slot.starts_at > new Date().toISOString()));
  }

  _list(slots) {
    const free = slots.filter((slot) => slot.free > 0);
    const chosen = free.find((slot) => Date.parse(slot.starts_at) === Date.parse(this._first)) ?? free[0];
    byId("booking-slots").replaceChildren(...slots.map((slot) => chip(slot, slot === chosen)));
    const why = slots.length === 0 ? t("book.none") : t("book.full");
    byId("booking-hint").textContent = chosen ? when(chosen.starts_at) : why;
    this._form.querySelector("[type=submit]").disabled = !chosen;
    for (const input of byId("booking-slots").querySelectorAll("input")) {
      input.addEventListener("change", () => {
        byId("booking-hint").textContent = when(input.value);
      });
    }
  }

  async _submit(event) {
    event.preventDefault();
    const button = this._form.querySelector("[type=submit]");
    const startsAt = this._form.querySelector("[name=slot]:checked").value;
    button.disabled = true;
    this._error.hidden = true;
    try {
      await this._onChoose({ site_id: this._site.value, starts_at: startsAt });
      this._dialog.close();
    } catch (error) {
      this._tell(error);
      await this._read().catch(() => {}); // the seats that are still free
    } finally {
      button.disabled = !this._form.querySelector("[name=slot]:checked");
    }
  }

  _tell(error) {
    this._error.textContent = error.message;
    this._error.hidden = false;
  }
}

function chip(slot, checked) {
  const input = h("input", {
    type: "radio",
    name: "slot",
    value: slot.starts_at,
    checked,
    disabled: slot.free === 0,
  });
  return h(
    "label",
    { class: "chip" },
    input,
    h("span", {}, `${clock(slot.starts_at)} · ${t("book.free", { n: slot.free })}`),
  );
}
