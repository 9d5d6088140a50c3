/* Patrols that pass over a closed road: said where one plans, with the way to plan them again. */

import { api } from "../api.js";
import { byId, h } from "../dom.js";
import { given, t } from "../page.js";

const SOON = 400; // ms

/** Looks at the day on screen; `day()`, `draft()` (a plan's id or null), `onPlan()` plans it again. */
export class Passing {
  constructor({ day, draft, onPlan }) {
    Object.assign(this, { _day: day, _draft: draft, _onPlan: onPlan, _box: byId("roads-passing") });
  }

  /** Look, soon: plans come several a second while they are made. */
  look() {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._look().catch(() => this._show([])), SOON);
  }

  async _look() {
    const [day, draft] = [this._day(), this._draft()];
    const found = await api(`road-closures/passing?date=${day}${draft ? `&plan_id=${draft}` : ""}`);
    if (day === this._day() && draft === this._draft()) this._show(found, draft);
  }

  _show(found, draft) {
    const teams = [...new Map(found.map(({ team_id, team }) => [team_id, team])).values()];
    this._box.hidden = teams.length === 0;
    if (!teams.length) return this._box.replaceChildren();
    const words = t("roads.pass", { n: teams.length, teams: teams.join(", ") });
    this._box.replaceChildren(h("p", {}, words), h("div", { class: "actions" }, this._remedy(draft)));
  }

  /** A draft and a day to come are planned again; a day under way is replanned with its teams. */
  _remedy(draft) {
    if (!draft && this._day() === given.today) {
      return h("a", { class: "button", href: "/follow#replan" }, t("roads.replan"));
    }
    return h("button", { type: "button", class: "button", onclick: () => this._onPlan() }, t("roads.plan_again"));
  }
}
