/* The week: asked for, followed while it is planned, and read day by day and zone by zone. */

import { api } from "./api.js";
import { byId, h } from "./dom.js";
import { Live } from "./live.js";
import { clock, day, dayOf, daysAfter, given, role, t } from "./page.js";
import { PlanJob } from "./plan/job.js";
import { dayCards } from "./week/days.js";
import { WeekMap } from "./week/map.js";
import { take } from "./week/taking.js";
import { verdict } from "./week/verdict.js";
import { zoneTable } from "./week/zones.js";

const { today } = given;
const starts = byId("week-starts");
const form = byId("week-form");
const chart = new WeekMap(byId("week-map-days"));
let job = null;
let shown = null;

starts.min = today;
starts.value = daysAfter(today, 1);
form.addEventListener("submit", ask);
form.addEventListener("change", count);
byId("week-cancel").addEventListener("click", () => job?.cancel());
new Live({ onOpen: async () => {} }).on("week", (message) => job?.hear(message)).start();
await Promise.all([chart.open(), open()]).catch(fail);
document.documentElement.dataset.ready = role;

/** The teams to choose from, and the week that was planned last. */
async function open() {
  const [{ features }, weeks] = await Promise.all([api("teams"), api("week-plans")]);
  byId("week-teams").replaceChildren(...features.map(({ properties }) => box(properties)));
  count();
  const ended = new Set(["cancelled", "failed"]);
  const last = weeks.find(({ state, starts_on }) => !ended.has(state) && daysAfter(starts_on, 6) >= today);
  if (last) await newJob().follow(last.id);
  else say(t("week.none"));
}

function box({ id, name }) {
  const input = h("input", { type: "checkbox", name: "team", value: id, checked: true });
  return h("label", { class: "check" }, input, h("span", {}, name));
}

function count() {
  const boxes = [...form.querySelectorAll("[name=team]")];
  byId("week-count").textContent = `${boxes.filter((one) => one.checked).length} / ${boxes.length}`;
}

async function ask(event) {
  event.preventDefault();
  byId("week-error").hidden = true;
  const boxes = [...form.querySelectorAll("[name=team]")];
  const chosen = boxes.filter((one) => one.checked).map((one) => one.value);
  if (chosen.length === 0) return fail(new Error(t("plan.choose_team")));
  const team_ids = chosen.length === boxes.length ? null : chosen;
  await job?.leave();
  show(null);
  busy(true, 0);
  say(t("week.queued"));
  await newJob().start({ starts_on: starts.value, team_ids });
}

function newJob() {
  job?.forget();
  job = new PlanJob({ path: "week-plans", onProgress: grow, onEnd: ended, onFailure: fail });
  return job;
}

function grow(plan) {
  busy(true, plan.progress);
  byId("week-cancel").textContent = t(plan.best ? "week.stop_as_good" : "week.stop");
  say(doing(plan));
  if (plan.best) show(plan);
}

function doing({ state, planning, progress, best }) {
  if (state === "queued") return t("week.queued");
  if (best) return t("week.better", { met: best.totals.met, total: best.totals.zones });
  if (planning) return t("week.planning", { day: dayOf(planning) });
  return t(progress < 0.1 ? "week.reading" : "week.choosing");
}

function ended(plan) {
  busy(false);
  if (plan.state === "failed") return fail(new Error(plan.problem?.detail ?? t("week.failed")));
  if (!plan.best) return say(t("week.cancelled"));
  starts.value = plan.starts_on >= today ? plan.starts_on : starts.value;
  show(plan);
  say(t("week.made", { date: day(plan.finished_at), time: clock(plan.finished_at) }));
}

/** Draw a week, unless it is on screen as it is. */
function show(plan) {
  for (const id of ["week-result", "week-details"]) byId(id).hidden = !plan;
  const before = shown;
  shown = plan ? JSON.stringify([plan.state, plan.best]) : null;
  if (!plan) chart.show(null);
  if (!plan || shown === before) return;
  chart.show(plan);
  byId("week-verdict").replaceChildren(...verdict(plan));
  byId("week-days").replaceChildren(...dayCards(plan, (date, place) => take(plan, date, place)));
  byId("week-zones").replaceChildren(...zoneTable(plan.best, (id) => chart.reveal(id)));
}

function busy(on, progress = 0) {
  byId("week-progress").hidden = !on;
  byId("week-bar").value = progress;
  byId("week-submit").disabled = on;
}

function say(text) {
  byId("week-status").textContent = text;
}

function fail(error) {
  busy(false);
  say("");
  byId("week-error").textContent = error.message;
  byId("week-error").hidden = false;
}
