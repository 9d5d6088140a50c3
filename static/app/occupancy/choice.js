/* What is shown: whose places, of which category, in which period. The address says it, too. */

import { api } from "../api.js";
import { byId, h } from "../dom.js";
import { daysAfter, given, role, t } from "../page.js";
import { hasPlaces } from "../sites/store.js";

const KINDS = ["caes", "sas", "cao"];

/** The form; `onChange()` when something else is chosen. */
export class Choice {
  constructor({ onChange }) {
    this._onChange = onChange;
    this._whose = byId("whose");
    this._read(new URLSearchParams(window.location.search));
    byId("choice").addEventListener("submit", (event) => event.preventDefault());
    byId("choice").addEventListener("change", () => this._changed());
  }

  /** Offer the territory's sites; a site manager has one and no choice. */
  async fill() {
    if (role === "site_manager") return;
    const { features } = await api("sites");
    const sites = features.map(({ properties }) => properties).filter(hasPlaces);
    const kinds = KINDS.filter((kind) => sites.some((site) => site.kind === kind));
    const group = (label, options) => h("optgroup", { label }, ...options);
    this._whose.replaceChildren(
      h("option", { value: "" }, t("occupancy.all")),
      group(
        t("occupancy.kinds"),
        kinds.map((kind) => h("option", { value: `kind=${kind}` }, t(`kind.${kind}.long`))),
      ),
      group(
        t("occupancy.sites"),
        sites.map((site) => h("option", { value: `site_id=${site.id}` }, site.name)),
      ),
    );
    this._whose.value = this._wanted;
    if (this._whose.selectedIndex < 0) this._whose.value = "";
  }

  /** Whose places, as the API takes it. */
  scope() {
    const scope = Object.fromEntries(new URLSearchParams(this._whose.value));
    return byId("category").value ? { ...scope, category: byId("category").value } : scope;
  }

  /** The whole choice, as the API's query takes it. */
  query() {
    const query = new URLSearchParams(this.scope());
    const own = byId("period").value === "own";
    query.set("from", own ? byId("first").value : daysAfter(given.today, 1 - Number(byId("period").value)));
    if (own) query.set("to", byId("last").value);
    return query;
  }

  /** The choice in words, for a file's name. */
  name() {
    const whose = role === "site_manager" ? [] : [this._whose.selectedOptions[0]?.textContent ?? ""];
    const category = byId("category").value ? [byId("category").selectedOptions[0].textContent] : [];
    return [...whose, ...category].join(" ");
  }

  /** Choose a site from elsewhere on the page. */
  take({ site }) {
    this._whose.value = `site_id=${site}`;
    this._whose.focus();
    this._changed();
  }

  _read(address) {
    this._wanted = ["site_id", "kind"].filter((key) => address.has(key)).map((key) => `${key}=${address.get(key)}`)[0];
    this._wanted ??= "";
    if (address.has("category")) byId("category").value = address.get("category");
    const own = address.has("from") && address.has("to");
    const nights = address.get("nights");
    if (own) byId("period").value = "own";
    else if (byId("period").querySelector(`[value="${CSS.escape(nights ?? "")}"]`)) byId("period").value = nights;
    byId("first").value = address.get("from") ?? daysAfter(given.today, -90);
    byId("last").value = address.get("to") ?? given.today;
    for (const id of ["first", "last"]) Object.assign(byId(id), { min: given.earliest, max: given.today });
    this._showDates();
  }

  _changed() {
    this._showDates();
    if (byId("period").value === "own" && !(byId("first").value && byId("last").value)) return;
    const address = new URLSearchParams(this.scope());
    if (byId("period").value === "own") {
      address.set("from", byId("first").value);
      address.set("to", byId("last").value);
    } else address.set("nights", byId("period").value);
    window.history.replaceState(null, "", `?${address}`);
    this._onChange();
  }

  _showDates() {
    for (const field of document.querySelectorAll(".field.own")) field.hidden = byId("period").value !== "own";
  }
}
