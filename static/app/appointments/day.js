/* One day of a GUDA: its slots in order, the seats of each, and the groups that are expected. */

import { dateOf } from "../booking/when.js";
import { h } from "../dom.js";
import { clock, locale, t } from "../page.js";

const LANGUAGES = new Intl.DisplayNames([locale], { type: "language" });

/** Draw the timetable; `acts` = {onNote, onSome, onMove, onBack}. */
export function drawDay(root, slots, expected, acts) {
  root.replaceChildren(
    ...slots.map((slot) => {
      const groups = expected.filter((one) => Date.parse(one.starts_at) === Date.parse(slot.starts_at));
      return h(
        "li",
        { class: "slot", "data-slot": slot.starts_at },
        h("h3", {}, h("time", { datetime: slot.starts_at }, clock(slot.starts_at))),
        h("div", { class: "slot-body" }, seats(slot), ...groups.map((group) => card(group, acts))),
      );
    }),
  );
  if (slots.length === 0) root.append(h("li", { class: "notice" }, t("desk.nobody")));
}

function seats(slot) {
  const many = Math.max(slot.seats, slot.booked);
  const marks = Array.from({ length: many }, (_, number) => h("span", { class: seatClass(number, slot) }));
  return h(
    "p",
    { class: "seats" },
    h("span", { class: "marks", "aria-hidden": "true" }, ...marks),
    h("span", { class: "soft small" }, t("desk.free", { n: slot.free })),
  );
}

function seatClass(number, slot) {
  if (number >= slot.seats) return "seat over";
  return number < slot.booked ? "seat taken" : "seat";
}

function card(group, acts) {
  const people = t("follow.people", { n: group.people });
  const from = [group.team ?? t("desk.no_team"), ...group.languages.map(spoken)].join(" · ");
  return h(
    "div",
    { class: "group-card", "data-appointment": group.id, "data-state": group.state },
    h(
      "p",
      {},
      h("strong", {}, people),
      " ",
      group.to_move ? h("span", { class: "badge bad" }, t("appointment.to_move")) : null,
      h("span", { class: "soft small from" }, from),
    ),
    group.state === "booked" ? open(group, acts) : ended(group, acts),
  );
}

function spoken(tag) {
  try {
    return LANGUAGES.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

function open(group, acts) {
  const begun = Date.parse(group.starts_at) <= Date.now();
  const made = [];
  if (sameDay(group) || begun) {
    made.push(button(t("desk.all_came"), () => acts.onNote(group, { outcome: "honoured" }), "primary"));
    if (group.people > 1) made.push(button(t("desk.some_came"), () => acts.onSome(group)));
  }
  if (begun) made.push(button(t("desk.none_came"), () => acts.onNote(group, { outcome: "missed" })));
  made.push(button(t("book.move"), () => acts.onMove(group), "quiet"));
  return h("div", { class: "card-acts" }, ...made);
}

function sameDay(group) {
  return dateOf(group.starts_at) === dateOf(new Date());
}

function ended(group, acts) {
  const came = group.state === "honoured";
  const words = came ? t("desk.came", { n: group.honoured, total: group.people }) : t("appointment.state.missed");
  return h(
    "div",
    { class: "card-acts" },
    h("span", { class: `badge ${came ? "good" : "bad"}` }, words),
    button(t("book.undo"), () => acts.onBack(group), "quiet"),
  );
}

function button(label, onclick, tone = "") {
  return h("button", { type: "button", class: `button ${tone}`, onclick }, label);
}
