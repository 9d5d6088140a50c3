/* A patrol on a phone: its way, the next stop, check-ins and encounters. */

import { openChart } from "./chart/chart.js";
import { drawPatrols, stopBoxes } from "./chart/routes.js";
import { byId, h } from "./dom.js";
import { Live } from "./live.js";
import { clock, dayOf, given, kilometres, role, t } from "./page.js";
import { drawAcceptance } from "./patrol/accept.js";
import { Arriving } from "./patrol/arriving.js";
import { showClosed } from "./patrol/closed.js";
import { drawGuide } from "./patrol/directions.js";
import { Finish } from "./patrol/finish.js";
import { EncounterForm } from "./patrol/form.js";
import { encounterOutbox } from "./patrol/outbox.js";
import { OwnHolds } from "./patrol/own_holds.js";
import { Revision } from "./patrol/revision.js";
import { Sharing } from "./patrol/sharing.js";
import { newSign, SignOutbox, withSign } from "./patrol/sign_outbox.js";
import { drawLeave } from "./patrol/signs.js";
import { drawNext, drawStops, nextStop } from "./patrol/way.js";
import { pathOf, patrolById } from "./patrols.js";
import { Sites } from "./sites/store.js";
import { toast } from "./toast.js";

const { map, layers } = window.geoops;
const sites = new Sites();
let patrol = {
  ...given.patrol,
  ways: given.patrol.legs.features.map((leg) => leg.geometry.coordinates),
};

const mayLog = Boolean(document.getElementById("log"));
const outbox = mayLog ? encounterOutbox(given.account, { onChange: drawOutbox }) : null;
const form = mayLog
  ? new EncounterForm({ patrol: () => patrol, sites, onReport: (report) => outbox.post(report) })
  : null;
const signs = document.getElementById("leave")
  ? new SignOutbox(given.account, { onSent: () => reload().catch(tell) })
  : null;
const first = () => signs.flush();
const finish = signs ? new Finish({ patrol: () => patrol, first, onFinished: over }) : null;
const revision = signs
  ? new Revision(byId("revision"), { patrol: () => patrol, first, onAnswered: reload, onError: tell })
  : null;
const arriving = signs ? new Arriving(byId("arriving"), { patrol: () => patrol, onNote: note }) : null;
const sharing = document.getElementById("sharing")
  ? new Sharing(given.account, { patrol: () => patrol, onFix: (fix) => arriving.heed(fix), onError: tell })
  : null;

if (signs) patrol = signs.over(patrol);
draw();
document.getElementById("log")?.addEventListener("click", () => form.open());
const ownHolds = document.getElementById("own-holds") ? new OwnHolds(sites) : null;
const live = new Live({ onOpen: () => Promise.all([sites.load(), ownHolds?.load(), revision?.load()]) }).on(
  "places",
  (balance) => sites.hear(balance),
);
live.on("patrol", ({ id }) => id === patrol.id && Promise.all([reload(), revision?.load()]).catch(tell));
live.on("road_closure", () => closed().catch(tell));
ownHolds?.listen(live);
live.start();
outbox?.start();
signs?.start();
sharing?.start();

await openChart({ bounds: bounds(), controls: false, obstacles: () => stopBoxes(map, [patrol]) });
drawPatrols(layers.patrols.group, [patrol]);
await closed().catch(tell);
document.documentElement.dataset.ready = role;

async function closed() {
  if (layers.closures) await showClosed(map, layers.closures.group, patrol);
}

function draw() {
  byId("patrol-summary").textContent = [
    dayOf(patrol.service_date),
    `${clock(patrol.starts_at)}–${clock(patrol.ends_at)}`,
    kilometres(patrol.distance),
  ].join(" · ");
  drawNext(byId("next"), patrol, {
    onArrive: signs ? (stop) => note("visit", stop) : null,
    onFinish: finish ? () => finish.end().catch(tell) : null,
  });
  drawGuide(byId("guide"), patrol);
  drawStops(byId("stops"), patrol);
  finish?.draw();
  if (finish) {
    drawAcceptance(byId("acceptance"), patrol, { onAccepted: reload, onError: tell });
    drawLeave(byId("leave"), patrol, { onNote: note });
  }
  sharing?.draw();
  // The one thing to do next stands out: until the stops are behind the team, an encounter.
  document.getElementById("log")?.classList.toggle("primary", nextStop(patrol) !== null);
}

function bounds() {
  const points = [
    ...pathOf(patrol).flat(),
    ...patrol.stops.filter((stop) => stop.position).map(({ position: [lon, lat] }) => [lat, lon]),
  ];
  return points.length ? L.latLngBounds(points).pad(0.12) : null;
}

/** A sign of the team's: shown at once, and with the server as soon as there is a network. */
async function note(act, stop, reason) {
  const sign = newSign(patrol, act, stop, reason);
  patrol = withSign(patrol, sign);
  draw();
  try {
    await signs.post(sign);
  } catch (error) {
    tell(error);
    await reload().catch(tell);
  }
}

async function reload() {
  const found = await patrolById(patrol.id);
  patrol = signs ? signs.over(found) : found;
  draw();
  await closed();
}

/** The end is noted: show it, wherever the reader was on the page. */
async function over() {
  await reload();
  byId("next").scrollIntoView({ block: "center" });
  byId("next").focus();
}

function drawOutbox(reports) {
  const box = byId("outbox");
  const refused = reports.find((report) => report.refusal);
  box.hidden = reports.length === 0;
  if (reports.length === 0) return box.replaceChildren();
  const text = refused ? t("outbox.refused", { reason: refused.refusal }) : t("outbox.waiting", { n: reports.length });
  const act = refused
    ? h("button", { type: "button", class: "button", onclick: () => correct(refused) }, t("outbox.correct"))
    : h("button", { type: "button", class: "button", onclick: () => outbox.send() }, t("outbox.send"));
  box.replaceChildren(h("span", {}, text), act);
}

function correct({ report }) {
  form.open(report);
}

function tell(error) {
  toast(error.message, { bad: true });
}
