/* One team that is out: planned against done, how late it is, what is amiss. */

import { h } from "../dom.js";
import { clock, duration, t } from "../page.js";

const PUNCTUAL = 60; // s of lateness that nobody calls late

/** The card of a team; `phones` draws the line of its vehicle's number. */
export function card(team, phones) {
  const done = team.stops.filter((stop) => stop.visited_at).length;
  const next = team.stops.find((stop) => stop.sequence === team.next_sequence);
  const accepted = t(team.accepted_at ? "out.accepted" : "out.not_accepted");
  const parts = [
    h("h2", {}, h("a", { href: `/patrols/${team.id}` }, team.team)),
    h("p", { class: "soft" }, `${t(`out.status.${team.status}`)} · ${accepted}`),
    h("progress", { value: done, max: Math.max(1, team.stops.length), "aria-label": team.team }),
    h("p", {}, t("out.done", { done, total: team.stops.length })),
    ...(next
      ? [h("p", { class: "next-stop" }, coming(next)), h("p", { class: "lateness" }, lateness(team, next))]
      : []),
    !next && team.status === "under_way" ? h("p", {}, t("out.home")) : null,
    h("p", { class: "where", "data-where": team.id, hidden: true }),
    team.change ? h("p", { class: "change" }, t(`out.change.${team.change}`)) : null,
    ...(team.overdue ? alarm(team) : []),
    phones.line(team),
  ];
  return h("li", { class: "out-team", "data-team": team.team }, ...parts);
}

/** What to do about a team that gave no sign: call its vehicle. */
function alarm({ due_at, phone }) {
  const number = phone?.replaceAll(" ", "");
  return [
    h("p", { class: "notice bad", role: "alert" }, t("out.overdue", { time: clock(due_at) })),
    ...(phone ? [h("a", { class: "button wide call", href: `tel:${number}` }, t("out.call", { phone }))] : []),
  ];
}

function coming(stop) {
  return t("out.next", { stop: stop.name, time: clock(stop.expected_at) });
}

function lateness(team, stop) {
  const how = team.late >= PUNCTUAL ? t("out.late", { late: duration(team.late) }) : t("out.on_time");
  return `${how} · ${t("out.planned", { time: clock(stop.arrives_at) })}`;
}
