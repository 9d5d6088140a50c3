/* The next request from the plan on screen: a change by hand is a new plan, based on this one. */

import { placeOf } from "./arrangement.js";

const KEPT = ["team_ids", "include_camps", "on_foot", "required_zone_ids", "site_ids", "seed", "seconds", "iterations"];

/** Whether the planner takes a change by hand of `plan`: it then tells what is pinned. */
export function isMovable(plan) {
  return plan.pins !== undefined;
}

/** What was asked of `plan`, to be asked again on its ground. */
export function again(plan) {
  const kept = KEPT.filter((name) => plan[name] !== undefined && plan[name] !== null);
  return {
    service_date: plan.service_date,
    ...Object.fromEntries(kept.map((name) => [name, plan[name]])),
    based_on: plan.id,
    pins: plan.pins ?? [],
    locked_team_ids: plan.locked_team_ids ?? [],
    excluded_stop_ids: plan.excluded_stop_ids ?? [],
    forced_stop_ids: plan.forced_stop_ids ?? [],
  };
}

/** A stop put somewhere by hand; `anywhere` lets the planner choose its place in the team's order. */
export function putting(plan, arrangement, id, { team_id, anywhere = false }) {
  const request = again(plan);
  if (team_id === null) return leavingOut(plan, id);
  const position = anywhere ? null : placeOf(arrangement, id).index;
  const others = request.pins.filter(({ stop_id }) => stop_id !== id).map((pin) => shifted(pin, arrangement));
  return {
    ...request,
    pins: [...others, { stop_id: id, team_id, position }],
    excluded_stop_ids: without(request.excluded_stop_ids, id),
    locked_team_ids: isAt(plan, id, { team_id, position })
      ? request.locked_team_ids
      : unlocked(plan, id).filter((team) => team !== team_id),
  };
}

/** Whether the plan has the stop there already. */
function isAt({ best }, id, { team_id, position }) {
  return best.patrols.find((patrol) => patrol.team_id === team_id)?.stops[position]?.id === id;
}

/** The locked teams without the one that a stop is taken from: its patrol does not stay as it is. */
function unlocked({ best, locked_team_ids = [] }, id) {
  const from = best.patrols.find(({ stops }) => stops.some((stop) => stop.id === id));
  return without(locked_team_ids, from?.team_id);
}

/** A pin keeps its stop where it is now, also when another one has slipped in before it. */
function shifted(pin, arrangement) {
  const place = placeOf(arrangement, pin.stop_id);
  if (pin.position === null || place?.team_id !== pin.team_id) return pin;
  return { ...pin, position: place.index };
}

/** The stop stays with its team, wherever in the round it fits best. */
export function loosening(plan, id) {
  const request = again(plan);
  return { ...request, pins: request.pins.map((pin) => (pin.stop_id === id ? { ...pin, position: null } : pin)) };
}

export function unpinning(plan, id) {
  const request = again(plan);
  return { ...request, pins: request.pins.filter(({ stop_id }) => stop_id !== id) };
}

export function leavingOut(plan, id) {
  const request = unpinning(plan, id);
  return {
    ...request,
    excluded_stop_ids: [...without(request.excluded_stop_ids, id), id],
    forced_stop_ids: without(request.forced_stop_ids, id),
    locked_team_ids: unlocked(plan, id),
  };
}

/** Must be visited, or need not any more. */
export function forcing(plan, id, must = true) {
  const request = again(plan);
  const others = without(request.forced_stop_ids, id);
  return {
    ...request,
    forced_stop_ids: must ? [...others, id] : others,
    excluded_stop_ids: without(request.excluded_stop_ids, id),
  };
}

export function locking(plan, team, lock) {
  const request = again(plan);
  const others = without(request.locked_team_ids, team);
  return { ...request, locked_team_ids: lock ? [...others, team] : others };
}

function without(list, gone) {
  return list.filter((one) => one !== gone);
}
