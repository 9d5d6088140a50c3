/* The week at a glance: each day with its seats, the booked ones dark. */

import { h } from "../dom.js";
import { dayOf, daysAfter, given, t } from "../page.js";

/** The Monday of a date's week. */
export function mondayOf(date) {
  const weekday = (new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7;
  return daysAfter(date, -weekday);
}

/** Draw the days that have slots; a press chooses one. */
export function drawWeek(root, monday, slots, chosen, onChoose) {
  const days = Array.from({ length: 7 }, (_, number) => daysAfter(monday, number)).filter(
    (day, number) => number < 5 || slots.some((slot) => slot.day === day),
  );
  root.replaceChildren(...days.map((day) => h("li", {}, button(day, slots, chosen, onChoose))));
}

function button(day, slots, chosen, onChoose) {
  const of = slots.filter((slot) => slot.day === day);
  const seats = of.reduce((n, slot) => n + slot.seats, 0);
  const booked = of.reduce((n, slot) => n + slot.booked, 0);
  const closed = of.find((slot) => slot.closed)?.closed;
  const [weekday, ...rest] = dayOf(day).replace(",", "").split(" ");
  return h(
    "button",
    {
      type: "button",
      class: "weekday",
      "data-day": day,
      "aria-pressed": String(day === chosen),
      "aria-current": day === given.today ? "date" : null,
      onclick: () => onChoose(day),
    },
    h("strong", {}, weekday),
    h("span", {}, rest.join(" ")),
    closed
      ? h("span", { class: "small" }, t(`cause.${closed}`))
      : h("span", { class: "small" }, seats ? `${booked} / ${seats}` : "–"),
    h("progress", { value: booked, max: Math.max(seats, booked, 1), "aria-hidden": "true" }),
  );
}
