/* A stop's loop on foot in words: when the van stops, how far the team walks, when it is back. */

import { h } from "../dom.js";
import { clock, duration, length, t } from "../page.js";

/** "van stops 10:40 · walk 35 min, 1.2 km, 3 camps · back 11:25"; nothing without a loop. */
export function loopLine({ loop, starts_at, departs_at }) {
  if (!loop) return null;
  return t("loop.line", {
    stops: clock(starts_at),
    time: duration(loop.legs.reduce((sum, leg) => sum + leg.duration, 0)),
    far: length(loop.metres),
    n: loop.camps.length,
    back: clock(departs_at),
  });
}

/** Which of the zone's places the van stops at, where there are several. */
function vanLine({ van_stop: van }) {
  return van ? t("loop.van_stop", { number: van.number, count: van.of }) : null;
}

/** Place and walk as a small element of a list, or nothing. */
export function loopNote(stop) {
  const line = [vanLine(stop), loopLine(stop)].filter(Boolean).join(" · ");
  return line ? h("small", { class: "loop-note" }, line) : null;
}
