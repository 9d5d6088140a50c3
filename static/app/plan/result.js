/* A day's published patrols as a list: who, when, how far, which stops. */

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
