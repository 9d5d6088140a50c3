/* A day's patrols as a list: who, when, how far, which stops; and what was left out, and why. */

import { sample } from "../chart/routes.js";
import { h } from "../dom.js";
import { clock, duration, kilometres, t } from "../page.js";
import { loopNote } from "../patrol/loop.js";
import { takeAlong } from "../patrol/take_along.js";

/** One folding item a patrol; a published one leads to its page. */
export function teamList(patrols, { published, onPick }) {
  return patrols.map((patrol) => h("li", {}, teamItem(patrol, published, onPick)));
}

function teamItem(patrol, published, onPick) {
  return h(
    "details",
    { class: "team", ontoggle: (event) => event.currentTarget.open && onPick(patrol) },
    h(
      "summary",
      {},
      sample(patrol.colour_index),
      h("span", { class: "team-name" }, h("strong", {}, patrol.team), h("small", { class: "soft" }, summary(patrol))),
    ),
    h("ol", { class: "stops" }, ...patrol.stops.map(stopItem)),
    published ? h("a", { class: "button wide", href: `/patrols/${patrol.id}` }, t("patrol.open")) : null,
    published ? takeAlong(patrol) : null,
  );
}

function summary(patrol) {
  return [
    `${clock(patrol.starts_at)}–${clock(patrol.ends_at)}`,
    kilometres(patrol.distance),
    t("plan.stops", { n: patrol.stops.length }),
  ].join(" · ");
}

function stopItem(stop) {
  return h(
    "li",
    {},
    h("time", { datetime: stop.arrives_at }, clock(stop.arrives_at)),
    h("span", {}, stop.name, loopNote(stop)),
    h("span", { class: "soft small" }, duration((new Date(stop.departs_at) - new Date(stop.starts_at)) / 1000)),
  );
}

/** What no team will see, with the reason in words. */
export function leftOut(items) {
  if (items.length === 0) return [];
  return [
    h("h3", {}, t("plan.left_out", { n: items.length })),
    h(
      "ul",
      { class: "left-out" },
      ...items.map((item) =>
        h(
          "li",
          {},
          h("strong", {}, item.name),
          h("span", { class: "soft" }, t(`left_out.${item.reason}`, item.details)),
        ),
      ),
    ),
  ];
}
