/* Three numbers: last night, nights over 95 %, evenings expected to be. */

import { byId } from "../dom.js";
import { dayOf, daysAfter, given, number, t } from "../page.js";

export function drawTiles(past, forecast) {
  lastNight(past.nights.find((night) => night.night === daysAfter(given.today, -1)));
  const counted = past.nights.filter((night) => night.night !== given.today && night.capacity > 0);
  const over = counted.filter((night) => night.over_95).length;
  fill("tile-over", number(over), t("occupancy.over", { total: counted.length }), "");
  evenings(forecast);
}

/** A share as whole percent, and a dash where there is nothing to share. */
export function percent(rate) {
  return rate === null ? "–" : t("occupancy.percent", { n: Math.round(rate * 100) });
}

/** Whether more than 95 % of the places will be occupied if what is expected comes true. */
export function isOver(evening) {
  return evening.expected * 20 > evening.capacity * 19;
}

function lastNight(night) {
  if (!night?.capacity) return fill("tile-last", "–", t("occupancy.none_now"), "");
  fill("tile-last", percent(night.rate), t("occupancy.last", night), night.final ? "" : t("occupancy.not_final"));
}

function evenings(forecast) {
  const ahead = forecast?.points;
  if (!ahead) return fill("tile-ahead", "–", t("occupancy.ahead.unknown"), "");
  const over = ahead.filter(isOver);
  const first = over.length ? t("occupancy.ahead.next", { day: dayOf(over[0].night) }) : t("occupancy.ahead.none");
  fill("tile-ahead", number(over.length), t("occupancy.ahead", { total: ahead.length }), first);
}

function fill(id, amount, beside, below) {
  const tile = byId(id);
  tile.querySelector("strong").textContent = amount;
  tile.querySelector(".amount span").textContent = beside;
  tile.querySelector(".small").textContent = below;
}
