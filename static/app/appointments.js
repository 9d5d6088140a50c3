/* A GUDA's own page: the week, the day's slots, who came, closures; live. */

import { api } from "./api.js";
import { drawDay } from "./appointments/day.js";
import { CloseDays, SomeCame } from "./appointments/dialogs.js";
import { drawWeek, mondayOf } from "./appointments/week.js";
import { move, note } from "./booking/acts.js";
import { BookingDialog } from "./booking/dialog.js";
import { byId, h } from "./dom.js";
import { Live } from "./live.js";
import { dayOf, daysAfter, given, role, t } from "./page.js";
import { soon } from "./soon.js";
import { toast } from "./toast.js";

const here = `sites/${given.site.id}`;
const booking = new BookingDialog();
const some = new SomeCame();
const days = new CloseDays();
const acts = { onNote, onSome, onMove, onBack };
let day = given.today;
let monday = mondayOf(day);
let asked = 0;
const reread = soon(() => read().catch(tell));

byId("week-before").addEventListener("click", () => go(daysAfter(monday, -7)));
byId("week-after").addEventListener("click", () => go(daysAfter(monday, 7)));
byId("week-now").addEventListener("click", () => go(given.today));
byId("close-days").addEventListener("click", () => days.ask(day, state));
await read().catch(tell);
new Live({ onOpen: () => read().catch(tell) })
  .on("appointment", ({ site_id: site }) => site === given.site.id && reread())
  .start();
document.documentElement.dataset.ready = role;

function go(date) {
  day = date;
  monday = mondayOf(date);
  read().catch(tell);
}

async function read() {
  const turn = ++asked;
  const week = `from=${monday}&to=${daysAfter(monday, 6)}`;
  const [{ slots }, { appointments }, { days: stated }] = await Promise.all([
    api(`${here}/slots?${week}`),
    api(`${here}/appointments?${week}`),
    api(`${here}/closures?from=${monday}`),
  ]);
  if (turn !== asked) return;
  drawWeek(byId("week"), monday, slots, day, go);
  const ofDay = slots.filter((slot) => slot.day === day);
  byId("day-title").textContent = dayOf(day);
  drawNotices(ofDay, appointments, stated);
  drawDay(byId("timetable"), ofDay, appointments, acts);
}

function drawNotices(slots, appointments, stated) {
  const said = stated.find((one) => one.day === day);
  const closed = slots.find((slot) => slot.closed)?.closed;
  const starts = new Set(slots.map((slot) => Date.parse(slot.starts_at)));
  const lost = appointments.filter((one) => one.to_move && starts.has(Date.parse(one.starts_at)));
  const notices = [];
  if (closed) notices.push(notice("warn", t("desk.closed", { cause: t(`cause.${closed}`) })));
  if (said?.desks) {
    const cause = t(`cause.${said.cause}`);
    notices.push(notice("warn", t("desk.fewer", { n: said.desks, cause })));
  }
  if (lost.length) notices.push(notice("bad", t("desk.move_first", { n: lost.length })));
  if (said) {
    const back = () => api(`closures/${said.id}`, { method: "DELETE" }).then(reread, tell);
    notices.push(h("button", { type: "button", class: "button", onclick: back }, t("desk.reopen")));
  }
  byId("day-notices").replaceChildren(...notices);
}

function notice(tone, text) {
  return h("p", { class: `notice ${tone}` }, text);
}

async function state(statement) {
  const { days: stated } = await api(`${here}/closures`, { method: "POST", body: statement });
  const run = async () => {
    try {
      for (const { id } of stated) await api(`closures/${id}`, { method: "DELETE" });
      toast(t("book.undone"));
    } catch (error) {
      tell(error);
    }
  };
  toast(t("desk.stated"), { act: { label: t("book.undo"), run } });
  go(statement.first);
}

function onNote(group, outcome) {
  note(group, outcome, t("desk.noted")).then(reread, tell);
}

function onSome(group) {
  some.ask(group, async (people) => {
    await note(group, { outcome: "honoured", people }, t("desk.noted"));
    reread();
  });
}

function onMove(group) {
  const { people, site_id: siteId } = group;
  booking.ask({ people, siteId, onChoose: (seats) => move(group, seats).then(reread) });
}

function onBack(group) {
  const body = { outcome: "booked" };
  api(`appointments/${group.id}/outcome`, { method: "POST", body }).then(reread, tell);
}

function tell(error) {
  toast(error.message, { bad: true });
}
