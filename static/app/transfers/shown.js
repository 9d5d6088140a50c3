/* A bus as every page shows it: its state, its seats, where it goes. */

import { h } from "../dom.js";
import { clock, dateOf, dayInShort, given, t } from "../page.js";

/** The chip that says where a bus stands. */
export function stateOf(bus) {
  return h("span", { class: "bus-state", "data-state": bus.state }, t(`bus.state.${bus.state}`));
}

/** The seats as a bar that fills, and in words. */
export function seatsOf(bus) {
  const filled = h("span", {});
  filled.style.width = `${(100 * bus.booked) / bus.seats}%`;
  const words = t("bus.seats", { booked: bus.booked, seats: bus.seats });
  return h(
    "div",
    { class: "seats" },
    h("div", { class: "track", "aria-hidden": "true" }, filled),
    h("span", { class: "soft small" }, words),
  );
}

/** The destinations' names. */
export function goesTo(bus) {
  return t("bus.to", { destinations: bus.destinations.map((one) => one.name).join(", ") });
}

/** An instant's time, with its day when that is another than today. */
export function when(instant) {
  return dateOf(instant) === given.today ? clock(instant) : `${dayInShort(instant)}, ${clock(instant)}`;
}
