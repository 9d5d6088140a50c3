/* The buses: to come, under way and past, as they change. */

import { api } from "./api.js";
import { byId, h } from "./dom.js";
import { Live } from "./live.js";
import { given, role, t } from "./page.js";
import { toast } from "./toast.js";
import { PlanDialog } from "./transfers/plan_dialog.js";
import { goesTo, seatsOf, stateOf, when } from "./transfers/shown.js";

const OVER = ["arrived", "cancelled"];

if (given.mayPlan) {
  const dialog = new PlanDialog();
  byId("plan-bus").addEventListener("click", () => dialog.open().catch(tell));
}
const read = () => draw().catch(tell);
await new Live({ onOpen: read }).on("transfer", read).start();
await read();
document.documentElement.dataset.ready = role;

async function draw() {
  const { transfers } = await api("transfers");
  const over = transfers.filter((bus) => OVER.includes(bus.state)).toReversed();
  const coming = transfers.filter((bus) => !OVER.includes(bus.state));
  list("coming", coming, "bus.none_coming");
  list("past", over, "bus.none_past");
}

function list(id, buses, nothing) {
  const cards = buses.map((bus) => h("li", {}, card(bus)));
  byId(id).replaceChildren(...(cards.length ? cards : [h("li", { class: "soft" }, t(nothing))]));
}

function card(bus) {
  return h(
    "a",
    { class: "bus-card", href: `/transfers/${bus.id}` },
    h("span", { class: "top" }, h("strong", {}, when(bus.departs_at)), stateOf(bus)),
    h("span", {}, goesTo(bus)),
    h("span", { class: "soft small" }, bus.pickups.map((pickup) => pickup.name).join(" · ")),
    seatsOf(bus),
  );
}

function tell(error) {
  toast(error.message, { bad: true });
}
