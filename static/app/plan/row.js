/* One stop on a board; and the waits and breaks between stops. */

import { needName } from "../day/sentence.js";
import { h, svg } from "../dom.js";
import { clock, duration, t } from "../page.js";

const NOTICED = 5 * 60; // s; nobody minds a shorter wait
const OVERDUE = 1; // days since the last visit over the interval wanted

/** A stop: what carries it and opens it, and its pin. */
export function row(stop, index, lane, state, acts) {
  const pinned = isPinned(stop, state.plan);
  const timed = lane.team_id && stop.arrives_at && !state.waiting.has(lane.team_id);
  return h(
    "li",
    { class: state.changed.has(stop.id) ? "row changed" : "row", "data-stop": stop.id },
    h("span", { class: "handle", "aria-hidden": "true" }, lane.team_id ? String(index + 1) : "+"),
    h(
      "button",
      {
        type: "button",
        class: "grab",
        "data-control": "grab",
        "aria-describedby": state.movable ? "board-help" : null,
        onclick: () => acts.onOpen(stop.id),
      },
      lane.team_id ? h("time", {}, timed ? clock(stop.arrives_at) : "…") : null,
      h("span", { class: "stop-name" }, stop.name, ...notes(stop, lane, state)),
    ),
    lane.team_id && state.movable && state.together(stop.id) < 2 ? pinButton(stop, pinned, acts) : null,
  );
}

export function isPinned(stop, plan) {
  return stop.pinned || (plan.pins ?? []).some(({ stop_id }) => stop_id === stop.id);
}

function notes(stop, lane, { plan, changed, together }) {
  const words = [t(`plan.kind.${stop.kind}`)];
  const teams = together(stop.id);
  if (teams > 1) words.push(t("day.teams_together", { n: teams }));
  if ((stop.urgency ?? 0) > OVERDUE) words.push(t("plan.overdue"));
  if (changed.has(stop.id)) words.push(t("plan.moved"));
  if ((plan.forced_stop_ids ?? []).includes(stop.id) || stop.required) words.push(t("plan.must"));
  if (!lane.team_id) words.push(reason(stop, plan));
  return [h("small", { class: "soft" }, words.join(" · "))];
}

/** Why nobody visits a stop, in words. */
export function reason(stop, plan) {
  if ((plan.excluded_stop_ids ?? []).includes(stop.id)) return t("plan.left_out_by_hand");
  if (!stop.reason) return t("plan.being_timed");
  const { skills } = stop.details ?? {};
  const named = skills && { skills: skills.split(", ").map(needName).join(", ") };
  return t(`left_out.${stop.reason}`, { ...stop.details, ...named });
}

function pinButton(stop, pinned, { onPin }) {
  return h(
    "button",
    {
      type: "button",
      class: "pin",
      "data-control": "pin",
      "aria-pressed": String(pinned),
      "aria-label": t("plan.pin_stop", { name: stop.name }),
      title: pinned ? t("plan.unpin") : t("plan.pin"),
      onclick: () => onPin(stop.id, !pinned),
    },
    svg(
      "svg",
      { viewBox: "0 0 20 20", width: 20, height: 20, "aria-hidden": "true" },
      svg("path", { d: "M7 2.5h6l-1 6 3 3v1.5H5v-1.5l3-3zM10 13v5" }),
    ),
  );
}

/** The breaks and the wait that come before a patrol's stop. */
export function gapsBefore({ stops, rests = [], starts_at }, index) {
  const stop = stops[index];
  if (!stop) return [];
  const since = stops[index - 1]?.departs_at ?? starts_at;
  const taken = rests.filter((rest) => within(rest.starts_at, since, stop.starts_at));
  const wait = (Date.parse(stop.starts_at) - Date.parse(stop.arrives_at)) / 1000;
  const rested = taken.some((rest) => Date.parse(rest.ends_at) > Date.parse(stop.arrives_at));
  const gaps = taken.map(restRow);
  if (wait >= NOTICED && !rested) gaps.push(gap("wait", stop.arrives_at, t("plan.wait", { time: duration(wait) })));
  return gaps;
}

/** The breaks after a patrol's last stop. */
export function restsAfter({ stops, rests = [] }) {
  const last = stops.at(-1);
  return last ? rests.filter(({ starts_at }) => Date.parse(starts_at) >= Date.parse(last.departs_at)).map(restRow) : [];
}

function restRow({ starts_at, ends_at }) {
  return gap(
    "rest",
    starts_at,
    t("plan.rest", { time: duration((Date.parse(ends_at) - Date.parse(starts_at)) / 1000) }),
  );
}

function gap(kind, at, words) {
  return h("li", { class: `gap ${kind}` }, h("time", {}, clock(at)), h("span", {}, words));
}

function within(instant, from, to) {
  const [at, start, end] = [instant, from, to].map((one) => Date.parse(one));
  return at >= start && at < end;
}
