/* How full it was and will be: the choice, its nights, the evenings ahead, and both kept current. */

import { api } from "./api.js";
import { byId } from "./dom.js";
import { Live } from "./live.js";
import { Choice } from "./occupancy/choice.js";
import { save } from "./occupancy/csv.js";
import { Drawing } from "./occupancy/drawing.js";
import { ForecastJob } from "./occupancy/job.js";
import { drawNumbers } from "./occupancy/numbers.js";
import { drawForecast } from "./occupancy/outlook.js";
import { drawRanking } from "./occupancy/ranking.js";
import { drawTiles } from "./occupancy/tiles.js";
import { given, role, t } from "./page.js";

const BREATH = 250; // ms before the nights are read again, however much the ledger writes

const shown = { past: null, forecast: null };
const drawing = new Drawing(byId("chart"), byId("readout"));
const choice = new Choice({ onChange: () => showAll() });
const job = new ForecastJob({
  onChange: (forecast) => {
    shown.forecast = forecast;
    draw();
  },
  onFailure: say,
});
let asked = 0;
let due = null;

byId("toggle").addEventListener("click", toggle);
byId("again").addEventListener("click", () => job.ask());
byId("download").addEventListener("click", () => save(shown.past, ahead(), choice.name()));
await choice.fill().catch(say);
await new Live({ onOpen: () => showAll() })
  .on("places", () => soon())
  .on("forecast", (told) => job.hear(told))
  .start();
await showAll();
document.documentElement.dataset.ready = role;

/** Read the nights and the forecast of what is chosen; an answer that comes too late is dropped. */
async function showAll() {
  asked += 1;
  const mine = asked;
  try {
    const [past] = await Promise.all([api(`occupancy?${choice.query()}`), job.follow(choice.scope())]);
    if (mine !== asked) return;
    shown.past = past;
    byId("trouble").hidden = true;
    draw();
  } catch (error) {
    if (mine === asked) say(error);
  }
}

/** The ledger has changed: read the nights again, at once but not without a breath. */
function soon() {
  if (due) return;
  due = setTimeout(async () => {
    const mine = asked;
    const past = await api(`occupancy?${choice.query()}`).catch(() => null);
    due = null;
    if (past === null || mine !== asked) return;
    shown.past = past;
    draw();
  }, BREATH);
}

function draw() {
  const { past, forecast } = shown;
  if (!past) return;
  const empty = !past.nights.some((night) => night.capacity > 0 || night.occupied > 0);
  byId("nothing").hidden = !empty;
  byId("nothing").textContent = t("occupancy.none");
  byId("download").disabled = empty;
  drawTiles(past, forecast);
  drawForecast(forecast);
  byId("ranking-card").hidden = past.scope.site_id !== null;
  drawRanking(past.sites, (site) => choice.take({ site }));
  byId("drawing").hidden = empty || isTable();
  byId("numbers").hidden = empty || !isTable();
  if (empty) return;
  if (isTable()) drawNumbers(past.nights, ahead());
  else drawing.draw(past.nights, ahead());
}

/** The evenings ahead, where the period reaches them. */
function ahead() {
  return shown.past?.to === given.today ? (shown.forecast?.points ?? []) : [];
}

function isTable() {
  return byId("toggle").getAttribute("aria-pressed") === "true";
}

function toggle() {
  byId("toggle").setAttribute("aria-pressed", String(!isTable()));
  draw();
}

function say(error) {
  byId("trouble").textContent = error.message;
  byId("trouble").hidden = false;
}
