/* A link that opens the stop in the phone's own navigation. It holds the bare position of where the
   van stops, no name; a camp's position is never handed over (docs/data-protection.md). */

import { h } from "../dom.js";
import { t } from "../page.js";

/** The link with what it tells whom; for a camp, why there is none; nothing without a position. */
export function navigationLink(patrol, stop) {
  if (stop?.kind === "camp") return stop.position ? h("p", { class: "soft small" }, t("guide.camp")) : null;
  const position = stop ? stop.position : patrol.end_base.position;
  if (!position) return null;
  return [
    h("a", { class: "button wide", id: "navigate", href: address(position) }, t("guide.open")),
    h("p", { class: "soft small" }, t("guide.told")),
  ];
}

/** RFC 5870's scheme asks the phone which app is to open; Apple's phones know only their own. */
function address([lon, lat]) {
  const place = `${lat.toFixed(6)},${lon.toFixed(6)}`;
  return /iPhone|iPad/.test(navigator.userAgent) ? `maps:?daddr=${place}` : `geo:${place}?q=${place}`;
}
