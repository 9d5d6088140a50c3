/* The way of a patrol in words: the next stop large, then every stop with its times. */

import { h } from "../dom.js";
import { clock, duration, kilometres, t } from "../page.js";

/** The first stop that nobody has checked in to. */
export function nextStop(patrol) {
  if (patrol.status === "done") return null;
  return patrol.stops.find((stop) => !stop.visited_at) ?? null;
}

/** The card of the next stop; `onArrive(stop)` when the reader may check in. */
export function drawNext(card, patrol, { onArrive }) {
  const stop = nextStop(patrol);
  if (!stop) return card.replaceChildren(h("p", { class: "where-to" }, t("patrol.over")));
  const arrive = onArrive
    ? h("button", { type: "button", class: "button wide", onclick: () => onArrive(stop) }, t("patrol.here"))
    : null;
  card.replaceChildren(
    ...[
      h("p", { class: "what" }, `${t("patrol.next")} · ${t(`stop.kind.${stop.kind}`)}`),
      h("p", { class: "where-to" }, stop.name ?? t("patrol.hidden")),
      h("p", { class: "when" }, times(stop)),
      arrive,
    ].filter(Boolean),
  );
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
    base(patrol, patrol.starts_at),
    ...patrol.stops.map((stop, index) => item(stop, index, legs.get(stop.sequence))),
    base(patrol, patrol.ends_at, legs.get(patrol.stops.length)),
  );
}

function item(stop, index, leg) {
  const done = Boolean(stop.visited_at);
  return h(
    "li",
    { class: done ? "done" : null },
    h("span", { class: "mark", "aria-hidden": "true" }, done ? "✓" : String(index + 1)),
    h("time", { datetime: stop.arrives_at }, clock(stop.visited_at ?? stop.arrives_at)),
    h(
      "span",
      { class: "place" },
      stop.name ?? t("patrol.hidden"),
      h(
        "small",
        {},
        `${t(`stop.kind.${stop.kind}`)} · ${duration((new Date(stop.departs_at) - new Date(stop.starts_at)) / 1000)}`,
      ),
    ),
    distance(leg),
  );
}

function base(patrol, instant, leg) {
  return h(
    "li",
    { class: "base" },
    h("span", { class: "mark", "aria-hidden": "true" }, "⌂"),
    h("time", { datetime: instant }, clock(instant)),
    h("span", { class: "place" }, patrol.base.name),
    distance(leg),
  );
}

function distance(leg) {
  return leg ? h("span", { class: "leg" }, kilometres(leg.distance)) : null;
}
