/* Leaving a stop, passing one by with a reason, and taking the last sign back. */

import { drawOnce, h } from "../dom.js";
import { t } from "../page.js";
import { nextStop } from "./way.js";

const REASONS = ["nobody_there", "no_access", "unsafe", "no_time", "other"];

/** Buttons below the next stop, for a patrol that is not over; `onNote(act, stop, reason?)`. */
export function drawLeave(box, patrol, { onNote }) {
  const last = patrol.stops.findLast((stop) => stop.visited_at || stop.skipped);
  const next = nextStop(patrol);
  const acts = [
    last?.visited_at && !last.left_at ? leave(last, onNote) : null,
    last ? undo(last, onNote) : null,
    next ? skip(next, onNote) : null,
  ].filter(Boolean);
  box.hidden = !["published", "under_way"].includes(patrol.status) || acts.length === 0;
  const state = [last?.sequence, Boolean(last?.visited_at && !last.left_at), next?.sequence];
  drawOnce(box, [box.hidden, patrol.revision, ...state], () => box.replaceChildren(...(box.hidden ? [] : acts)));
}

function leave(stop, onNote) {
  const onclick = () => onNote("departure", stop);
  const words = t("sign.leave", { stop: stop.name });
  return h("button", { type: "button", class: "button wide", "data-sign": "leave", onclick }, words);
}

function undo(stop, onNote) {
  const onclick = () => onNote("undo", stop);
  const words = t("sign.undo", { stop: stop.name });
  return h("button", { type: "button", class: "button wide", "data-sign": "undo", onclick }, words);
}

/** A list of reasons that acts when one is chosen. */
function skip(stop, onNote) {
  const options = REASONS.map((reason) => h("option", { value: reason }, t(`sign.skip.${reason}`)));
  const label = `${t("sign.skip")} ${stop.name}`;
  const first = h("option", { value: "" }, t("sign.skip"));
  const choice = h("select", { class: "select", "aria-label": label, "data-sign": "skip" }, first, ...options);
  choice.addEventListener("change", () => choice.value && onNote("skip", stop, choice.value));
  return choice;
}
