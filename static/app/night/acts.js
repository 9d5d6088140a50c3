/* Acts at a site's desk: each keeps its key until the server has answered for certain, so that
pressing again counts once, also after the page was closed. They are kept for one account: phones
are shared. */

import { api, Refused } from "../api.js";

const FORGOTTEN = 12 * 3_600_000; // ms; after a night an act is for the census to find

/** The acts of one account. `onWaiting(acts)` when one is left without an answer, or no more. */
export class Acts {
  constructor(account, { onWaiting }) {
    this._store = `geoops.acts.${account}`;
    this._onWaiting = onWaiting;
  }

  /** Say what is left from before. */
  start() {
    this._onWaiting(this.waiting());
  }

  waiting() {
    const kept = JSON.parse(localStorage.getItem(this._store) ?? "[]");
    return kept.filter((act) => Date.now() - act.at < FORGOTTEN);
  }

  /** Send an act; `words` name it while it waits. Throws Refused or Unreachable. */
  async send(path, content, words) {
    const id = `${path} ${JSON.stringify(content)}`;
    const waiting = this.waiting();
    const act = waiting.find((one) => one.id === id) ?? {
      ...{ id, path, content, words },
      ...{ key: crypto.randomUUID(), at: Date.now() },
    };
    this._write([...waiting.filter((one) => one.id !== id), act]);
    return this.again(act);
  }

  /** Send an act that waits once more, under its key. Throws as `send`. */
  async again(act) {
    try {
      const answer = await api(act.path, { method: "POST", body: { ...act.content, idempotency_key: act.key } });
      this.forget(act);
      return answer;
    } catch (error) {
      if (error instanceof Refused && certain(error)) this.forget(act);
      else this._onWaiting(this.waiting());
      throw error;
    }
  }

  /** No longer wait for an answer to it. */
  forget(act) {
    this._write(this.waiting().filter((one) => one.id !== act.id));
    this._onWaiting(this.waiting());
  }

  _write(acts) {
    localStorage.setItem(this._store, JSON.stringify(acts));
  }
}

/** Whether the server read the act and will not have it: nothing of it was recorded. */
function certain({ status }) {
  return status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);
}
