/* From the time on the territory's clocks, as a field gives it, to an instant. */

import { timeZone } from "../page.js";

/** "2026-11-24T09:00" on the territory's clocks, as an ISO instant in UTC. */
export function instantOf(local) {
  const wanted = Date.parse(`${local}Z`);
  const guess = wanted - shift(wanted);
  return new Date(wanted - shift(guess)).toISOString();
}

/** How many ms the territory's clocks are ahead of UTC at an instant. */
function shift(instant) {
  const shown = new Intl.DateTimeFormat("sv", {
    timeZone,
    dateStyle: "short",
    timeStyle: "medium",
  }).format(new Date(instant));
  return Date.parse(`${shown.replace(" ", "T")}Z`) - Math.floor(instant / 1000) * 1000;
}
