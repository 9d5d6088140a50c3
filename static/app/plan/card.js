/* One team's card, and the card of what nobody visits. */

import { sample } from "../chart/routes.js";
import { h } from "../dom.js";
import { clock, kilometres, t } from "../page.js";
import { loadBar } from "./load.js";
import { gapsBefore, restsAfter, row } from "./row.js";

/** A card of a lane; `folded` remembers which are closed. */
export function card(lane, state, acts, folded) {
  const key = lane.team_id ?? "";
  const remember = ({ currentTarget }) => folded[currentTarget.open ? "delete" : "add"](key);
  return h(
    "details",
    { class: "lane", "data-lane": key, open: !folded.has(key), ontoggle: remember },
    h("summary", {}, ...(lane.team_id ? teamHead(lane, state) : leftHead(lane))),
    lane.patrol ? h("div", { class: "lane-acts" }, loadBar(lane), lockButton(lane, state, acts)) : null,
    rows(lane, state, acts),
    lane.team_id || lane.stops.length || !state.movable
      ? null
      : h("p", { class: "hint lane-hint" }, t("plan.none_left_out")),
  );
}

function teamHead(lane, { waiting }) {
  const { patrol } = lane;
  const facts = patrol
    ? [`${clock(patrol.starts_at)}–${clock(patrol.ends_at)}`, kilometres(patrol.distance)]
    : [lane.stops.length ? t("plan.being_timed") : t("plan.stays")];
  if (patrol && waiting.has(lane.team_id)) facts.splice(0, 2, t("plan.being_timed"));
  if (lane.stops.length) facts.push(t("plan.stops", { n: lane.stops.length }));
  return [
    sample(lane.colour_index),
    h("span", { class: "team-name" }, h("strong", {}, lane.team), h("small", { class: "soft" }, facts.join(" · "))),
  ];
}

function leftHead({ stops }) {
  return [
    h(
      "span",
      { class: "team-name" },
      h("strong", {}, stops.length ? t("plan.left_out", { n: stops.length }) : t("plan.not_visited")),
    ),
  ];
}

function lockButton(lane, { plan, movable }, { onLock }) {
  if (!movable) return null;
  const locked = (plan.locked_team_ids ?? []).includes(lane.team_id);
  return h(
    "button",
    {
      type: "button",
      class: "button small lock",
      "aria-pressed": String(locked),
      "aria-label": t("plan.lock_team", { team: lane.team }),
      onclick: () => onLock(lane.team_id, !locked),
    },
    locked ? t("plan.locked") : t("plan.lock"),
  );
}

function rows(lane, state, acts) {
  const name = lane.team_id ? t("plan.stops_of", { team: lane.team }) : t("plan.not_visited");
  const timed = lane.patrol && !state.waiting.has(lane.team_id);
  const items = lane.stops.flatMap((id, index) => [
    ...(timed ? gapsBefore(lane.patrol, index) : []),
    row(state.stop.get(id), index, lane, state, acts),
  ]);
  if (timed) items.push(...restsAfter(lane.patrol));
  return h("ol", { class: "rows", "data-team": lane.team_id ?? "", "aria-label": name }, ...items);
}
