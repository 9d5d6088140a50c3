/* The planning desk: ask for a day's plan, watch it grow, rearrange it by hand, compare, publish. */

import { api } from "../api.js";
import { asked } from "../day/asked.js";
import { DayPanel } from "../day/panel.js";
import { byId } from "../dom.js";
import { clock, day, dayOf, t, today } from "../page.js";
import { patrolsOf, planned } from "../patrols.js";
import { toast } from "../toast.js";
import { Desk } from "./desk.js";
import { PlanJob } from "./job.js";
import { teamList } from "./result.js";
import { planToTakeUp } from "./taking_up.js";

/** Plan a day. `onPatrols(patrols)` draws them; `onDate(date)` follows the chosen day. */
export class PlanPanel {
  constructor({ onPatrols, onDate, onPick, date, onMap }) {
    Object.assign(this, { _onPatrols: onPatrols, _onDate: onDate, _onPick: onPick });
    this._desk = new Desk(onMap, {
      onAsk: (request) => this._replan(request),
      onShow: (id) => this._goTo(id),
      onPatrols: (patrols) => onPatrols(patrols),
    });
    this._form = byId("plan-form");
    this._date = byId("plan-date");
    this._date.value = date;
    this._form.addEventListener("submit", (event) => this._plan(event));
    this._date.addEventListener("change", () => this._newDay());
    this._form.addEventListener("change", () => this._count());
    this._day = new DayPanel();
    byId("plan-cancel").addEventListener("click", () => this._job?.cancel());
    byId("plan-publish").addEventListener("click", () => this._confirm());
    byId("plan-all").addEventListener("click", () => this._chooseAll());
    this._dialog = byId("publish-dialog");
    this._dialog.querySelector("[data-cancel]").addEventListener("click", () => this._dialog.close());
    this._dialog.querySelector("form").addEventListener("submit", (event) => this._publish(event));
  }

  get date() {
    return this._date.value;
  }

  /** The id of the plan on screen that nobody has published; null when there is none. */
  get draft() {
    const { plan } = this._desk;
    return plan?.best && plan.state !== "published" ? plan.id : null;
  }

  /** Plan the day, as the button does. */
  plan() {
    byId("plan-submit").click();
  }

  /** A day that has passed can be studied, and nothing of it be published. */
  get _past() {
    return this.date < today;
  }

  /** Open the day. */
  async load() {
    const { features } = await api("teams");
    this._desk.setTeams(features.map(({ properties }) => properties));
    byId("plan-teams-fold").open = window.matchMedia("(width >= 800px)").matches;
    await this._openDay();
  }

  /** A plan message of the live stream. */
  hear(message) {
    this._job?.hear(message);
  }

  /** The routes have been drawn on the map. */
  drawn() {
    this._desk.drawn();
  }

  /** Published patrols have changed somewhere; a draft that is being looked at stays. */
  async patrolsChanged() {
    if (!this._desk.plan) await this.showDay();
  }

  /** The patrols that are published for the chosen day. */
  async showDay() {
    const date = this.date;
    const patrols = await patrolsOf(date);
    if (this._job?.busy || date !== this.date) return;
    this._desk.clear();
    this._offer(false);
    byId("plan-list").replaceChildren(...teamList(patrols, { published: true, onPick: this._onPick }));
    this._onPatrols(patrols);
    const empty = patrols.length === 0;
    this._say(
      empty
        ? t("plan.none", { date: dayOf(this.date) })
        : t("plan.published", { n: patrols.length, date: dayOf(this.date) }),
    );
  }

  _newDay() {
    if (!this.date) return;
    this._job?.forget();
    this._desk.clear();
    this._busy(false);
    byId("plan-error").hidden = true;
    this._onDate(this.date);
    this._openDay().catch((error) => this._fail(error));
  }

  /** What is published for the day, and over it the plan that somebody has left there. */
  async _openDay() {
    const date = this.date;
    const [found] = await Promise.all([planToTakeUp(date), this.showDay(), this._day.open(date)]);
    this._count();
    if (!found || this._job?.busy || date !== this.date) return;
    await this._newJob().follow(found.id);
    if (found.state === "done" && this._desk.plan?.id === found.id) this._sayWhenMade(found);
  }

  /** A job whose news this panel shows until the next; what comes of it is in sight. */
  _newJob() {
    byId("plan-teams-fold").open = false;
    this._job?.forget();
    this._job = new PlanJob({
      onProgress: (plan) => this._grow(plan),
      onEnd: (plan) => this._ended(plan),
      onFailure: (error) => this._broken(error),
    });
    return this._job;
  }

