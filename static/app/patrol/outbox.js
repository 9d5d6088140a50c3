/* What is on its way: kept on this phone until the server has it, under the id it was given.

A report or a sign is written down before it is sent, so a page that is closed loses none; the server
knows each by its id, so one that is sent twice is recorded once. They are kept for one account:
phones are shared.
*/

import { api, Refused } from "../api.js";
import { t } from "../page.js";
import { toast } from "../toast.js";

const AGAIN = 15_000; // ms between two tries while something waits

/** The encounters of one account on their way; `onChange(entries)`: {report, refusal?}. */
export function encounterOutbox(account, { onChange }) {
  return new Outbox(`geoops.outbox.${account}`, {
    onChange,
    deliver: (report) => api("encounters", { method: "POST", body: report }),
    onSent: () => toast(t("outbox.sent")),
    kept: "outbox.kept",
  });
}

/** An outbox; `deliver(report)` gives one to the server. `inOrder`: none overtakes another. */
export class Outbox {
  constructor(key, { deliver, kept, onChange, onSent, inOrder = false }) {
    Object.assign(this, { _key: key, _deliver: deliver, _kept: kept, _inOrder: inOrder });
    Object.assign(this, { _onChange: onChange, _onSent: onSent });
  }

  start() {
    this._onChange(this.entries());
    window.addEventListener("online", () => this.send());
    window.addEventListener("storage", () => this._onChange(this.entries()));
    setInterval(() => this.waiting().length && this.send(), AGAIN);
    this.send();
  }

  entries() {
    return JSON.parse(localStorage.getItem(this._key) ?? "[]");
  }

  /** What the server has neither taken nor refused. */
  waiting() {
    return this.entries().filter((entry) => !entry.refusal);
  }

  /** Take a report and try at once. Throws Refused when the server will not have it. */
  async post(report) {
    this._write([...this._without(report.id), { report }]);
    const refusal = this._inOrder ? (await this.send()).get(report.id) : await this._try(report);
    if (refusal) {
      this.drop(report.id);
      throw refusal;
    }
  }

  /** Send what waits, in order; one tab at a time. The refusals by id. */
  async send() {
    const refusals = new Map();
    await navigator.locks.request(this._key, async () => {
      for (const { report } of this.waiting()) {
        const refusal = await this._try(report);
        if (refusal) {
          refusals.set(report.id, refusal);
          this._write(this.entries().map((one) => (one.report.id === report.id ? refused(one, refusal) : one)));
        }
        if (this.waiting().some((entry) => entry.report.id === report.id)) return;
      }
    });
    return refusals;
  }

  /** Forget a report, sent or not. */
  drop(id) {
    this._write(this._without(id));
  }

  /** The refusal, if the server read the report and will not have it. */
  async _try(report) {
    try {
      await this._deliver(report);
    } catch (error) {
      if (error instanceof Refused && final(error)) return error;
      toast(error instanceof Refused ? error.message : t(this._kept));
      return null;
    }
    this.drop(report.id);
    this._onSent(report);
    return null;
  }

  _without(id) {
    return this.entries().filter((entry) => entry.report.id !== id);
  }

  _write(entries) {
    localStorage.setItem(this._key, JSON.stringify(entries));
    this._onChange(entries);
  }
}

function refused(entry, refusal) {
  return { ...entry, refusal: refusal.message };
}

/** Whether trying again cannot help: not a session that ended, not a server that is busy or ill. */
function final({ status }) {
  return status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);
}
