/* Plan a bus: seats, pick-ups in their order, destinations, each with its time. */

import { api } from "../api.js";
import { byId, h } from "../dom.js";
import { daysAfter, given, t } from "../page.js";
import { instantOf } from "./instant.js";

const HOUSING = ["caes", "sas", "cao"];

/** The dialog in the template. What is planned opens as its own page. */
export class PlanDialog {
  constructor() {
    this._dialog = byId("bus-dialog");
    this._form = this._dialog.querySelector("form");
    this._error = this._form.querySelector("[role=alert]");
    this._pickups = [];
    this._destinations = [];
    this._form.addEventListener("submit", (event) => this._submit(event));
    this._form.addEventListener("input", () => this._renew());
    this._form.querySelector("[data-cancel]").addEventListener("click", () => this._dialog.close());
    byId("bus-more-pickups").addEventListener("click", () => this._pickup());
    byId("bus-more-destinations").addEventListener("click", () => this._destination());
  }

  async open() {
    const [sites, zones] = await Promise.all([api("sites"), api("zones")]);
    this._sites = named(sites).filter((site) => HOUSING.includes(site.kind));
    this._zones = named(zones);
    this._pickups = [];
    this._destinations = [];
    byId("bus-pickups").replaceChildren();
    byId("bus-destinations").replaceChildren();
    this._pickup();
    this._destination();
    this._renew();
    this._dialog.showModal();
  }

  _pickup() {
    const where = h(
      "select",
      { class: "select" },
      group("bus.sites", this._sites, "site"),
      group("bus.zones", this._zones, "zone"),
    );
    this._add(this._pickups, byId("bus-pickups"), "bus.pickup", where, "09:00");
  }

  _destination() {
    const where = h("select", { class: "select" }, group("bus.sites", this._sites, "site"));
    this._add(this._destinations, byId("bus-destinations"), "bus.destination", where, "15:00");
  }

  _add(stops, root, title, where, time) {
    const id = `${title.replace(".", "-")}-${stops.length}`;
    const at = h("input", { class: "input", type: "datetime-local", required: true, id: `${id}-when` });
    at.value = `${daysAfter(given.today, 1)}T${time}`;
    where.id = `${id}-where`;
    stops.push({ where, at });
    root.append(
      h(
        "fieldset",
        { class: "stop-fields" },
        h("legend", {}, t(title, { n: stops.length })),
        h("div", { class: "field" }, h("label", { for: where.id }, t("bus.where")), where),
        h("div", { class: "field" }, h("label", { for: at.id }, t("bus.when")), at),
      ),
    );
  }

  /** The same press sent twice plans one bus; another content is another key. */
  _renew() {
    this._key = crypto.randomUUID();
    this._error.hidden = true;
  }

  async _submit(event) {
    event.preventDefault();
    const button = this._form.querySelector("[type=submit]");
    button.disabled = true;
    try {
      const bus = await api("transfers", { method: "POST", body: this._asked() });
      window.location.assign(`/transfers/${bus.id}`);
    } catch (error) {
      this._error.textContent = error.message;
      this._error.hidden = false;
    } finally {
      button.disabled = false;
    }
  }

  _asked() {
    return {
      seats: Number(byId("bus-seats").value),
      pickups: this._pickups.map(({ where, at }) => {
        const [kind, id] = where.value.split(" ");
        return { [`${kind}_id`]: id, due_at: instantOf(at.value) };
      }),
      destinations: this._destinations.map(({ where, at }) => ({
        site_id: where.value.split(" ")[1],
        arrives_at: instantOf(at.value),
      })),
      idempotency_key: this._key,
    };
  }
}

function named(collection) {
  return collection.features
    .map((feature) => ({ ...feature.properties, id: feature.properties.id ?? feature.id }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

function group(label, some, kind) {
  const options = some.map((one) => new Option(one.name, `${kind} ${one.id}`));
  return h("optgroup", { label: t(label) }, options);
}
