/* The teams that are out: planned against done, how late, who is overdue; and their day replanned. */

import { api } from "./api.js";
import { byId, h } from "./dom.js";
import { Live } from "./live.js";
import { card } from "./overseeing/card.js";
import { PhoneDialog } from "./overseeing/phone.js";
import { Positions } from "./overseeing/positions.js";
import { ReplanDialog } from "./overseeing/replan.js";
import { dayOf, given, role, t } from "./page.js";
import { soon } from "./soon.js";
import { toast } from "./toast.js";

const EVERY = 60_000; // ms: estimates move with the clock
const day = new URLSearchParams(window.location.search).get("date") ?? given.today;
let teams = [];

const dialog = new ReplanDialog({ day, teams: () => teams });
const phones = new PhoneDialog({ onSaved: load });
const positions = new Positions(day, { teams: () => teams });
byId("replan").addEventListener("click", () => dialog.open().catch(tell));
byId("out-day").textContent = dayOf(day);

const all = () => Promise.all([load(), positions.load()]);
const heard = soon(() => all().catch(tell));
const moved = soon(() => positions.load().catch(tell));
new Live({ onOpen: all })
  .on("plan", (message) => dialog.hear(message))
  .on("patrol", ({ service_date }) => service_date === day && heard())
  .on("position", ({ service_date }) => service_date === day && moved())
  .start();
setInterval(heard, EVERY);
await all().catch(tell);
document.documentElement.dataset.ready = role;
if (location.hash === "#replan" && !byId("replan").hidden) dialog.open().catch(tell);

async function load() {
  teams = await api(`progress?date=${day}`);
  byId("out-none").querySelector("a").href = `/#&tab=plan&date=${day}`;
  byId("out-none").hidden = teams.length > 0;
  byId("replan").hidden = !teams.some((team) => team.status !== "done");
  byId("out-disputes").replaceChildren(...disputes());
  byId("out").replaceChildren(...teams.map((team) => card(team, phones)));
  positions.draw();
}

/** What the teams' answers to a replan leave twice, or to nobody; each told once. */
function disputes() {
  const told = new Map(teams.flatMap((team) => team.disputes.map((one) => [`${one.kind} ${one.place_id}`, one])));
  return [...told.values()].map((one) =>
    h("li", { class: one.settled ? "notice bad" : "notice warn", "data-dispute": one.kind }, dispute(one)),
  );
}

function dispute({ kind, settled, name, accepted_by, other }) {
  return t(`out.dispute.${kind}${settled ? "" : ".open"}`, { stop: name, accepted: accepted_by, other });
}

function tell(error) {
  toast(error.message, { bad: true });
}
