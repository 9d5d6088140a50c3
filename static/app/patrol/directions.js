/* The way to the next stop, turn by turn, by car and on foot. All of it came with the page, so that
   it is read without a network; nobody else is asked for it. */

import { h } from "../dom.js";
import { clock, duration, length, t } from "../page.js";
import { navigationLink } from "./navigation_link.js";
import { turnSign } from "./turn_sign.js";
import { nextStop } from "./way.js";

/** Fill the guide; what the reader had unfolded stays so while the next stop is the same. */
export function drawGuide(box, patrol) {
  const stop = nextStop(patrol);
  const over = patrol.status === "done" || (!stop && patrol.status !== "under_way");
  const to = stop ? `stop ${stop.sequence}` : "base";
  const open = box.dataset.to === to ? [...box.querySelectorAll("details[open]")].map(({ id }) => id) : [];
  box.dataset.to = to;
  const parts = over ? [] : [driving(patrol, stop), walking(stop), navigationLink(patrol, stop)];
  box.replaceChildren(...parts.flat().filter(Boolean));
  for (const id of open) box.querySelector(`#${id}`)?.setAttribute("open", "");
  box.hidden = box.childElementCount === 0;
}

/** By car to the stop, or from the last one back to the base; nothing where the way is hidden. */
function driving(patrol, stop) {
  const sequence = stop?.sequence ?? patrol.stops.length;
  const leg = patrol.legs.features.find(({ properties }) => properties.sequence === sequence)?.properties;
  if (!leg?.steps?.length) return null;
  const title = stop
    ? t("guide.drive", { name: stop.name ?? t("guide.hidden") })
    : t("guide.base", { name: patrol.end_base.name });
  return fold("guide-drive", title, leg.distance, leg.duration, turns(leg.steps));
}

/** On foot from the van through the camps and back. */
function walking(stop) {
  if (!stop?.loop) return null;
  const { camps, legs, metres } = stop.loop;
  const ways = legs.map((leg, index) => way(leg, camps[index]));
  const walked = legs.reduce((sum, leg) => sum + leg.duration, 0);
  return fold("guide-walk", t("guide.walk", { n: camps.length }), metres, walked, ...ways);
}

function way(leg, camp) {
  return h(
    "section",
    {},
    h(
      "h3",
      {},
      h("time", { datetime: leg.arrives_at }, clock(leg.arrives_at)),
      h("span", {}, camp ? t("guide.to", { name: camp.name }) : t("guide.to_van")),
      h("span", { class: "far" }, length(leg.distance)),
    ),
    turns(leg.steps ?? []),
  );
}

function fold(id, title, metres, seconds, ...content) {
  return h(
    "details",
    { class: "fold guide", id },
    h("summary", {}, h("span", {}, title), h("span", { class: "count" }, `${length(metres)} · ${duration(seconds)}`)),
    ...content,
  );
}

function turns(steps) {
  return h("ol", { class: "turns" }, ...steps.map(turn));
}

function turn(step) {
  return h(
    "li",
    {},
    turnSign(step),
    h("span", {}, step.words),
    step.distance ? h("span", { class: "far" }, length(step.distance)) : null,
  );
}
