/* Reservations (`/places`): what is kept and until when, who waits, and how holds have ended. */

import { byId, h } from "./dom.js";
import { extend, LetGo, withdraw } from "./holds/acts.js";
import { Ask } from "./holds/ask.js";
import { endedRow, holdCard, requestCard } from "./holds/cards.js";
import { Holds } from "./holds/store.js";
import { Live } from "./live.js";
import { given, number, role, t } from "./page.js";
import { toast } from "./toast.js";

const holds = new Holds({ withEnded: true });
const letGo = new LetGo();
const acts = {
  onExtend: extend,
  onRelease: (hold) => letGo.release(hold),
  onNoShow: given.mayMarkNoShow ? (hold) => letGo.noShow(hold) : null,
};
const filters = { site: byId("filter-site"), team: byId("filter-team") };

new Ask();
holds.addEventListener("change", draw);
holds.addEventListener("served", ({ detail: { request, hold } }) => {
  toast(t("line.given", { n: hold.places, site: hold.site, team: request.team ?? t("held.no_team") }));
});
for (const filter of Object.values(filters)) filter.addEventListener("change", draw);

const live = new Live({ onOpen: () => holds.load().catch(tell) })
  .on("hold", (told) => holds.hear(told).catch(tell))
  .on("place_request", (told) => holds.hearRequest(told).catch(tell));
live.start();
await holds.load().catch(tell);
document.documentElement.dataset.ready = role;

function draw() {
  const everything = [...holds.active(), ...holds.ended()];
  offer(filters.site, everything, "site_id", "site", t("filter.every_site"));
  offer(filters.team, everything, "team_id", "team", t("filter.every_team"));
  const active = holds.active().filter(wanted);
  const line = holds.line().filter((request) => !filters.team.value || request.team_id === filters.team.value);
  const ended = holds.ended().filter(wanted);
  fill(
    "active",
    active.map((hold) => holdCard(hold, acts)),
    t("held.none"),
  );
  fill(
    "line",
    line.map((request) => requestCard(request, { onWithdraw: withdraw })),
    t("line.none"),
  );
  fill("ended", ended.map(endedRow), t("held.none_ended"));
  const kept = active.reduce((sum, hold) => sum + hold.places, 0);
  byId("active-sum").textContent = active.length ? t("held.sum", { n: active.length, places: number(kept) }) : "";
  byId("line-sum").textContent = line.length ? t("line.sum", { n: line.length }) : "";
}

function wanted(hold) {
  return (
    (!filters.site.value || hold.site_id === filters.site.value) &&
    (!filters.team.value || hold.team_id === filters.team.value)
  );
}

/** The list as it is to be, with the focus where it was. */
function fill(id, items, empty) {
  const list = byId(id);
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const [row, label] = [focused?.closest("li"), focused?.textContent];
  list.replaceChildren(...(items.length ? items : [h("li", { class: "empty" }, empty)]));
  if (!row) return;
  const again = [...list.children].find((item) => key(item) === key(row));
  [...(again?.querySelectorAll("button") ?? [])].find((one) => one.textContent === label)?.focus();
}

function key(item) {
  return item.dataset.hold ?? item.dataset.request;
}

function offer(select, all, id, name, every) {
  const options = new Map(all.filter((hold) => hold[id]).map((hold) => [hold[id], hold[name]]));
  const chosen = select.value;
  select.replaceChildren(
    new Option(every, ""),
    ...[...options].toSorted(([, a], [, b]) => a.localeCompare(b)).map(([value, text]) => new Option(text, value)),
  );
  select.value = options.has(chosen) ? chosen : "";
}

function tell(error) {
  toast(error.message, { bad: true });
}
