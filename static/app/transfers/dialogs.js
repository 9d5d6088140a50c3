/* What is asked before a bus changes: a group, leaving, arriving, cancelling, each in words first. */

import { api } from "../api.js";
import { byId, h } from "../dom.js";
import { t } from "../page.js";
import { Stepper } from "../patrol/fields.js";

/** A dialog of the template that sends one thing; the same press sent twice does it once. */
class BusDialog {
  constructor(id, path, onDone) {
    Object.assign(this, { _path: path, _onDone: onDone });
    this._dialog = byId(id);
    this._form = this._dialog.querySelector("form");
    this._said = this._form.querySelector("[data-said]");
    this._error = this._form.querySelector("[role=alert]");
    this._form.addEventListener("submit", (event) => this._submit(event));
    this._form.addEventListener("input", () => this._renew());
    this._form.querySelector("[data-cancel]").addEventListener("click", () => this._dialog.close());
  }

  _open(...said) {
    this._said?.replaceChildren(...said);
    this._renew();
    this._dialog.showModal();
  }

  _renew() {
    this._key = crypto.randomUUID();
    this._error.hidden = true;
  }

  async _submit(event) {
    event.preventDefault();
    const button = this._form.querySelector("[type=submit]");
    button.disabled = true;
    try {
      const done = await this._send();
      this._dialog.close();
      this._onDone(done);
    } catch (error) {
      this._error.textContent = error.message;
      this._error.hidden = false;
    } finally {
      button.disabled = false;
    }
  }

  _post(to, body) {
    return api(`${this._path}/${to}`, { method: "POST", body: { ...body, idempotency_key: this._key } });
  }
}

/** Add a group: the dialog knows what is left on the bus and at the destination. */
export class GroupDialog extends BusDialog {
  constructor(path, onDone) {
    super("group-dialog", path, onDone);
    byId("group-destination").addEventListener("change", () => this._categories());
    byId("group-category").addEventListener("change", () => this._limits());
  }

  ask(bus, pickup) {
    Object.assign(this, { _bus: bus, _pickup: pickup });
    this._form.reset();
    byId("group-destination").replaceChildren(...bus.destinations.map((to) => new Option(to.name, to.site_id)));
    this._categories();
    this._open();
  }

  /** What is left has changed elsewhere. */
  hear(bus) {
    this._bus = bus;
    if (this._dialog.open) this._limits();
  }

  get _left() {
    return this._bus.destinations.find((to) => to.site_id === byId("group-destination").value).left;
  }

  _categories() {
    const some = this._left.filter((one) => one.places > 0);
    byId("group-category").replaceChildren(
      ...some.map((one) => new Option(t(`category.${one.category}`), one.category)),
    );
    this._limits();
  }

  _limits() {
    const places = this._left.find((one) => one.category === byId("group-category").value)?.places ?? 0;
    const seats = this._bus.seats - this._bus.booked;
    byId("group-people").max = Math.min(seats, places);
    byId("group-left").textContent = t("bus.limits", { seats, places });
  }

  _send() {
    return this._post("groups", {
      pickup_id: this._pickup.id,
      site_id: byId("group-destination").value,
      category: byId("group-category").value,
      people: Number(byId("group-people").value),
    });
  }
}

/** Leave a pick-up: says what becomes of those who are not aboard before it does it. */
export class LeaveDialog extends BusDialog {
  constructor(path, onDone) {
    super("leave-dialog", path, onDone);
  }

  ask(bus, pickup) {
    this._pickup = pickup;
    const groups = bus.groups.filter((group) => group.pickup_id === pickup.id);
    const aboard = sum(groups, "aboard");
    const stay = sum(groups, "people") - aboard;
    this._open(
      h("p", {}, h("strong", {}, t("bus.leaves.aboard", { n: aboard }))),
      ...(stay ? [h("p", {}, t(pickup.site_id ? "bus.leaves.stay" : "bus.leaves.stay_zone", { n: stay }))] : []),
    );
  }

  _send() {
    return this._post("departure", { pickup_id: this._pickup.id });
  }
}

/** The bus is at a destination: each group is counted, at first as complete. */
export class ArriveDialog extends BusDialog {
  constructor(path, onDone) {
    super("arrive-dialog", path, onDone);
  }

  ask(bus, to) {
    this._to = to;
    const groups = bus.groups.filter((group) => group.site_id === to.site_id && group.aboard);
    this._steppers = groups.map((group) => [group.id, stepperOf(group, () => this._renew())]);
    this._open(
      h("p", {}, t("bus.arrives.expected", { n: sum(groups, "aboard") })),
      ...this._steppers.map(([, stepper]) => stepper.element),
    );
  }

  _send() {
    const counts = this._steppers.map(([group_id, stepper]) => ({ group_id, people: stepper.value }));
    return this._post("arrival", { site_id: this._to.site_id, counts });
  }
}

/** Cancel the bus: says which places are vacant again. */
export class CancelDialog extends BusDialog {
  constructor(path, onDone) {
    super("cancel-dialog", path, onDone);
  }

  ask(bus) {
    this._open(h("p", {}, h("strong", {}, t("bus.cancel.groups", { n: sum(bus.groups, "kept") }))));
  }

  _send() {
    return api(this._path, { method: "DELETE" });
  }
}

function stepperOf(group, onChange) {
  return new Stepper({
    name: `arrived-${group.id}`,
    label: t(`category.${group.category}`),
    value: group.aboard,
    range: () => ({ min: 0, max: group.aboard }),
    onChange,
  });
}

function sum(groups, field) {
  return groups.reduce((total, group) => total + group[field], 0);
}
