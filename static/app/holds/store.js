/* Holds and requests that the reader may see: one truth for lists, cards and notices. */

import { api } from "../api.js";
import { serverNow } from "./server_clock.js";

const ENDED = ["arrived", "released", "expired", "no_show"];
const MOST_ENDED = 30;

/** Fires "change"; "ended" with {hold}, "served" with {request, hold} for what the stream told. */
export class Holds extends EventTarget {
  constructor({ withEnded = false } = {}) {
    super();
    Object.assign(this, { _withEnded: withEnded, _active: new Map(), _ended: [], _line: [] });
    document.addEventListener("visibilitychange", () => document.hidden || this.load().catch(() => {}));
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
    if (!known) return told.state === "active" ? this.load() : undefined;
    Object.assign(known, { ...told, team_id: known.team_id });
    if (told.state !== "active") this._end(known);
    this._fire("change");
  }

  /** A request changed: the line moved, and a served one has its hold. */
  async hearRequest(told) {
    const known = this._line.find((request) => request.id === told.id);
    await this.load();
    if (told.state === "served" && known) {
      this._fire("served", { request: known, hold: this._active.get(told.hold_id) });
    }
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
