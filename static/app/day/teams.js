/* A team's row: whether it is there, and folded under it all that may be otherwise on the day. */

import { h } from "../dom.js";
import { t } from "../page.js";
import { breaksOf } from "./breaks.js";
import { choice, clock, count, field } from "./fields.js";

const KNOWN_SKILLS = ["health"];

/** One row; `onEdit(change)` is called with what to do to the team. `setup` has what to choose from. */
export function teamRow(team, setup, onEdit) {
  const shift = h("span", { class: "small soft" });
  const base = h("small", { class: "soft block" });
  const tell = () => {
    shift.textContent = `${team.shift_starts}–${team.shift_ends}`;
    base.textContent = [...new Set([team.start_base_id, team.end_base_id])].map((id) => named(setup, id)).join(" → ");
  };
  const edit = (change) => {
    onEdit(change);
    tell();
  };
  tell();
  return h(
    "div",
    { class: "day-team", "data-team": team.team_id },
    h(
      "label",
      { class: "check" },
      h("input", { type: "checkbox", name: "team", value: team.team_id, checked: team.present }),
      h("span", {}, h("strong", {}, team.name), base),
      shift,
    ),
    h(
      "details",
      { class: "day-more" },
      h("summary", { "aria-label": t("day.details_of", { team: team.name }) }, t("day.details")),
      h("div", { class: "day-fields" }, fields(team, setup, edit)),
      breaksOf(team, edit),
      skillsOf(team, setup, edit),
    ),
  );
}

function fields(team, { bases, vehicles }, edit) {
  const set = (name) => (value) => edit((row) => Object.assign(row, { [name]: value }));
  const everyBase = bases.map(({ id, name }) => [id, name]);
  const everyVehicle = [["", t("day.no_vehicle")], ...vehicles.map((name) => [name, name])];
  const longest = team.longest_minutes === null ? null : team.longest_minutes / 60;
  const setLongest = (hours) => set("longest_minutes")(hours === null ? null : Math.round(hours * 60));
  return [
    field("day.shift_starts", clock(team.shift_starts, set("shift_starts"))),
    field("day.shift_ends", clock(team.shift_ends, set("shift_ends"))),
    field("day.start_base", choice(everyBase, team.start_base_id, set("start_base_id"))),
    field("day.end_base", choice(everyBase, team.end_base_id, set("end_base_id"))),
    field("day.vehicle", choice(everyVehicle, team.vehicle, set("vehicle"))),
    field("day.seats", count(team.seats, { min: 0, max: 99 }, set("seats"))),
    field("day.longest", count(longest, { min: 0.25, max: 24, step: 0.25, empty: t("day.whole_shift") }, setLongest)),
  ];
}

/** What the team can do on the day; what any team of the day can is offered to all. */
function skillsOf(team, { teams }, edit) {
  const known = new Set([...KNOWN_SKILLS, ...teams.flatMap(({ skills }) => skills)]);
  const boxes = [...known].map((skill) => skillBox(team, skill, edit));
  return h(
    "fieldset",
    { class: "day-part" },
    h("legend", { class: "label small" }, t("day.skills")),
    h("div", { class: "chips" }, ...boxes),
  );
}

function skillBox(team, skill, edit) {
  const change = ({ target }) =>
    edit((row) => {
      row.skills = row.skills.filter((one) => one !== skill).concat(target.checked ? [skill] : []);
    });
  const box = h("input", { type: "checkbox", checked: team.skills.includes(skill), onchange: change });
  return h("label", { class: "chip" }, box, h("span", {}, skillName(skill)));
}

/** A skill in the reader's words, if it is one that we know. */
export function skillName(skill) {
  return KNOWN_SKILLS.includes(skill) ? t(`day.skill.${skill}`) : skill;
}

function named({ bases }, base) {
  return bases.find(({ id }) => id === base)?.name ?? "";
}
