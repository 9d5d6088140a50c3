/* Say what the day asks of one place. */

import { byId, h } from "../dom.js";
import { number, t } from "../page.js";
import { needName } from "./sentence.js";

const PLAIN = { at: null, not_before: null, until: null, service_minutes: null, weight_factor: 1 };
const FACTORS = [0.5, 1, 2, 5]; // less than usual, usual, more, much more

/** A place that nothing is asked of yet, but that it must be visited. */
export function newDemand({ kind, id, name }) {
  const lists = { skills: [], only_team_ids: [], not_team_ids: [] };
  return {
    ...{ kind, place_id: id, name, active: true, presence: "required" },
    ...{ ...PLAIN, people: 0, teams: 1, visits: 1, apart_minutes: null },
    ...lists,
  };
}

/** The dialog in the template. */
export class DemandDialog {
  constructor() {
    this._dialog = byId("demand-dialog");
    this._form = this._dialog.querySelector("form");
    this._form.addEventListener("submit", (event) => this._submit(event));
    this._form.addEventListener("change", () => this._fit());
    this._dialog.querySelector("[data-cancel]").addEventListener("click", () => this._dialog.close());
  }

  /** Ask about `demand`; `onDone(demand)` has the answer. */
  ask(demand, { teams, onDone }) {
    Object.assign(this, { _demand: demand, _onDone: onDone });
    byId("demand-place").textContent = demand.name;
    const { presence, service_minutes, apart_minutes, ...rest } = demand;
    const when = demand.at ? "at" : demand.not_before || demand.until ? "window" : "any";
    const hours = apart_minutes === null ? 4 : apart_minutes / 60;
    const shown = { ...rest, presence, when, service_minutes: service_minutes ?? "", apart_hours: hours };
    for (const control of this._form.elements) {
      if (control.name in shown) control.value = shown[control.name] ?? "";
    }
    this._weigh(demand.weight_factor);
    byId("demand-skills").replaceChildren(...needs(teams, demand).map((skill) => needBox(skill, demand)));
    byId("demand-teams").replaceChildren(...teams.map((team) => ruleOf(team, demand)));
    this._fit();
    this._dialog.showModal();
  }

  /** What the visit is worth against its usual; a factor of somebody's own stays as it is. */
  _weigh(factor) {
    const known = [...new Set([...FACTORS, factor])].sort((a, b) => a - b);
    const words = (one) => (FACTORS.includes(one) ? t(`day.worth.${FACTORS.indexOf(one)}`) : `× ${number(one, 2)}`);
    const options = known.map((one) => h("option", { value: one, selected: one === factor }, words(one)));
    this._form.elements.weight_factor.replaceChildren(...options);
  }

  /** Only what can be said together is shown. */
  _fit() {
    const { presence, when, visits } = this._values();
    const going = presence !== "excluded";
    this._dialog.querySelector("[data-going]").hidden = !going;
    const once = Number(visits) === 1;
    this._show("at", going && when === "at");
    this._show("not_before", going && when === "window");
    this._show("until", going && when === "window");
    this._show("visits", going && when !== "at");
    this._show("apart_hours", going && when !== "at" && !once);
    this._form.elements.at.required = going && when === "at";
  }

  _show(name, shown) {
    const control = this._form.elements[name];
    control.closest(".field").hidden = !shown;
    control.disabled = !shown;
  }

  _values() {
    return Object.fromEntries([...this._form.elements].map(({ name, value }) => [name, value]));
  }

  _submit(event) {
    event.preventDefault();
    this._dialog.close();
    this._onDone({ ...this._demand, ...this._answer() });
  }

  _answer() {
    const { presence, when, at, not_before, until, ...rest } = this._values();
    const visits = when === "at" ? 1 : Number(rest.visits);
    const ruled = (rule) =>
      [...byId("demand-teams").querySelectorAll("select")]
        .filter(({ value }) => value === rule)
        .map(({ dataset }) => dataset.team);
    return {
      presence,
      at: when === "at" ? at : null,
      not_before: (when === "window" && not_before) || null,
      until: (when === "window" && until) || null,
      visits,
      apart_minutes: visits > 1 ? Math.round(Number(rest.apart_hours) * 60) : null,
      teams: Number(rest.teams),
      people: Number(rest.people),
      weight_factor: Number(rest.weight_factor),
      service_minutes: rest.service_minutes ? Number(rest.service_minutes) : null,
      skills: [...byId("demand-skills").querySelectorAll("input:checked")].map(({ value }) => value),
      only_team_ids: ruled("only"),
      not_team_ids: ruled("not"),
    };
  }
}

function needs(teams, demand) {
  const spoken = teams.flatMap((team) => team.languages.map((tag) => `language:${tag}`));
  const skilled = teams.flatMap(({ skills }) => skills);
  return [...new Set(["health", ...skilled, ...spoken, ...demand.skills])];
}

function needBox(skill, demand) {
  const box = h("input", { type: "checkbox", value: skill, checked: demand.skills.includes(skill) });
  return h("label", { class: "chip" }, box, h("span", {}, needName(skill)));
}

function ruleOf({ team_id, name }, { only_team_ids, not_team_ids }) {
  const rule = only_team_ids.includes(team_id) ? "only" : not_team_ids.includes(team_id) ? "not" : "may";
  const options = ["may", "only", "not"].map((word) =>
    h("option", { value: word, selected: word === rule }, t(`day.rule.${word}`)),
  );
  const select = h("select", { class: "select", "data-team": team_id }, options);
  return h("label", { class: "field" }, h("span", { class: "small" }, name), select);
}
