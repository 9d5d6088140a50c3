/* Signs of the way (here, left, skipped, taken back), shown at once and sent when there is a network.

They are sent in the order they were given, each with its age: what was noted without a network
counts from when it was noted, whatever the phone's clock says.
*/

import { api, Unreachable } from "../api.js";
import { byId, h } from "../dom.js";
import { t } from "../page.js";
import { Outbox } from "./outbox.js";

const OLDEST = 86_400; // s; the server takes none that is older

/** The signs of one account; `onSent()` runs when the server has noted one. */
export class SignOutbox {
  constructor(account, { onSent }) {
    this._onSent = onSent;
    this._outbox = new Outbox(`geoops.signs.${account}`, {
      deliver,
      onSent,
      onChange: (entries) => this._draw(entries),
      kept: "sign.kept",
      inOrder: true,
    });
  }

  start() {
    this._outbox.start();
  }

  /** Send a sign. Whether the server has it; throws Refused when it will not have it. */
  async post(sign) {
    await this._outbox.post(sign);
    return !this._outbox.waiting().some(({ report }) => report.id === sign.id);
  }

  /** Everything is with the server from here on. Throws Unreachable while it is not. */
  async flush() {
    await this._outbox.send();
    if (this._outbox.waiting().length > 0) throw new Unreachable();
  }

  /** The patrol as the team knows it: with the signs that the server has not heard of. */
  over(patrol) {
    const own = this._outbox.waiting().filter(({ report }) => report.patrol === patrol.id);
    return own.reduce((before, { report }) => withSign(before, report), patrol);
  }

  /** The refusal has been read: show what the server knows instead. */
  _dismiss({ id }) {
    this._outbox.drop(id);
    this._onSent();
  }

  _draw(entries) {
    const box = byId("signs-outbox");
    const bad = entries.find((entry) => entry.refusal);
    box.hidden = entries.length === 0;
    if (box.hidden) return box.replaceChildren();
    const text = bad ? refused(bad) : t("sign.waiting", { n: entries.length });
    const act = bad ? () => this._dismiss(bad.report) : () => this._outbox.send();
    const label = t(bad ? "sign.dismiss" : "outbox.send");
    box.replaceChildren(h("span", {}, text), h("button", { type: "button", class: "button", onclick: act }, label));
  }
}

/** A sign at a stop, now. */
export function newSign(patrol, act, stop, reason = null) {
  const at = new Date().toISOString();
  const { sequence, id: place_id, name } = stop;
  return { id: crypto.randomUUID(), patrol: patrol.id, act, sequence, place_id, name, reason, at };
}

/** The patrol as it is once the sign is noted. */
export function withSign(patrol, { act, sequence, reason, at }) {
  const change = {
    visit: (stop) => (stop.visited_at ? {} : { visited_at: at, skipped: null }),
    departure: (stop) => ({ left_at: stop.left_at ?? at }),
    skip: () => ({ skipped: reason }),
    undo: (stop) => (stop.left_at ? { left_at: null } : { visited_at: null, skipped: null }),
  }[act];
  const stops = patrol.stops.map((stop) => (stop.sequence === sequence ? { ...stop, ...change(stop) } : stop));
  const status = patrol.status === "published" && ["visit", "skip"].includes(act) ? "under_way" : patrol.status;
  return { ...patrol, stops, status };
}

/** Which sign was refused, and why; an older version of this page did not keep the stop's name. */
function refused({ report: { name }, refusal: reason }) {
  return name ? t("sign.refused_at", { stop: name, reason }) : t("sign.refused", { reason });
}

/** The name is for the team's own eyes. */
function deliver({ id, patrol, at, name: _name, ...sign }) {
  const ago = Math.min(OLDEST, Math.max(0, (Date.now() - Date.parse(at)) / 1000));
  return api(`patrols/${patrol}/signs/${id}`, { method: "PUT", body: { ...sign, ago } });
}
