/* One bus: who boards where, counted with big steppers, and what becomes of those who stay. */

import { api } from "./api.js";
import { byId, h } from "./dom.js";
import { Live } from "./live.js";
import { given, role, t } from "./page.js";
import { Stepper } from "./patrol/fields.js";
import { toast } from "./toast.js";
import { BoardingCounts } from "./transfers/counts.js";
import { ArriveDialog, CancelDialog, GroupDialog, LeaveDialog } from "./transfers/dialogs.js";
import { goesTo, seatsOf, stateOf, when } from "./transfers/shown.js";

const path = `transfers/${given.transfer}`;
let bus = null;
const counts = new BoardingCounts(path, show);
const groupDialog = new GroupDialog(path, show);
const leaveDialog = new LeaveDialog(path, show);
const arriveDialog = new ArriveDialog(path, show);
const cancelDialog = given.mayPlan ? new CancelDialog(path, read) : null;

if (given.mayPlan) byId("bus-cancel").addEventListener("click", () => cancelDialog.ask(bus));
await new Live({ onOpen: read }).on("transfer", hear).on("places", hearPlaces).start();
await read();
document.documentElement.dataset.ready = role;

async function read() {
  try {
    show(await api(path));
  } catch (error) {
    tell(error);
  }
}

function hear({ id }) {
  if (id === given.transfer) read();
}

function hearPlaces({ site_id }) {
  if (bus?.destinations.some((one) => one.site_id === site_id)) read();
}

/** Draw the bus as it stands; a count that is being made, and the focus, stay as they are. */
function show(now) {
  bus = now;
  if (counts.pending) return;
  const focus = document.activeElement?.dataset.focus;
  byId("bus-name").replaceChildren(goesTo(bus));
  byId("bus-when").replaceChildren(stateOf(bus), ` ${when(bus.departs_at)}`);
  byId("bus-seats-taken").replaceChildren(seatsOf(bus));
  byId("pickups").replaceChildren(...bus.pickups.map(pickup));
  byId("destinations").replaceChildren(...bus.destinations.map(destination));
  if (given.mayPlan) byId("bus-cancel").hidden = !mayCancel();
  groupDialog.hear(bus);
  if (focus) document.querySelector(`[data-focus="${focus}"]`)?.focus();
}

function open() {
  return ["planned", "boarding"].includes(bus.state);
}

function mayCancel() {
  return open() && bus.pickups.every((one) => !one.departed_at);
}

function countsAt(siteId) {
  return given.mayCount && (role !== "site_manager" || given.site === siteId);
}

function pickup(stop) {
  const groups = bus.groups.filter((group) => group.pickup_id === stop.id);
  const still = open() && !stop.departed_at;
  const acts = still ? [adds(stop), leaves(stop, groups)] : [];
  const said = stop.departed_at
    ? t("bus.left", { time: when(stop.departed_at) })
    : t("bus.due", { time: when(stop.due_at) });
  return h(
    "li",
    { class: "pickup" },
    h("div", { class: "top" }, h("h3", {}, stop.name), h("p", { class: "soft" }, said)),
    ...(groups.length
      ? groups.map((group) => line(group, stop, still))
      : [h("p", { class: "soft" }, t("bus.no_groups"))]),
    h("div", { class: "acts" }, ...acts),
  );
}

function adds(stop) {
  if (!given.mayPlan) return null;
  const ask = () => groupDialog.ask(bus, stop);
  return h("button", { type: "button", class: "button", "data-focus": `add-${stop.id}`, onclick: ask }, t("bus.add"));
}

function leaves(stop, groups) {
  if (!countsAt(stop.site_id) || !groups.length) return null;
  const ask = () => leaveDialog.ask(bus, stop);
  return h(
    "button",
    { type: "button", class: "button primary big", "data-focus": `leave-${stop.id}`, onclick: ask },
    t("bus.leave"),
  );
}

function line(group, stop, still) {
  const to = bus.destinations.find((one) => one.site_id === group.site_id);
  const label = `${t(`category.${group.category}`)} → ${to.name}`;
  const children = [h("span", {}, h("strong", {}, label)), h("span", { class: "soft" }, told(group))];
  const removes = still && given.mayPlan;
  if (removes) {
    const act = () => remove(group).catch(tell);
    const name = `${t("bus.remove")}: ${label}`;
    children.push(
      h("button", { type: "button", class: "button quiet", "aria-label": name, onclick: act }, t("bus.remove")),
    );
  }
  const stepper = still && countsAt(stop.site_id) ? counted(group, label) : null;
  return h("div", { class: "bus-group", "data-group": group.id }, h("div", { class: "line" }, children), stepper);
}

function told(group) {
  const said = [t("bus.aboard", { aboard: group.aboard, people: group.people })];
  if (group.left_behind) said.push(t("bus.left_behind", { n: group.left_behind }));
  if (group.arrived) said.push(t("bus.arrived", { n: group.arrived }));
  return said.join(" · ");
}

function counted(group, label) {
  const stepper = new Stepper({
    name: group.id,
    label: t("bus.count"),
    value: group.aboard,
    range: () => ({ min: 0, max: group.people }),
    onChange: (people) => counts.count(group.id, people),
  });
  for (const [index, one] of [...stepper.element.querySelectorAll("button, input")].entries()) {
    one.dataset.focus = `count-${group.id}-${index}`;
  }
  stepper.element.querySelector("input").setAttribute("aria-label", label);
  return stepper.element;
}

async function remove(group) {
  await api(`${path}/groups/${group.id}`, { method: "DELETE" });
  toast(t("bus.removed"), { act: { label: t("bus.undo"), run: () => addAgain(group).catch(tell) } });
  await read();
}

async function addAgain({ pickup_id, site_id, category, people }) {
  const body = { pickup_id, site_id, category, people, idempotency_key: crypto.randomUUID() };
  show(await api(`${path}/groups`, { method: "POST", body }));
}

function destination(to) {
  const said = to.arrived_at
    ? t("bus.came", { time: when(to.arrived_at) })
    : t("bus.expected", { time: when(to.arrives_at) });
  const left = to.left.filter((one) => one.places > 0);
  const places = left.map((one) =>
    h(
      "li",
      { "data-left": one.category },
      t("bus.left_there", { n: one.places, category: t(`category.${one.category}`) }),
    ),
  );
  const receives = role === "coordinator" || given.site === to.site_id;
  const ask = () => arriveDialog.ask(bus, to);
  const arrives = bus.state === "departed" && !to.arrived_at && receives;
  return h(
    "li",
    { class: "pickup", "data-site": to.site_id },
    h(
      "div",
      { class: "top" },
      h("h3", {}, [to.name, to.commune].filter(Boolean).join(" · ")),
      h("p", { class: "soft" }, said),
    ),
    h("ul", { class: "soft small" }, places.length ? places : h("li", {}, t("bus.full_there"))),
    arrives
      ? h(
          "div",
          { class: "acts" },
          h("button", { type: "button", class: "button primary big", onclick: ask }, t("bus.arrive")),
        )
      : null,
  );
}

function tell(error) {
  toast(error.message, { bad: true });
}