  _chooseAll() {
    const boxes = [...this._form.querySelectorAll("[name=team]")];
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
    this._count();
  }

  /** How many teams go out, where it is read with the list folded. */
  _count() {
    const going = this._form.querySelectorAll("[name=team]:checked").length;
    const all = this._form.querySelectorAll("[name=team]").length;
    byId("plan-count").textContent = `${going} / ${all}`;
  }

  async _plan(event) {
    event.preventDefault();
    byId("plan-error").hidden = true;
    this._wait();
    const seed = byId("plan-seed").value;
    let request;
    try {
      await this._day.saved();
      request = { ...asked(), ...(seed === "" ? {} : { seed: Number(seed) }) };
    } catch (error) {
      this._fail(error);
      const { plan } = this._desk;
      return this._offer(Boolean(plan?.best?.patrols.length) && plan.state !== "published");
    }
    this._desk.begin(request);
    await this._start(request);
  }

  /** The plan on screen changed by hand: its search ends, and that of the next begins from it. */
  async _replan(request) {
    byId("plan-error").hidden = true;
    await this._leave();
    await this._start(request);
  }

  /** Something has been asked for and nothing is found yet. */
  _wait() {
    this._offer(false);
    this._busy(true, 0);
    this._nameStop(false);
  }

  async _start(request) {
    this._wait();
    await this._newJob().start(request);
  }

  /** Go to a plan that was made before: back, forward, or the one that compares better. */
  async _goTo(id) {
    byId("plan-error").hidden = true;
    await this._leave();
    await this._newJob().follow(id);
  }

  /** No search goes on behind the one that is on screen. */
  async _leave() {
    try {
      await this._job?.leave();
    } catch (error) {
      this._fail(error);
    }
  }

  _grow(plan) {
    this._busy(true, plan.progress);
    this._nameStop(plan.best);
    if (plan.best) this._show(plan);
  }

  _ended(plan) {
    this._busy(false);
    if (plan.state === "failed") return this._broken(new Error(plan.problem?.detail ?? t("plan.failed")));
    if (!plan.best) return this._say(t("plan.cancelled"));
    this._show(plan);
    const { length: n } = plan.best.patrols;
    this._offer(n > 0 && plan.state !== "published");
    const what = this._past ? "plan.studied" : "plan.ready";
    this._say(t(plan.state === "published" ? "plan.published" : what, { n, date: dayOf(this.date) }));
  }

  _show(plan) {
    byId("plan-list").replaceChildren();
    this._desk.show(plan);
    this._onPatrols(plan.best.patrols.map(planned));
  }

  /** Offer to publish; the one thing to do next is the one that stands out. */
  _offer(ready) {
    byId("plan-publish-row").hidden = !ready || this._past;
    byId("plan-submit").classList.toggle("primary", !ready);
  }

  _confirm() {
    byId("publish-day").textContent = dayOf(this.date);
    byId("publish-error").hidden = true;
    this._dialog.showModal();
  }

  async _publish(event) {
    event.preventDefault();
    const button = this._dialog.querySelector("[type=submit]");
    button.disabled = true;
    try {
      await api(`patrol-plans/${this._desk.plan.id}/publication`, { method: "POST" });
      this._dialog.close();
      this._job?.forget();
      toast(t("plan.now_published"));
      await this.showDay();
    } catch (error) {
      byId("publish-error").textContent = error.message;
      byId("publish-error").hidden = false;
    } finally {
      button.disabled = false;
    }
  }

  _sayWhenMade({ finished_at }) {
    const made = t("plan.made", { date: day(finished_at), time: clock(finished_at) });
    this._say(`${byId("plan-status").textContent} ${made}`);
  }

  /** Ending a search that has found something keeps it. */
  _nameStop(found) {
    byId("plan-cancel").textContent = t(found ? "plan.stop_as_good" : "plan.stop");
  }

  _busy(busy, progress = 0) {
    byId("plan-progress").hidden = !busy;
    byId("plan-bar").value = progress;
    byId("plan-submit").disabled = busy;
    if (busy) this._say(progress > 0 ? t("plan.running") : t("plan.queued"));
  }

  _say(text) {
    byId("plan-status").textContent = text;
  }

  /** A plan was not made: the one before it is on screen again, and can be published. */
  _broken(error) {
    this._fail(error);
    const before = this._desk.revert();
    if (before) this._offer(before.best.patrols.length > 0 && before.state !== "published");
    if (before) this._onPatrols(before.best.patrols.map(planned));
  }

  _fail(error) {
    this._busy(false);
    this._say("");
    byId("plan-error").textContent = error.message;
    byId("plan-error").hidden = false;
  }
}
