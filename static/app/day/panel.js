/* The form half of the Plan tab: who is there, what the day asks, and where that comes from. */

import { byId, h } from "../dom.js";
import { dayOf, t } from "../page.js";
import { toast } from "../toast.js";
import { Demands } from "./demands.js";
import { DaySetup } from "./store.js";
import { teamRow } from "./teams.js";

/** The day's setup, editable. `open(date)` shows a day; `saved()` is done once all edits are kept. */
export class DayPanel {
  constructor() {
    this._setup = new DaySetup();
    this._demands = new Demands(this._setup);
    this._setup.addEventListener("open", () => this._show());
    this._setup.addEventListener("state", () => this._tell());
    byId("plan-teams").addEventListener("change", () => this._present());
    byId("plan-all").addEventListener("click", () => setTimeout(() => this._present()));
    this._act("day-copy", () => this._copy());
    this._act("day-usual", () => this._setup.copy({ from_weekday: this._weekday() }));
    this._act("day-make-usual", () => this._makeUsual());
    this._act("day-theirs", () => this._setup.takeTheirs());
    this._act("day-mine", () => this._setup.keepMine());
  }

  async open(date) {
    this._loaded ??= this._demands.load();
    this._opening = Promise.all([this._setup.open(date), this._loaded]);
    await this._opening;
  }

  /** Once the day is in sight and all that was said of it is kept. Throws Errors in words. */
  async saved() {
    await this._opening;
    await this._setup.saved();
  }

  _show() {
    const setup = this._setup.value;
    const { teams } = setup;
    byId("plan-teams").replaceChildren(
      ...teams.map((team) => teamRow(team, setup, (change) => this._edit(team, change))),
    );
    byId("plan-teams").dataset.day = this._setup.date;
    byId("plan-form").classList.toggle("past", this._setup.past);
    byId("day-past").hidden = !this._setup.past;
    byId("plan-submit").textContent = t(this._setup.past ? "plan.study" : "plan.plan");
    byId("plan-no-teams").hidden = teams.length > 0;
    byId("day-origin").textContent = this._origin();
    const weekday = t(`day.weekday.${this._weekday()}`);
    byId("day-usual").textContent = t("day.use_usual", { weekday });
    byId("day-make-usual").textContent = t("day.make_usual", { weekday });
    byId("plan-form").dispatchEvent(new Event("change"));
  }

  _edit(team, change) {
    this._setup.edit(() => change(team));
  }

  /** Who is there is what the boxes say. */
  _present() {
    const boxes = new Map(this._boxes().map((box) => [box.value, box.checked]));
    const teams = this._setup.value?.teams ?? [];
    if (teams.every((team) => boxes.get(team.team_id) === team.present)) return;
    this._setup.edit(() => {
      for (const team of teams) team.present = boxes.get(team.team_id);
    });
  }

  _boxes() {
    return [...byId("plan-teams").querySelectorAll("[name=team]")];
  }

  _origin() {
    const { copied_from, from_weekday } = this._setup.value;
    if (copied_from) return t("day.copied_from", { date: dayOf(copied_from) });
    if (from_weekday !== null) return t("day.as_usual", { weekday: t(`day.weekday.${from_weekday}`) });
    return "";
  }

  _weekday() {
    return (new Date(`${this._setup.date}T12:00:00Z`).getUTCDay() + 6) % 7;
  }

  async _copy() {
    const from_date = byId("day-copy-date").value;
    if (from_date) await this._setup.copy({ from_date });
  }

  async _makeUsual() {
    await this._setup.saved();
    await this._setup.makeUsual(this._weekday());
    toast(t("day.is_usual", { weekday: t(`day.weekday.${this._weekday()}`) }));
  }

  _tell() {
    const { state, words } = this._setup;
    byId("day-state").textContent = ["saving", "saved"].includes(state) ? t(`day.${state}`) : "";
    byId("day-conflict").hidden = state !== "conflict";
    byId("day-error").hidden = state !== "failed";
    byId("day-error").textContent = state === "failed" ? words : "";
    this._warn();
  }

  /** Vehicles that two teams would have at the same time. */
  _warn() {
    const shared = this._setup.past ? [] : (this._setup.value?.shared_vehicles ?? []);
    byId("day-vehicles").hidden = shared.length === 0;
    const words = shared.map(({ vehicle, teams }) => t("day.shared_vehicle", { vehicle, teams: teams.join(", ") }));
    byId("day-vehicles").replaceChildren(...words.map((one) => h("p", {}, one)));
  }

  /** What the server refuses is said where the setup's state is said. */
  _act(id, run) {
    byId(id).addEventListener("click", () =>
      run().catch((error) => {
        byId("day-error").hidden = this._setup.state === "conflict";
        byId("day-error").textContent = error.message;
      }),
    );
  }
}
