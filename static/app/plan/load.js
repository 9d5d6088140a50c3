/* How a team's shift is used: road, stops, waiting, breaks, and what is left. */

import { h } from "../dom.js";
import { duration, t } from "../page.js";

const seconds = (from, to) => Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);

/** The parts of the shift in seconds; without a known shift, of the outing. */
export function partsOf({ patrol, shift }) {
  const whole = shift ? seconds(shift.starts_at, shift.ends_at) : 0;
  if (!patrol) return { road: 0, stops: 0, rest: 0, wait: 0, free: whole };
  const sum = (items, of) => items.reduce((all, one) => all + of(one), 0);
  const road = patrol.driving;
  const stops = sum(patrol.stops, (stop) => seconds(stop.starts_at, stop.departs_at));
  const rest = sum(patrol.rests ?? [], ({ starts_at, ends_at }) => seconds(starts_at, ends_at));
  const out = seconds(patrol.starts_at, patrol.ends_at);
  const wait = Math.max(0, out - road - stops - rest);
  return { road, stops, rest, wait, free: Math.max(0, whole - road - stops - rest - wait) };
}

/** A bar of the parts; its label says them in words. */
export function loadBar(lane) {
  const parts = partsOf(lane);
  const kept = Object.entries(parts).filter(([, length]) => length >= 60);
  const words = kept.map(([part, length]) => `${t(`plan.load.${part}`)} ${duration(length)}`).join(", ");
  const pieces = kept.map(([part, length]) => {
    const piece = h("span", { class: `load-${part}` });
    piece.style.flexGrow = String(length);
    return piece;
  });
  return h("div", { class: "load", role: "img", "aria-label": words || t("plan.stays"), title: words }, ...pieces);
}
