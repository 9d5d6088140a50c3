/* The teams that are out: planned against done, how late, who is overdue; and their day replanned. */

import { api } from "./api.js";
import { byId, h } from "./dom.js";
import { Live } from "./live.js";
import { ReplanDialog } from "./overseeing/replan.js";
import { clock, dayOf, given, role, t } from "./page.js";
import { soon } from "./soon.js";
import { toast } from "./toast.js";

const EVERY = 60_000; // ms: estimates move with the clock
const day = new URLSearchParams(window.location.search).get("date") ?? given.today;
let teams = [];

const dialog = new ReplanDialog({ day, teams: () => teams });
byId("replan").addEventListener("click", () => dialog.open().catch(tell));
byId("out-day").textContent = dayOf(day);

const heard = soon(() => load().catch(tell));
new Live({ onOpen: load }).on("patrol", ({ service_date }) => service_date === day && heard()).start();
setInterval(heard, EVERY);
await load().catch(tell);
document.documentElement.dataset.ready = role;
if (location.hash === "#replan" && !byId("replan").hidden) dialog.open().catch(tell);

async function load() {
  teams = await api(`progress?date=${day}`);
  byId("out-none").textContent = t("out.none");
  byId("out-none").hidden = teams.length > 0;
  byId("replan").hidden = !teams.some((team) => team.status !== "done");
  byId("out").replaceChildren(...teams.map(card));
}

function card(team) {
  const done = team.stops.filter((stop) => stop.visited_at).length;
  const next = team.stops.find((stop) => stop.sequence === team.next_sequence);
  const accepted = t(team.accepted_at ? "out.accepted" : "out.not_accepted");
  return h(
    "li",
    { class: "out-team", "data-team": team.team },
    h("h2", {}, h("a", { href: `/patrols/${team.id}` }, team.team)),
    h("p", { class: "soft" }, `${t(`out.status.${team.status}`)} · ${accepted}`),
    h("progress", { value: done, max: Math.max(1, team.stops.length), "aria-label": team.team }),
    h("p", {}, t("out.done", { done, total: team.stops.length })),
    ...(next
      ? [h("p", { class: "next-stop" }, coming(next)), h("p", { class: "lateness" }, lateness(team, next))]
      : []),
    !next && team.status === "under_way" ? h("p", {}, t("out.home")) : null,
    team.change ? h("p", { class: "change" }, t(`out.change.${team.change}`)) : null,
    ...(team.overdue ? alarm(team) : []),
  );
}

/** What to do about a team that gave no sign: call its vehicle. */
function alarm({ due_at, phone }) {
  const number = phone?.replaceAll(" ", "");
  return [
    h("p", { class: "notice bad", role: "alert" }, t("out.overdue", { time: clock(due_at) })),
    ...(phone ? [h("a", { class: "button wide call", href: `tel:${number}` }, t("out.call", { phone }))] : []),
  ];
}

function coming(stop) {
  return t("out.next", { stop: stop.name, time: clock(stop.expected_at) });
}

function lateness(team, stop) {
  const minutes = Math.round(team.late / 60);
  const how = minutes > 0 ? t("out.late", { n: minutes }) : t("out.on_time");
  return `${how} · ${t("out.planned", { time: clock(stop.arrives_at) })}`;
}

function tell(error) {
  toast(error.message, { bad: true });
}
