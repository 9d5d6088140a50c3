/* Two plans of a day side by side, the better figure marked by a sign and not by colour alone. */

import { api } from "../api.js";
import { byId, h } from "../dom.js";
import { clock, day, duration, kilometres, number, t } from "../page.js";
import { changeList, differences } from "./changes.js";
import { totalsOf } from "./totals.js";

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

/** The dialog that compares the plan on screen with another; `onTake(id)`, `onMap(best)`. */
export class Comparison {
  constructor({ onTake, onMap }) {
    this._dialog = byId("compare-dialog");
    this._with = byId("compare-with");
    this._with.addEventListener("change", () => this._read().catch((error) => this._fail(error)));
    this._dialog.querySelector("[data-cancel]").addEventListener("click", () => this._dialog.close());
    byId("compare-take").addEventListener("click", () => this._close(() => onTake(this._other.id)));
    byId("compare-map").addEventListener("click", () => this._close(() => onMap(this._other.best)));
  }

  /** Open it; the plan that this one is based on comes first. */
  async open(plan) {
    Object.assign(this, { _plan: plan, _other: null });
    this._show(h("span"));
    this._dialog.showModal();
    try {
      const plans = await api(`patrol-plans?service_date=${plan.service_date}`);
      const others = plans.filter(
        ({ id, state }) => id !== plan.id && !["queued", "running", "failed"].includes(state),
      );
      this._with.replaceChildren(...others.map((other) => option(other, plan)));
      byId("compare-none").hidden = others.length > 0;
      this._with.parentElement.hidden = others.length === 0;
      for (const id of ["compare-take", "compare-map"]) byId(id).hidden = others.length === 0;
      if (others.length) await this._read();
    } catch (error) {
      this._fail(error);
    }
  }

  async _read() {
    const other = await api(`patrol-plans/${this._with.value}`);
    if (!other.best) return this._show(h("p", { class: "hint" }, t("plan.compare.empty")));
    this._show(
      table(this._plan.best, other.best),
      changeList(differences(other.best, this._plan.best), { open: true }),
    );
    this._ready(other);
  }

  _show(...children) {
    this._ready(null);
    byId("compare-body").replaceChildren(...children);
  }

  _ready(other) {
    this._other = other;
    for (const id of ["compare-take", "compare-map"]) byId(id).disabled = other === null;
  }

  _close(run) {
    this._dialog.close();
    run();
  }

  _fail(error) {
    this._show(h("p", { class: "notice bad", role: "alert" }, error.message));
  }
}

function option({ id, created_at, published_at }, plan) {
  const notes = [
    `${day(created_at)}, ${clock(created_at)}`,
    id === plan.based_on ? t("plan.compare.before") : null,
    published_at ? t("plan.compare.published") : null,
  ];
  return h("option", { value: id, selected: id === plan.based_on }, notes.filter(Boolean).join(" · "));
}

function table(mine, other) {
  const [here, there] = [totalsOf(mine), totalsOf(other)];
  const told = FIGURES.filter(([name]) => Number.isFinite(here[name]) && Number.isFinite(there[name]));
  return h(
    "table",
    { class: "compared" },
    h("thead", {}, h("tr", {}, h("td"), head(t("plan.compare.this")), head(t("plan.compare.other")))),
    h("tbody", {}, ...told.map((figure) => line(figure, here, there))),
  );
}

function line([name, direction, format], here, there) {
  const better = Math.sign(here[name] - there[name]) * direction;
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, t(`plan.total.${name}`)),
    cell(format(here[name]), better > 0),
    cell(format(there[name]), better < 0),
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
