/* What is asked of a place, as one reads it: "must be visited, not before 18:00, two teams". */

import { locale, number, t } from "../page.js";
import { skillName } from "./teams.js";

const LANGUAGE = "language:";
const languages = new Intl.DisplayNames(locale, { type: "language" });

/** The sentence; `teamName(id)` names a team. */
export function sentence(demand, teamName) {
  if (demand.presence === "excluded") return t("day.excluded");
  const parts = [t(`day.${demand.presence}`), ...when(demand), ...who(demand, teamName), ...how(demand)];
  return parts.join(", ");
}

/** A skill that a visit needs, in words. */
export function needName(skill) {
  if (!skill.startsWith(LANGUAGE)) return skillName(skill);
  return languages.of(skill.slice(LANGUAGE.length));
}

function when({ at, not_before, until, visits, apart_minutes }) {
  return [
    at && t("day.at", { time: at }),
    not_before && t("day.not_before", { time: not_before }),
    until && t("day.until", { time: until }),
    visits > 1 && t("day.visits", { n: visits, hours: apart_minutes / 60 }),
  ].filter(Boolean);
}

function who({ teams, skills, only_team_ids, not_team_ids }, teamName) {
  return [
    teams > 1 && t("day.teams_together", { n: teams }),
    ...skills.map((skill) => t("day.needs", { skill: needName(skill) })),
    only_team_ids.length && t("day.only", { teams: only_team_ids.map(teamName).join(", ") }),
    not_team_ids.length && t("day.not", { teams: not_team_ids.map(teamName).join(", ") }),
  ].filter(Boolean);
}

function how({ people, service_minutes, weight_factor }) {
  return [
    weight_factor !== 1 && t("day.weighs", { factor: number(weight_factor, 2) }),
    people > 0 && t("day.people", { n: people }),
    service_minutes && t("day.minutes", { minutes: service_minutes }),
  ].filter(Boolean);
}
