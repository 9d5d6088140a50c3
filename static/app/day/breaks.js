/* A team's breaks, in their order: the meal is the first of them. */

import { h } from "../dom.js";
import { t } from "../page.js";
import { toast } from "../toast.js";
import { clock, count, field, quiet } from "./fields.js";

const MOST = 5;
const LENGTH = { min: 5, max: 240 };
const DAY = 24 * 60;

/** A list that redraws itself; `edit(change)` is called with what to do to the team's row. */
export function breaksOf(team, edit) {
  const list = h("ul", { class: "day-breaks" });
  const more = h("button", { type: "button", class: "button small", onclick: add }, t("day.break_add"));
  const put = (breaks) => {
    edit((row) => {
      row.breaks = breaks;
    });
    draw();
  };

  function draw() {
    list.replaceChildren(...team.breaks.map(line));
    more.disabled = team.breaks.length >= MOST;
  }

  function line(rest, index) {
    const set = (name) => (value) =>
      edit((row) => {
        row.breaks = row.breaks.map((one, at) => (at === index ? { ...one, [name]: value } : one));
      });
    return h(
      "li",
      { class: "day-fields" },
      field("day.break_minutes", count(rest.minutes, LENGTH, set("minutes"))),
      field("day.break_from", clock(rest.starts, set("starts"))),
      field("day.break_until", clock(rest.ends, set("ends"))),
      quiet("×", t("day.break_remove", { place: index + 1, team: team.name }), () => remove(index)),
    );
  }

  function add() {
    put([...team.breaks, another(team)]);
    const minutes = list.lastElementChild.querySelector("input");
    minutes.focus();
    minutes.select();
  }

  function remove(index) {
    const [gone] = team.breaks.slice(index, index + 1);
    put(team.breaks.toSpliced(index, 1));
    more.focus();
    const run = () => team.breaks.length < MOST && put(team.breaks.toSpliced(index, 0, gone));
    toast(t("day.break_removed", { team: team.name }), { act: { label: t("day.undo"), run } });
  }

  draw();
  return h("fieldset", { class: "day-part" }, h("legend", { class: "label small" }, t("day.breaks")), list, more);
}

/** A meal around the middle of the shift; after it, a quarter of an hour some time later. */
function another({ shift_starts, shift_ends, breaks }) {
  const last = breaks.at(-1);
  if (last) return { minutes: 15, starts: last.ends, ends: shown(minutesOf(last.ends) + 90) };
  const length = (minutesOf(shift_ends) - minutesOf(shift_starts) + DAY) % DAY;
  const middle = minutesOf(shift_starts) + Math.round(length / 2 / 15) * 15;
  return { minutes: 45, starts: shown(middle - 60), ends: shown(middle + 60) };
}

function minutesOf(words) {
  const [hours, rest] = words.split(":").map(Number);
  return hours * 60 + rest;
}

function shown(sum) {
  const [hours, rest] = [Math.floor(sum / 60) % 24, sum % 60];
  return `${String((hours + 24) % 24).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
}
