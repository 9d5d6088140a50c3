/* The list of zones: those that are visited, found by name, and the retired ones under a fold. */

import { byId, h } from "../dom.js";
import { t } from "../page.js";
import { NEW } from "./drafts.js";

/** Shows `zones` (records.js); `onChoose(id)` hears which one is wanted. */
export class ZoneList {
  constructor(zones, drafts, { onChoose }) {
    Object.assign(this, { _zones: zones, _drafts: drafts, _onChoose: onChoose });
    byId("zone-search").addEventListener("input", () => this.show());
    byId("zone-search").addEventListener("keydown", (event) => {
      if (event.key === "Enter") byId("zone-list").querySelector("button")?.click();
    });
    zones.addEventListener("change", () => this.show());
    drafts.addEventListener("change", () => this.show());
  }

  show() {
    const wanted = plain(byId("zone-search").value);
    const found = (zones) => zones.filter(({ name }) => plain(name).includes(wanted));
    const { visited, retired, date } = this._zones;
    const shown = found(visited);
    byId("zone-list").replaceChildren(...(wanted ? [] : this._drawn()), ...shown.map((zone) => this._row(zone)));
    byId("zones-retired").replaceChildren(...found(retired).map((zone) => this._row(zone)));
    byId("zones-retired-fold").hidden = retired.length === 0;
    byId("zones-retired-count").textContent = String(retired.length);
    byId("zones-empty").hidden = visited.length > 0 || date !== null || this._drafts.has(NEW);
    const none = wanted && shown.length === 0;
    byId("zones-count").textContent = none ? t("zones.none_found") : t("zones.count", { n: visited.length });
  }

  /** Put the keyboard back on the row of a zone. */
  focus(id) {
    document.querySelector(`[data-zone="${CSS.escape(id)}"]`)?.focus();
  }

  /** The zone that is being drawn, on top. */
  _drawn() {
    if (!this._drafts.has(NEW) || this._zones.date) return [];
    const { name } = this._drafts.get(NEW).said;
    return [this._entry(NEW, name || t("zones.new"), [t("zones.unsaved")])];
  }

  _row(zone) {
    const { id, name, active, revisit_interval_days: days } = zone;
    const said = active
      ? [days === 1 ? t("zones.every_day") : t("zones.every_days", { n: days })]
      : [t("zones.retired")];
    if (this._drafts.has(id)) said.unshift(t("zones.unsaved"));
    return this._entry(id, name, said);
  }

  _entry(id, name, said) {
    const choose = () => this._onChoose(id);
    const more = h("small", { class: "soft" }, said.join(" · "));
    const row = h(
      "button",
      { type: "button", "data-zone": id, onclick: choose },
      h("span", { class: "name" }, name),
      more,
    );
    return h("li", {}, row);
  }
}

/** Without accents and case, as one types when in a hurry. */
function plain(name) {
  return name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
