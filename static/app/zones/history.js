/* A zone's past in words: who changed what and when, with a look at each earlier outline. */

import { byId, h } from "../dom.js";
import { clock, day, number, t } from "../page.js";
import { opened, squareKilometres } from "./geometry.js";
import { languageNames } from "./languages.js";

const NAMED = 3; // zones of a change, which may be all of a territory
const TOGETHER = ["split", "merged"]; // what is done to several zones

const NUMBERS = [
  ...["revisit_interval_days", "weight", "service_minutes"],
  ...["service_per_person_minutes", "service_limit_minutes", "teams_at_once"],
];

/** `onLook(version | null)` shows an earlier outline, `onTakeUp(version)` makes it the draft. */
export class History {
  constructor({ onLook, onTakeUp }) {
    Object.assign(this, { _onLook: onLook, _onTakeUp: onTakeUp });
  }

  show(versions, { readOnly }) {
    this._looked = null;
    const items = versions.map((version, index) => this._item(version, versions[index + 1], index > 0 && !readOnly));
    byId("zone-history").replaceChildren(...items);
  }

  /** Look at no earlier version any more. */
  lookAway() {
    if (this._looked) this._look(this._looked, null);
  }

  _item(version, before, old) {
    const differences = before ? differencesOf(before, version) : [];
    const look = h("button", { type: "button", class: "button", "aria-pressed": "false" }, t("zone_change.look"));
    look.addEventListener("click", () => this._look(look, version));
    const again = h("button", { type: "button", class: "button" }, t("zone_change.take_up"));
    again.addEventListener("click", () => this._onTakeUp(version));
    return h(
      "li",
      {},
      h("p", {}, h("strong", {}, sentence(version)), h("small", { class: "soft" }, byline(version))),
      differences.length ? h("ul", { class: "small bullets" }, ...differences.map((one) => h("li", {}, one))) : null,
      h("div", { class: "zone-acts" }, look, old ? again : null),
    );
  }

  _look(button, version) {
    const looking = button.getAttribute("aria-pressed") === "true";
    if (this._looked && this._looked !== button) press(this._looked, false);
    press(button, !looking);
    this._looked = looking ? null : button;
    this._onLook(looking ? null : version);
  }
}

/** What was done, in words: "split with Dunes 2". */
function sentence({ kind, undone_kind, others }) {
  const did = kind === "undone" ? t("zone_change.undone_what", { what: kindName(undone_kind) }) : kindName(kind);
  const together = others.length > 0 && TOGETHER.includes(undone_kind ?? kind);
  return together ? `${did} ${t("zone_change.with", { zones: namesOf(others) })}` : did;
}

/** Some zones' names, and that there are more. */
export function namesOf(names) {
  return [...names.slice(0, NAMED), ...(names.length > NAMED ? ["…"] : [])].join(", ");
}

export function kindName(kind) {
  return t(`zone_change.${kind}`);
}

/** When an instant was, in words. */
export function whenWas(instant) {
  return t("zone_change.when", { day: day(instant), time: clock(instant) });
}

/** A change in words: "Dunes – split, 3 March, 9:12, Anna". */
export function toldOf(change) {
  const what = `${namesOf(change.zones.map(({ name }) => name))} – ${kindName(change.kind)}`;
  return [what, whenWas(change.at), change.author].filter(Boolean).join(", ");
}

function byline({ since, author }) {
  return `${whenWas(since)} · ${author ?? t("zone_change.nobody")}`;
}

function press(button, pressed) {
  button.setAttribute("aria-pressed", String(pressed));
  button.textContent = t(pressed ? "zone_change.look_no_more" : "zone_change.look");
}

function differencesOf(before, after) {
  const told = [];
  const tell = (what, from, to) => told.push(t(`zone_diff.${what}`, { before: from, after: to }));
  if (before.name !== after.name) tell("name", before.name, after.name);
  for (const name of NUMBERS) {
    if (before[name] !== after[name]) tell(name, amount(before[name]), amount(after[name]));
  }
  const [spoke, speak] = [before, after].map(({ languages }) => languageNames([...languages].sort()));
  if (spoke !== speak) tell("languages", spoke, speak);
  if (different(before, after, "rhythm")) tell("rhythm");
  return [...told, ...shapeDifferences(before, after)];
}

function shapeDifferences(before, after) {
  const told = [];
  const [was, is] = [before, after].map(({ area }) => number(squareKilometres(opened(area.coordinates)), 2));
  if (was !== is) told.push(t("zone_diff.area", { before: was, after: is }));
  else if (different(before, after, "area")) told.push(t("zone_diff.outline"));
  if (different(before, after, "access") || different(before, after, "other_accesses"))
    told.push(t("zone_diff.access"));
  return told;
}

function different(one, other, name) {
  return JSON.stringify(one[name]) !== JSON.stringify(other[name]);
}

function amount(value) {
  return value === null ? t("zone_diff.none") : number(value, 2);
}
