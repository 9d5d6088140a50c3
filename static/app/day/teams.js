/* A team's row: whether it is there, and folded under it its shift, meal, bases, seats, skills. */

import { h } from "../dom.js";
import { t } from "../page.js";

const KNOWN_SKILLS = ["health"];

/** One row; `onEdit(change)` is called with what to do to the team. */
export function teamRow(team, bases, onEdit) {
  const shift = h("span", { class: "small soft" }, `${team.shift_starts}–${team.shift_ends}`);
  const edit = (change) => {
    onEdit(change);
    shift.textContent = `${team.shift_starts}–${team.shift_ends}`;
  };
  const base = bases.find(({ id }) => id === team.start_base_id)?.name ?? "";
  return h(
    "div",
    { class: "day-team", "data-team": team.team_id },
    h(
      "label",
      { class: "check" },
      h("input", { type: "checkbox", name: "team", value: team.team_id, checked: team.present }),
      h("span", {}, h("strong", {}, team.name), h("small", { class: "soft block" }, base)),
      shift,
    ),
    h(
      "details",
      { class: "day-more" },
      h("summary", { "aria-label": t("day.details_of", { team: team.name }) }, t("day.details")),
      h("div", { class: "day-fields" }, fields(team, bases, edit)),
    ),
  );
}

function fields(team, bases, edit) {
  const set = (name) => (value) => edit((row) => Object.assign(row, { [name]: value }));
  const meal = team.breaks[0];
  return [
    field("day.shift_starts", clock(team.shift_starts, set("shift_starts"))),
    field("day.shift_ends", clock(team.shift_ends, set("shift_ends"))),
    field(
      "day.meal_minutes",
      count(meal?.minutes ?? 0, 0, 240, (n) => edit((row) => setMeal(row, { minutes: n }))),
    ),
    field(
      "day.meal_from",
      clock(meal?.starts ?? "11:30", (at) => edit((row) => setMeal(row, { starts: at }))),
    ),
    field(
      "day.meal_until",
      clock(meal?.ends ?? "14:00", (at) => edit((row) => setMeal(row, { ends: at }))),
    ),
    field("day.seats", count(team.seats, 0, 99, set("seats"))),
    field("day.start_base", choice(bases, team.start_base_id, set("start_base_id"))),
    field("day.end_base", choice(bases, team.end_base_id, set("end_base_id"))),
    ...skills(team).map((skill) => skillBox(team, skill, edit)),
  ];
}

/** The first break is the meal; none is a meal of no minutes. */
function setMeal(row, change) {
  const meal = { minutes: 0, starts: "11:30", ends: "14:00", ...row.breaks[0], ...change };
  row.breaks = meal.minutes > 0 ? [meal, ...row.breaks.slice(1)] : [];
}

function skills(team) {
  return [...new Set([...KNOWN_SKILLS, ...team.skills])];
}

function skillBox(team, skill, edit) {
  const change = ({ target }) =>
    edit((row) => {
      row.skills = row.skills.filter((one) => one !== skill).concat(target.checked ? [skill] : []);
    });
  const box = h("input", { type: "checkbox", checked: team.skills.includes(skill), onchange: change });
  return h("label", { class: "check" }, box, h("span", {}, skillName(skill)));
}

/** A skill in the reader's words, if it is one that we know. */
export function skillName(skill) {
  return KNOWN_SKILLS.includes(skill) ? t(`day.skill.${skill}`) : skill;
}

function field(key, control) {
  return h("label", { class: "field" }, h("span", { class: "label small" }, t(key)), control);
}

function clock(value, onChange) {
  const heed = ({ target }) => target.value && onChange(target.value);
  return h("input", { class: "input", type: "time", value, required: true, onchange: heed });
}

function count(value, min, max, onChange) {
  const heed = ({ target }) => target.value !== "" && target.checkValidity() && onChange(Number(target.value));
  const rules = { type: "number", inputmode: "numeric", min, max, step: 1 };
  return h("input", { class: "input", ...rules, value, onchange: heed });
}

function choice(bases, value, onChange) {
  const options = bases.map(({ id, name }) => h("option", { value: id, selected: id === value }, name));
  return h("select", { class: "select", onchange: ({ target }) => onChange(target.value) }, options);
}
