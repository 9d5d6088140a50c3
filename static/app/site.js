/* A site's night: who is awaited, who has come, who has left, and how many we are. */

import { api } from "./api.js";
import { byId } from "./dom.js";
import { Live } from "./live.js";
import { Acts } from "./night/acts.js";
import { AskDialog } from "./night/ask.js";
import { Awaited } from "./night/awaited.js";
import { drawCategories, drawSum } from "./night/balance.js";
import { Census } from "./night/census.js";
import { Desk } from "./night/desk.js";
import { drawJournal } from "./night/journal.js";
import { showWaiting } from "./night/waiting.js";
import { clock, given, role, t } from "./page.js";
import { Sites } from "./sites/store.js";
import { toast } from "./toast.js";

const TOGETHER = 120; // ms: what one act changes in several balances is read once
const AGAIN = 60_000; // ms between two looks at the times of arrival, which change by themselves

const id = given.site;
const sites = new Sites();
const mine = new Set(); // arrivals recorded on this page, which it may take back
const acts = new Acts(given.account, { onWaiting });
const ask = given.mayAct ? new AskDialog() : null;
const desk = given.mayAct ? new Desk({ acts, ask, site, onArrival, onUndone }) : null;
const awaited = new Awaited(byId("awaited"), desk?.groups());
const census = given.mayAct ? new Census({ send: desk.count, onDone: desk.counted }) : null;
let timer = null;

sites.addEventListener("change", drawPlaces);
for (const button of document.querySelectorAll("[data-do]")) {
  button.addEventListener("click", () =>
    button.dataset.do === "census" ? census.open(site()) : desk.ask(button.dataset.do),
  );
}
acts.start();
await new Live({ onOpen: load })
  .on("places", (balance) => {
    sites.hear(balance);
    if (balance.site_id === id) soon();
  })
  .on("hold", (hold) => hold.site_id === id && soon())
  .on("patrol", soon)
  .start();
setInterval(() => document.visibilityState === "visible" && readAwaited().catch(() => {}), AGAIN);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && soon());
await load().catch(tell);
document.documentElement.dataset.ready = role;

function site() {
  return sites.get(id);
}

async function load() {
  await Promise.all([sites.load(), readAwaited(), readJournal()]);
  byId("as-of").textContent = t("night.as_of", { time: clock(Date.now()) });
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(() => Promise.all([readAwaited(), readJournal()]).catch(tell), TOGETHER);
}

async function readAwaited() {
  const { groups } = await api(`sites/${id}/awaited`);
  const n = groups.reduce((sum, group) => sum + group.places, 0);
  byId("awaited-sum").textContent = groups.length ? t("awaited.sum", { n }) : "";
  awaited.draw(groups);
}

async function readJournal() {
  const { entries } = await api(`sites/${id}/entries?limit=30`);
  drawJournal(byId("journal"), entries, { mine, onUndo: (entry) => desk.undo(entry.id) });
}

function drawPlaces() {
  const now = site();
  if (!now) return;
  drawSum(byId("sum"), now);
  drawCategories(byId("categories"), now);
  ask?.renew(now.places);
  census?.renew(now);
  byId("as-of").textContent = t("night.as_of", { time: clock(Date.now()) });
}

function onArrival(entry) {
  mine.add(entry);
  soon();
}

function onUndone(entry) {
  mine.delete(entry);
  soon();
}

function onWaiting(waiting) {
  showWaiting(byId("waiting"), waiting, {
    onAgain: (act) =>
      acts
        .again(act)
        .then(() => toast(t("acts.sent")))
        .catch(tell),
    onForget: (act) => acts.forget(act),
  });
}

function tell(error) {
  toast(error.message, { bad: true });
}
