/* The list of what the day asks, and the search that adds to it. */

import { api } from "../api.js";
import { byId, h } from "../dom.js";
import { t } from "../page.js";
import { toast } from "../toast.js";
import { DemandDialog, newDemand } from "./demand_dialog.js";
import { sentence } from "./sentence.js";

/** Shows and edits the demands of a `DaySetup`. */
export class Demands {
  constructor(setup) {
    this._setup = setup;
    this._dialog = new DemandDialog();
    this._places = new Map();
    this._search = byId("demand-search");
    this._search.addEventListener("change", () => this._add());
    this._search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    setup.addEventListener("open", () => this.show());
  }

  /** Which zones, camps and sites may be asked for, by name. */
  async load() {
    const found = await api("day-places");
    this._places = new Map(found.map((place) => [place.name, place]));
    const options = found.map(({ kind, name }) => h("option", { value: name }, t(`plan.kind.${kind}`)));
    byId("demand-places").replaceChildren(...options);
  }

  show() {
    const { demands } = this._setup.value;
    byId("demand-list").replaceChildren(...demands.map((demand) => this._row(demand)));
    byId("demand-count").textContent = demands.length ? String(demands.length) : "";
    byId("demand-none").hidden = demands.length > 0;
  }

  _row(demand) {
    const words = demand.active ? sentence(demand, (id) => this._teamName(id)) : t("day.gone");
    return h(
      "li",
      { "data-place": demand.place_id },
      h("span", {}, h("strong", { class: "block" }, demand.name), h("span", { class: "small soft" }, words)),
      button(t("day.change"), t("day.change_of", { place: demand.name }), () => this._change(demand)),
      button("×", t("day.remove_of", { place: demand.name }), () => this._remove(demand)),
    );
  }

  _teamName(id) {
    return this._setup.value.teams.find(({ team_id }) => team_id === id)?.name ?? "";
  }

  /** A place was chosen: what is asked of it already, or something new. */
  _add() {
    const place = this._places.get(this._search.value);
    if (!place) return;
    this._search.value = "";
    const known = this._setup.value.demands.find(({ place_id }) => place_id === place.id);
    this._change(known ?? newDemand(place));
  }

  _change(demand) {
    const onDone = (wanted) => this._edit((demands) => replaced(demands, demand, wanted));
    this._dialog.ask(demand, { teams: this._setup.value.teams, onDone });
  }

  _remove(demand) {
    const before = this._setup.value.demands;
    this._edit((demands) => demands.filter((one) => one !== demand));
    const run = () => this._edit((demands) => restored(demands, demand, before.indexOf(demand)));
    toast(t("day.removed", { place: demand.name }), { act: { label: t("day.undo"), run } });
    byId("demand-search").focus();
  }

  _edit(change) {
    this._setup.edit((value) => {
      value.demands = change(value.demands);
    });
    this.show();
  }
}

function replaced(demands, old, wanted) {
  return demands.includes(old) ? demands.map((one) => (one === old ? wanted : one)) : [...demands, wanted];
}

function restored(demands, demand, index) {
  return demands.some(({ place_id }) => place_id === demand.place_id) ? demands : demands.toSpliced(index, 0, demand);
}

function button(text, label, onclick) {
  return h("button", { type: "button", class: "button quiet small", "aria-label": label, onclick }, text);
}
