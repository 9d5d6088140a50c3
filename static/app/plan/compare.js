/* Any two plans of a day side by side, the better figure marked by a sign and not by colour alone. */

import { api } from "../api.js";
import { byId, h } from "../dom.js";
import { clock, day, duration, kilometres, number, t } from "../page.js";
import { changeList } from "./changes.js";

const MORE = 1;
const LESS = -1;
const FIGURES = [
  ["required_missed", LESS, number],
  ["weight", MORE, (value) => number(value, 1)],
  ["visited", MORE, number],
  ["overdue_visited", MORE, number],
  ["overdue_missed", LESS, number],
  ["distance", LESS, kilometres],
  ["driving", LESS, duration],
  ["working", LESS, duration],
  ["co2", LESS, (value) => `${number(value, 1)} kg`],
  ["balance", MORE, (value) => `${number(value * 100)} %`],
];

/** The dialog; `onTake(id)` goes to a plan, `onMap(ids)` shows both on the map. */
export class Comparison {
  constructor({ onTake, onMap }) {
    this._dialog = byId("compare-dialog");
    this._selects = [byId("compare-one"), byId("compare-with")];
    for (const select of this._selects) select.addEventListener("change", () => this._compare());
    this._dialog.querySelector("[data-cancel]").addEventListener("click", () => this._dialog.close());
    byId("compare-take").addEventListener("click", () => this._close(() => onTake(this._ids[1])));
    byId("compare-map").addEventListener("click", () => this._close(() => onMap(this._ids)));
  }

  /** Open it with the plan on screen beside the one that it is based on, or the newest other one. */
  async open(plan) {
    this._plan = plan;
    this._show([]);
    this._dialog.showModal();
    try {
      const all = await api(`patrol-plans?service_date=${plan.service_date}`);
      const plans = all.filter(({ id, totals }) => id === plan.id || totals);
      this._among(plans.length > 1);
      if (plans.length < 2) return;
      const before = plans.find(({ id }) => id === plan.based_on) ?? plans.find(({ id }) => id !== plan.id);
      this._choose(this._selects[0], plans, plan.id);
      this._choose(this._selects[1], plans, before.id);
      await this._compare();
    } catch (error) {
      this._fail(error);
    }
  }

  get _ids() {
    return this._selects.map(({ value }) => value);
  }

  /** Nothing to choose from where the day has one plan only. */
  _among(several) {
    byId("compare-none").hidden = several;
    for (const id of ["compare-plans", "compare-take", "compare-map"]) byId(id).hidden = !several;
  }

  _choose(select, plans, chosen) {
    select.replaceChildren(...plans.map((plan) => this._option(plan, chosen)));
  }

  _option({ id, created_at, published_at, change }, chosen) {
    const notes = [
      `${day(created_at)}, ${clock(created_at)}`,
      id === this._plan.id ? t("plan.compare.this") : null,
      published_at ? t("plan.compare.published") : null,
      change.map(({ words }) => words).join(", ") || null,
    ];
    return h("option", { value: id, selected: id === chosen }, notes.filter(Boolean).join(" · "));
  }

  async _compare() {
    const [one, other] = this._ids;
    if (one === other) return this._show([h("p", { class: "hint" }, t("plan.compare.same"))]);
    try {
      const { plans, changes } = await api(`patrol-plans/${one}/comparison?with=${other}`);
      if (one !== this._ids[0] || other !== this._ids[1]) return; // another pair was chosen meanwhile
      this._show([this._table(plans.map(({ totals }) => totals)), changeList(changes, { open: true })], other);
    } catch (error) {
      this._fail(error);
    }
  }

  /** What was found; `other` may then be taken, unless it is on screen. */
  _show(children, other = null) {
    byId("compare-body").replaceChildren(...children);
    byId("compare-map").disabled = other === null;
    byId("compare-take").disabled = other === null || other === this._plan.id;
  }

  _close(run) {
    this._dialog.close();
    run();
  }

  _fail(error) {
    this._show([h("p", { class: "notice bad", role: "alert" }, error.message)]);
  }

  _table([here, there]) {
    const told = FIGURES.filter(([name]) => Number.isFinite(here[name]) && Number.isFinite(there[name]));
    const heads = [t("plan.compare.one"), t("plan.compare.other")].map(head);
    return h(
      "table",
      { class: "compared" },
      h("thead", {}, h("tr", {}, h("td"), ...heads)),
      h("tbody", {}, ...told.map((figure) => line(figure, here, there))),
    );
  }
}

function line([name, direction, format], here, there) {
  const told = [format(here[name]), format(there[name])];
  const differs = told[0] !== told[1]; // by more than is shown
  const better = differs ? Math.sign(here[name] - there[name]) * direction : 0;
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, t(`plan.total.${name}`)),
    cell(told[0], better > 0),
    cell(told[1], better < 0),
  );
}

function head(words) {
  return h("th", { scope: "col", class: "number" }, words);
}

function cell(text, better) {
  const sign = better
    ? h("span", { class: "better" }, "✓", h("span", { class: "visually-hidden" }, t("plan.compare.better")))
    : null;
  return h("td", { class: better ? "number wins" : "number" }, sign, text);
}
