/* The way of a patrol in words: the next stop large, then every stop with its times. */

import { drawOnce, h } from "../dom.js";
import { clock, day, duration, kilometres, t } from "../page.js";
import { loopLine, loopNote } from "./loop.js";

/** The stops that nobody has checked in to or passed by. */
export function unvisited(patrol) {
  return patrol.stops.filter((stop) => !stop.visited_at && !stop.skipped);
}

/** The first of them, while the patrol lasts. */
export function nextStop(patrol) {
  return patrol.status === "done" ? null : (unvisited(patrol)[0] ?? null);
}

/** The card of what comes next; `onArrive(stop)` and `onFinish()` for who may note it. */
export function drawNext(card, patrol, acts) {
  const visited = patrol.stops.filter((stop) => stop.visited_at).length;
  const stop = nextStop(patrol);
  const told = stop && [stop.sequence, stop.name, stop.kind, stop.position, loopLine(stop)];
  drawOnce(card, [patrol.status, patrol.finished_at, visited, told], () => fillNext(card, patrol, acts));
  // Times change under way: the button stays in its place, or a press on it at that moment is lost.
  if (stop) card.querySelector(".due").textContent = times(stop);
}

function fillNext(card, patrol, { onArrive, onFinish }) {
  card.classList.toggle("over", patrol.status === "done");
  card.setAttribute("aria-label", t(patrol.status === "done" ? "finish.ended" : "patrol.next"));
  if (patrol.status === "done") return card.replaceChildren(...finished(patrol));
  const stop = nextStop(patrol);
  if (!stop) return card.replaceChildren(...allVisited(patrol, onFinish));
  const arrive = onArrive
    ? h("button", { type: "button", class: "button wide", onclick: () => onArrive(stop) }, t("patrol.here"))
    : null;
  card.replaceChildren(
    ...[
      h("p", { class: "what" }, `${t("patrol.next")} · ${t(`stop.kind.${stop.kind}`)}`),
      h("p", { class: "where-to" }, stop.name ?? t("patrol.hidden")),
      h("p", { class: "when due" }, times(stop)),
      onFoot(stop),
      arrive,
    ].filter(Boolean),
  );
}

function allVisited(patrol, onFinish) {
  const finish =
    onFinish && patrol.status === "under_way"
      ? h("button", { type: "button", class: "button primary wide big", onclick: onFinish }, t("finish.end"))
      : null;
  return [h("p", { class: "where-to" }, t("patrol.over")), finish].filter(Boolean);
}

function finished(patrol) {
  const at = patrol.finished_at;
  const visited = patrol.stops.filter((stop) => stop.visited_at).length;
  return [
    h("p", { class: "where-to" }, t("finish.ended")),
    at ? h("p", { class: "when" }, t("finish.at", { date: day(at), time: clock(at) })) : null,
    h("p", { class: "when" }, t("finish.visited", { n: visited, total: patrol.stops.length })),
  ].filter(Boolean);
}

function onFoot(stop) {
  const line = loopLine(stop);
  return line ? h("p", { class: "when on-foot" }, line) : null;
}

function times(stop) {
  const waits = new Date(stop.starts_at) - new Date(stop.arrives_at) > 60_000;
  return [
    t("patrol.arrive", { time: clock(stop.arrives_at) }),
    waits ? t("patrol.wait", { time: clock(stop.starts_at) }) : null,
    t("patrol.leave", { time: clock(stop.departs_at) }),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** Every stop between the two times at the base. */
export function drawStops(list, patrol) {
  const legs = new Map(patrol.legs.features.map(({ properties }) => [properties.sequence, properties]));
  list.replaceChildren(
    base(patrol.base, patrol.starts_at),
    ...patrol.stops.map((stop, index) => item(patrol, stop, index, legs.get(stop.sequence))),
    base(patrol.end_base, patrol.ends_at, legs.get(patrol.stops.length)),
  );
}

function item(patrol, stop, index, leg) {
  const done = Boolean(stop.visited_at);
  const skipped = stop.skipped ? t("sign.skipped", { reason: t(`sign.skip.${stop.skipped}`) }) : null;
  const missed = Boolean(skipped) || (patrol.status === "done" && !done);
  const instant = stop.visited_at ?? stop.arrives_at;
  return h(
    "li",
    { class: done ? "done" : missed ? "missed" : null },
    h("span", { class: "mark", "aria-hidden": "true" }, done ? "✓" : missed ? "–" : String(index + 1)),
    missed ? h("span", {}, "") : h("time", { datetime: instant }, clock(instant)),
    h(
      "span",
      { class: "place" },
      stop.name ?? t("patrol.hidden"),
      h("small", {}, `${t(`stop.kind.${stop.kind}`)} · ${missed ? (skipped ?? t("finish.missed")) : stay(stop)}`),
      loopNote(stop),
    ),
    distance(leg),
  );
}

function stay(stop) {
  return duration((new Date(stop.departs_at) - new Date(stop.starts_at)) / 1000);
}

function base({ name }, instant, leg) {
  return h(
    "li",
    { class: "base" },
    h("span", { class: "mark", "aria-hidden": "true" }, "⌂"),
    h("time", { datetime: instant }, clock(instant)),
    h("span", { class: "place" }, name),
    distance(leg),
  );
}

function distance(leg) {
  return leg ? h("span", { class: "leg" }, kilometres(leg.distance)) : null;
}
