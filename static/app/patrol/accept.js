/* The team says that it goes: a banner above the next stop until it has. */

import { api } from "../api.js";
import { h } from "../dom.js";
import { clock, t } from "../page.js";

/** Fill the banner; `onAccepted()` runs when the server has noted it. */
export function drawAcceptance(box, patrol, { onAccepted, onError }) {
  box.hidden = patrol.accepted_at !== null || !["published", "under_way"].includes(patrol.status);
  if (box.hidden) return box.replaceChildren();
  const accept = h("button", { type: "button", class: "button", id: "accept-patrol" }, t("accept.act"));
  accept.addEventListener("click", async () => {
    accept.disabled = true;
    try {
      await api(`patrols/${patrol.id}/acceptance`, { method: "POST" });
      await onAccepted();
    } catch (error) {
      accept.disabled = false;
      onError(error);
    }
  });
  box.replaceChildren(h("span", {}, t("accept.ask", { time: clock(patrol.starts_at) })), accept);
}
