/* The census: "we are 43 tonight", category by category, with what differs said before it is sent. */

import { byId, h } from "../dom.js";
import { t } from "../page.js";
import { Stepper } from "../patrol/fields.js";

const MOST = 10_000;
const REASONS = {
  more: ["unrecorded_arrival", "miscount"],
  fewer: ["unrecorded_departure", "miscount"],
};

/** The census of a night. `send(category, counted, reason)` for each category, one by one. */
export class Census {
  constructor({ send, onDone }) {
    Object.assign(this, { _send: send, _onDone: onDone });
    this._dialog = byId("census-dialog");
    this._error = byId("census-error");
    this._dialog.querySelector("form").addEventListener("submit", (event) => this._submit(event));
    this._dialog.querySelector("[data-cancel]").addEventListener("click", () => this._dialog.close());
  }

  open(site) {
    this._error.hidden = true;
    this._rows = site.places.map((place) => new Row(place, () => this._sum()));
    byId("census-rows").replaceChildren(...this._rows.map((row) => row.element));
    this._sum();
    this._dialog.showModal();
  }

  /** Take the balances in again: what nobody has touched follows them. */
  renew(site) {
    if (!this._dialog.open) return;
    for (const row of this._rows) row.renew(site.places.find((place) => place.category === row.category));
    this._sum();
  }

  _sum() {
    const n = this._rows.reduce((sum, row) => sum + row.counted, 0);
    const differing = this._rows.filter((row) => row.difference !== 0).length;
    this._dialog.querySelector("[type=submit]").textContent = t("census.send", { n });
    byId("census-foresight").textContent = t("census.differing", { n: differing });
  }

  async _submit(event) {
    event.preventDefault();
    const button = this._dialog.querySelector("[type=submit]");
    button.disabled = true;
    this._error.hidden = true;
    const differences = this._rows.reduce((sum, row) => sum + row.difference, 0);
    const counted = this._rows.reduce((sum, row) => sum + row.counted, 0);
    try {
      for (const row of this._rows.filter((one) => !one.sent)) {
        await this._send(row.category, row.counted, row.reason);
        row.sent = true;
      }
      this._dialog.close();
      this._onDone(counted, differences);
    } catch (error) {
      this._error.textContent = error.message;
      this._error.hidden = false;
      this._error.scrollIntoView({ block: "center" });
    } finally {
      button.disabled = false;
    }
  }
}

/** One category: the count, prefilled with what is recorded, and the reason of a difference. */
class Row {
  constructor(place, onChange) {
    Object.assign(this, { category: place.category, _recorded: place.occupied, sent: false });
    this._stepper = new Stepper({
      name: `census-${place.category}`,
      label: t(`category.${place.category}`),
      value: place.occupied,
      range: () => ({ min: 0, max: MOST }),
      onChange: () => {
        this._changed();
        onChange();
      },
    });
    this._told = h("p", { class: "difference", role: "status" });
    this._why = h("select", { class: "select", "aria-label": t("census.reason") });
    this._whyRow = h("label", { class: "field" }, h("span", { class: "hint" }, t("census.reason")), this._why);
    this.element = h(
      "div",
      { class: "census-row", "data-category": place.category },
      this._stepper.element,
      this._told,
      this._whyRow,
    );
    this._changed();
  }

  get counted() {
    return this._stepper.value;
  }

  get difference() {
    return this.counted - this._recorded;
  }

  get reason() {
    return this.difference ? this._why.value : null;
  }

  renew(place) {
    if (this.difference === 0) this._stepper.value = place.occupied;
    this._recorded = place.occupied;
    this._changed();
  }

  _changed() {
    this.sent = false;
    const { difference } = this;
    const side = difference > 0 ? "more" : "fewer";
    this._whyRow.hidden = difference === 0;
    if (difference !== 0 && this._side !== side) {
      this._why.replaceChildren(...REASONS[side].map((reason) => new Option(t(`reason.${reason}`), reason)));
    }
    this._side = difference === 0 ? null : side;
    this._told.classList.toggle("differs", difference !== 0);
    this._told.textContent = difference
      ? t(`census.${side}`, { n: Math.abs(difference), recorded: this._recorded })
      : t("census.agrees", { recorded: this._recorded });
  }
}
