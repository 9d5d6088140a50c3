/* Holds and requests that the reader may see: one truth for lists, cards and notices. */

import { api } from "../api.js";
import { serverNow } from "./server_clock.js";

const ENDED = ["arrived", "released", "expired", "no_show"];
const MOST_ENDED = 30;

/** Fires "change"; "ended" with {hold}, "served" with {request, hold} for what the stream told. */
export class Holds extends EventTarget {
  /** `nameOf(siteId)`, where the page knows its sites, names a hold before it has been read. */
  constructor({ withEnded = false, nameOf = () => null } = {}) {
    super();
    Object.assign(this, { _withEnded: withEnded, _nameOf: nameOf, _active: new Map(), _ended: [], _line: [] });
    Object.assign(this, { _told: new Map(), _reading: null, _again: false });
    document.addEventListener("visibilitychange", () => document.hidden || this._read().catch(() => {}));
  }

  /** Read everything anew, and the server's clock with it. */
  async load() {
    const [{ holds }, { place_requests: line }, ...ended] = await Promise.all([
      api("holds"),
      api("place-requests"),
      ...(this._withEnded ? ENDED.map((state) => api(`holds?state=${state}`)) : []),
    ]);
    this._active = new Map(holds.map((hold) => [hold.id, hold]));
    this._line = line;
    this._ended = ended
      .flatMap((answer) => answer.holds)
      .toSorted((a, b) => Date.parse(b.ended_at) - Date.parse(a.ended_at))
      .slice(0, MOST_ENDED);
    this._fire("change");
  }

  /** Take in a hold from the stream; a new one is read with its site and team. */
  async hear(told) {
    const known = this._active.get(told.id);
    if (!known && told.state !== "active") return;
    if (!known) {
      this._told.set(told.id, told);
      await this._read();
      return;
    }
    Object.assign(known, { ...told, team_id: known.team_id });
    this._again ||= this._reading !== null; // what is being read may be older than what was told
    if (told.state !== "active") this._end(known);
    this._fire("change");
  }

  /** A request changed: the line moved. Of a served one the news comes first, then the reading. */
  async hearRequest(told) {
    const known = this._line.find((request) => request.id === told.id) ?? told;
    const named = told.state === "served" ? this._named(told.hold_id) : null;
    if (named) this._fire("served", { request: known, hold: named });
    await this._read();
    const read = this._active.get(told.hold_id);
    if (!named && read) this._fire("served", { request: known, hold: read });
  }

  /** The hold as far as it is known: the stream tells it before its request. */
  _named(id) {
    const told = this._told.get(id);
    const site = told && this._nameOf(told.site_id);
    return this._active.get(id) ?? (site ? { ...told, site } : null);
  }

  /** One reading at a time; what is told meanwhile is read after it. */
  _read() {
    this._again = this._reading !== null;
    this._reading ??= this.load().finally(() => {
      this._reading = null;
      this._told.clear();
      if (this._again) this._read();
    });
    return this._reading;
  }

  /** Active holds, soonest to expire first. */
  active() {
    return [...this._active.values()].toSorted((a, b) => Date.parse(a.expires_at) - Date.parse(b.expires_at));
  }

  ended() {
    return this._ended;
  }

  line() {
    return this._line;
  }

  get(id) {
    return this._active.get(id);
  }

  _end(hold) {
    this._active.delete(hold.id);
    const ended = { ...hold, ended_at: new Date(serverNow()).toISOString() };
    this._ended = [ended, ...this._ended].slice(0, MOST_ENDED);
    this._fire("ended", { hold: ended });
  }

  _fire(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
