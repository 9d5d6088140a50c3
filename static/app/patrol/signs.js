/* Leaving a stop, passing one by with a reason, and taking the last sign back. */

import { api } from "../api.js";
import { h } from "../dom.js";
import { t } from "../page.js";
import { nextStop } from "./way.js";

const REASONS = ["nobody_there", "no_access", "unsafe", "no_time", "other"];

/** Buttons below the next stop, for a patrol that is not over; `onNoted()` after each. */
export function drawLeave(box, patrol, { onNoted, onError }) {
  const note = (path, options) => async () => {
    try {
      await api(`patrols/${patrol.id}/stops/${path}`, options);
      await onNoted();
    } catch (error) {
      onError(error);
    }
  };
  const last = patrol.stops.findLast((stop) => stop.visited_at || stop.skipped);
  const next = nextStop(patrol);
  const acts = [
    last?.visited_at && !last.left_at ? leave(last, note) : null,
    last ? undo(last, note) : null,
    next ? skip(next, note) : null,
  ].filter(Boolean);
  box.hidden = !["published", "under_way"].includes(patrol.status) || acts.length === 0;
  box.replaceChildren(...(box.hidden ? [] : acts));
}

function leave(stop, note) {
  const onclick = note(`${stop.sequence}/departure`, { method: "POST" });
  const words = t("sign.leave", { stop: stop.name });
  return h("button", { type: "button", class: "button wide", "data-sign": "leave", onclick }, words);
}

function undo(stop, note) {
  const onclick = note(`${stop.sequence}/sign`, { method: "DELETE" });
  const words = t("sign.undo", { stop: stop.name });
  return h("button", { type: "button", class: "button wide", "data-sign": "undo", onclick }, words);
}

/** A list of reasons that acts when one is chosen. */
function skip(stop, note) {
  const options = REASONS.map((reason) => h("option", { value: reason }, t(`sign.skip.${reason}`)));
  const label = `${t("sign.skip")} ${stop.name}`;
  const first = h("option", { value: "" }, t("sign.skip"));
  const choice = h("select", { "aria-label": label, "data-sign": "skip" }, first, ...options);
  choice.addEventListener("change", () => {
    if (choice.value) note(`${stop.sequence}/skip`, { method: "POST", body: { reason: choice.value } })();
  });
  return choice;
}
