/* Counts at the door of a bus: sent a moment after the last press, again when the network is away. */

import { api, Unreachable } from "../api.js";
import { t } from "../page.js";
import { toast } from "../toast.js";

const PAUSE = 500; // ms after the last press

/** Collects counts by group; `onSent(bus)` gets the bus as it then stands. */
export class BoardingCounts {
  constructor(path, onSent) {
    Object.assign(this, { _path: path, _onSent: onSent, _counts: new Map(), _sending: 0 });
  }

  /** Whether something is counted that the server does not know yet. */
  get pending() {
    return this._counts.size > 0 || this._sending > 0;
  }

  count(groupId, people) {
    this._counts.set(groupId, people);
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._send(), PAUSE);
  }

  _send() {
    const counts = [...this._counts].map(([group_id, people]) => ({ group_id, people }));
    this._counts.clear();
    return this._post({ counts, idempotency_key: crypto.randomUUID() });
  }

  async _post(body) {
    this._sending += 1;
    let bus = null;
    try {
      bus = await api(`${this._path}/boarding`, { method: "POST", body });
    } catch (error) {
      const again = { label: t("bus.again"), run: () => this._post(body) };
      toast(error.message, { bad: true, act: error instanceof Unreachable ? again : undefined });
      bus = error instanceof Unreachable ? null : await api(this._path).catch(() => null);
    } finally {
      this._sending -= 1;
    }
    if (bus) this._onSent(bus);
  }
}
