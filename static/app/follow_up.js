/* The follow-up of orientations: counts for all, each of them for who acts on it, live. */

import { api } from "./api.js";
import { book, cancel, move, step } from "./booking/acts.js";
import { BookingDialog } from "./booking/dialog.js";
import { byId, h } from "./dom.js";
import { drawFunnel, drawStates } from "./follow_up/funnel.js";
import { InterviewDialog } from "./follow_up/interview.js";
import { backFrom, drawRow } from "./follow_up/row.js";
import { Live } from "./live.js";
import { daysAfter, given, role, t } from "./page.js";
import { soon } from "./soon.js";
import { toast } from "./toast.js";

const each = given.seesEach;
const dialog = each ? new BookingDialog() : null;
const interview = each ? new InterviewDialog() : null;
const acts = { onBook, onMove, onCancel, onPlan, onStep };
const chosen = { need: null };
let asked = 0;
const reread = soon(() => read().catch(tell));

option(
  "filter-kind",
  given.kinds.map((kind) => [kind, t(`kind.${kind}`)]),
);
if (each) {
  option(
    "filter-state",
    given.states.map((state) => [state, t(`state.${state}`)]),
  );
  option("filter-team", given.teams);
  byId("more").addEventListener("click", () => more().catch(tell));
}
byId("filters").addEventListener("change", () => read().catch(tell));
byId("filters").addEventListener("submit", (event) => event.preventDefault());
await read().catch(tell);
new Live({ onOpen: () => read().catch(tell) }).on("referral", reread).on("appointment", reread).start();
document.documentElement.dataset.ready = role;

function option(id, options) {
  byId(id).append(...options.map(([value, text]) => new Option(text, value)));
}

/** The filters as a query; `all` adds those that only the list knows. */
function query(all, before = null) {
  const days = byId("filter-period").value;
  const wanted = {
    kind: byId("filter-kind").value,
    from: days && daysAfter(given.today, 1 - Number(days)),
    team_id: each ? byId("filter-team").value : "",
    ...(all ? { state: byId("filter-state").value, need: chosen.need, before } : {}),
  };
  return new URLSearchParams(Object.entries(wanted).filter(([, value]) => value));
}

async function read() {
  const turn = ++asked;
  const [{ counts }, list] = await Promise.all([
    api(`referrals/counts?${query(false)}`),
    each ? api(`referrals?${query(true)}`) : null,
  ]);
  if (turn !== asked) return;
  drawFunnel(byId("funnel"), counts);
  if (!each) return drawStates(byId("states"), counts);
  drawNeeds(counts);
  drawList(list.referrals);
}

function drawNeeds(counts) {
  const needs = given.needs
    .map((need) => [need, counts.filter((one) => one.need === need).reduce((n, one) => n + one.referrals, 0)])
    .filter(([need, n]) => n > 0 || need === chosen.need);
  byId("needs").replaceChildren(...needs.map(([need, n]) => h("li", {}, needButton(need, n))));
  if (needs.length === 0) byId("needs").append(h("li", { class: "soft" }, t("follow.all_done")));
}

function needButton(need, n) {
  const press = () => {
    chosen.need = chosen.need === need ? null : need;
    read().catch(tell);
  };
  return h(
    "button",
    {
      type: "button",
      class: "button need",
      "aria-pressed": String(chosen.need === need),
      "data-need": need,
      onclick: press,
    },
    h("strong", {}, String(n)),
    h("span", {}, t(`need.${need}`)),
  );
}

function drawList(referrals) {
  const focused = document.activeElement?.closest("[data-referral]")?.dataset.referral;
  byId("referrals").replaceChildren(...referrals.map((one) => drawRow(one, acts)));
  if (referrals.length === 0) byId("referrals").append(h("li", { class: "notice" }, t("follow.nothing")));
  if (focused) byId("referrals").querySelector(`[data-referral="${focused}"] button`)?.focus();
  paged(referrals);
}

function paged(referrals) {
  byId("more").hidden = referrals.length < 50;
  byId("more").dataset.before = referrals.at(-1)?.id ?? "";
}

async function more() {
  const { referrals } = await api(`referrals?${query(true, byId("more").dataset.before)}`);
  byId("referrals").append(...referrals.map((one) => drawRow(one, acts)));
  paged(referrals);
}

function onBook(referral) {
  const come = referral.appointments.reduce((n, one) => n + (one.state === "honoured" ? one.honoured : 0), 0);
  const people = referral.people - come;
  dialog.ask({ people, siteId: referral.site_id, onChoose: (seats) => book(referral.id, seats) });
}

function onMove(_referral, appointment) {
  const { people, site_id: siteId } = appointment;
  dialog.ask({ people, siteId, onChoose: (seats) => move(appointment, seats) });
}

function onCancel(referral, appointment) {
  cancel(referral.id, appointment).catch(tell);
}

function onPlan(referral) {
  interview.ask((planned) => take(referral, { state: "interview_planned", ...planned }));
}

function onStep(referral, state) {
  take(referral, { state }).catch(tell);
}

function take(referral, wanted) {
  const said = t("follow.done", { state: t(`state.${wanted.state}`) });
  return step(referral, wanted, backFrom(referral, wanted.state), said);
}

function tell(error) {
  toast(error.message, { bad: true });
}
