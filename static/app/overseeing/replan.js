/* Replan the rest of a day: what has changed, the difference for each team, and sending it. */

import { api } from "../api.js";
import { byId, h } from "../dom.js";
import { clock, t, today } from "../page.js";
import { changes } from "../patrol/revision.js";

const AGAIN = 500; // ms between two looks at a replan of which nothing is heard
const PATIENCE = 30_000; // ms after which it is given up

/** The dialog; `teams()` are the teams as the page knows them. */
export class ReplanDialog {
  constructor({ day, teams }) {
    Object.assign(this, { _day: day, _teams: teams });
    this._dialog = byId("replan-dialog");
    this._dialog.querySelector("[data-cancel]").addEventListener("click", () => this._dialog.close());
    this._dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this._try(() => this._replan());
    });
    byId("replan-send").addEventListener("click", () => this._try(() => this._send()));
  }

  /** Show what can change. */
  async open() {
    const zones = (await api("zones")).features;
    const going = this._teams().filter((team) => team.status !== "done");
    const open = going.flatMap((team) =>
      team.stops.filter((stop) => !stop.visited_at && !stop.skipped).map((stop) => ({ ...stop, team: team.team })),
    );
    const planned = new Set(going.flatMap((team) => team.stops.map((stop) => stop.place_id)));
    byId("replan-teams").replaceChildren(
      ...going.flatMap((team) => [
        box("off", team.team_id, t("replan.off", { team: team.team })),
        box("release", team.team_id, t("replan.release", { team: team.team })),
      ]),
    );
    byId("replan-stops").replaceChildren(
      ...open.map((stop) => box("cancel", stop.id, t("replan.cancel", { stop: stop.name, team: stop.team }))),
    );
    await this._nameCallable();
    const first = byId("replan-zone").options[0];
    const free = zones.filter((zone) => !planned.has(zone.properties.id ?? zone.id));
    byId("replan-zone").replaceChildren(
      first,
      ...free.map((zone) => h("option", { value: zone.properties.id ?? zone.id }, zone.properties.name)),
    );
    this._show(null);
    this._dialog.showModal();
  }

  /** Who is here today without a patrol, and may be sent out for what has no team. */
  async _nameCallable() {
    const out = new Set(this._teams().map((team) => team.team_id));
    const setup = await api(`day-setups/${this._day}`);
    const idle = setup.teams.filter((team) => team.present && !out.has(team.team_id));
    this._idle = new Map(idle.map((team) => [team.team_id, team.name]));
    byId("replan-idle").hidden = idle.length === 0;
    byId("replan-called").replaceChildren(
      ...idle.map((team) =>
        this._isOver(team)
          ? h("p", { class: "soft" }, t("replan.over", hours(team)))
          : box("call", team.team_id, t("replan.call", hours(team))),
      ),
    );
  }

  /** Whether a team's shift of today has ended; one that goes on after midnight has not. */
  _isOver({ shift_starts, shift_ends }) {
    const now = clock(new Date().toISOString());
    return this._day === today && shift_starts < shift_ends && shift_ends.slice(0, 5) <= now;
  }

  async _replan() {
    byId("replan-result").textContent = t("replan.working");
    const zone = byId("replan-zone").value;
    const asked = await api("replans", {
      method: "POST",
      body: {
        service_date: this._day,
        teams_off: chosen("off"),
        released_team_ids: chosen("release"),
        cancelled_stop_ids: chosen("cancel"),
        added_zone_ids: zone ? [zone] : [],
        called_team_ids: chosen("call"),
      },
    });
    this._show(await this._ended(asked.id));
  }

  /** A plan message of the live stream: look at once when it is of the replan that is awaited. */
  hear({ id, state }) {
    if (!["done", "failed"].includes(state)) return;
    this._over = id;
    if (id === this._awaited) this._look?.();
  }

  /** A replan once it has ended. Throws when it failed. */
  async _ended(id) {
    this._awaited = id;
    const until = Date.now() + PATIENCE;
    while (Date.now() < until) {
      const plan = await api(`patrol-plans/${id}`);
      if (plan.state === "done") return plan;
      if (plan.state === "failed") throw new Error(plan.problem.detail);
      if (this._over === id) continue; // it ended while its state was on the way
      await new Promise((resolve) => {
        this._look = resolve;
        setTimeout(resolve, AGAIN);
      });
    }
    throw new Error(t("replan.failed"));
  }

  async _send() {
    await api(`patrol-plans/${this._plan.id}/proposals`, { method: "POST" });
    byId("replan-result").textContent = t("replan.sent");
    byId("replan-send").hidden = true;
    byId("replan-result").focus();
  }

  /** The difference of a replan, or the choices when there is none yet. */
  _show(plan) {
    this._plan = plan;
    const patrols = plan?.best.patrols.filter((one) => one.difference) ?? [];
    byId("replan-choices").hidden = plan !== null;
    byId("replan-go").hidden = plan !== null;
    byId("replan-send").hidden = patrols.length === 0;
    byId("replan-error").hidden = true;
    byId("replan-result").replaceChildren(...(plan ? this._difference(plan, patrols) : []));
    if (plan) byId("replan-result").focus();
  }

  _difference(plan, patrols) {
    const names = new Map(this._teams().map((team) => [team.team_id, team.team]));
    const left = plan.best.left_out.map((stop) => stop.name).join(", ");
    return [
      h("p", {}, t("replan.kept", { share: `${Math.round(plan.best.share_kept * 100)} %` })),
      patrols.length ? null : h("p", {}, t("replan.unchanged")),
      ...patrols.flatMap((one) =>
        one.patrol_id === null
          ? [h("h3", {}, t("replan.opened", { team: one.team })), opened(one)]
          : [h("h3", {}, names.get(one.team_id) ?? ""), ...changes(one.difference)],
      ),
      ...this._notCalled(patrols).map((team) => h("p", { class: "notice" }, t("replan.not_called", { team }))),
      left ? h("p", { class: "notice warn" }, t("replan.left", { stops: left })) : null,
    ].filter(Boolean);
  }

  /** Who might have been sent out and is not: nothing without a team fits into what is left of their shift. */
  _notCalled(patrols) {
    const going = new Set(patrols.map((one) => one.team_id));
    return chosen("call")
      .filter((team) => !going.has(team))
      .map((team) => this._idle.get(team));
  }

  async _try(act) {
    const buttons = this._dialog.querySelectorAll(".actions .button:not([data-cancel])");
    for (const button of buttons) button.disabled = true;
    try {
      await act();
    } catch (error) {
      byId("replan-result").replaceChildren();
      byId("replan-error").textContent = error.message;
      byId("replan-error").hidden = false;
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  }
}

function box(name, value, words) {
  return h("label", {}, h("input", { type: "checkbox", name, value }), words);
}

function hours({ name, shift_starts, shift_ends }) {
  return { team: name, from: shift_starts.slice(0, 5), until: shift_ends.slice(0, 5) };
}

/** The stops of a patrol that there was none of before, with their times. */
function opened({ stops }) {
  const lines = stops.map((stop) => h("li", { class: "added" }, `+ ${clock(stop.arrives_at)} ${stop.name}`));
  return h("ul", { class: "changes" }, ...lines);
}

function chosen(name) {
  return [...document.querySelectorAll(`#replan-dialog input[name=${name}]:checked`)].map((input) => input.value);
}
