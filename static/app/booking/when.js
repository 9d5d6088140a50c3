/* Instants and the wall clock of the territory, wherever the reader's device is. */

import { clock, dayOf, timeZone } from "../page.js";

const DATE = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
const WALL = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });

/** The calendar date (YYYY-MM-DD) of an instant in the territory. */
export function dateOf(instant) {
  return DATE.format(new Date(instant));
}

/** An instant's day and time in words. */
export function when(instant) {
  return `${dayOf(dateOf(instant))} ${clock(instant)}`;
}

/** The instant (ISO, UTC) at which the territory's clocks show a date and a time. */
export function instantOf(date, time) {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  let instant = wanted;
  for (let turn = 0; turn < 2; turn += 1) {
    const shown = Date.parse(`${WALL.format(new Date(instant)).replace(" ", "T")}Z`);
    instant += wanted - shown;
  }
  return new Date(instant).toISOString();
}
