/* Reports on their way: kept on this phone until the server has them, under the id they were given.

A report is written down before it is sent, so a page that is closed loses none; the server knows a
report by its id, so one that is sent twice is recorded once. They are kept for one account: phones
are shared.
*/

import { api, Refused } from "../api.js";
import { t } from "../page.js";
import { toast } from "../toast.js";

const AGAIN = 15_000; // ms between two tries while something waits

/** The outbox of one account. `onChange(entries)`: {report, refusal?}. */
export class Outbox {
  constructor(account, { onChange }) {
    this._key = `geoops.outbox.${account}`;
    this._onChange = onChange;
  }

  start() {
    this._onChange(this.entries());
    window.addEventListener("online", () => this.send());
    window.addEventListener("storage", () => this._onChange(this.entries()));
    setInterval(() => this._waiting().length && this.send(), AGAIN);
    this.send();
  }

  entries() {
    return JSON.parse(localStorage.getItem(this._key) ?? "[]");
  }

  /** Take a report and try at once. Throws Refused when the server will not have it. */
  async post(report) {
    this._write([...this._without(report.id), { report }]);
    const refusal = await this._try(report);
    if (refusal) {
      this._write(this._without(report.id));
      throw refusal;
    }
  }

  /** Send what waits; one tab at a time. */
  async send() {
    await navigator.locks.request(this._key, async () => {
      for (const { report } of this._waiting()) {
        const refusal = await this._try(report);
        if (refusal) this._write([...this._without(report.id), { report, refusal: refusal.message }]);
        if (this.entries().some((entry) => entry.report.id === report.id && !entry.refusal)) return;
      }
    });
  }

  /** The refusal, if the server read the report and will not have it. */
  async _try(report) {
    try {
      await api("encounters", { method: "POST", body: report });
    } catch (error) {
      if (error instanceof Refused && final(error)) return error;
      toast(error instanceof Refused ? error.message : t("outbox.kept"));
      return null;
    }
    this._write(this._without(report.id));
    toast(t("outbox.sent"));
    return null;
  }

  _waiting() {
    return this.entries().filter((entry) => !entry.refusal);
  }

  _without(id) {
    return this.entries().filter((entry) => entry.report.id !== id);
  }

  _write(entries) {
    localStorage.setItem(this._key, JSON.stringify(entries));
    this._onChange(entries);
  }
}

/** Whether trying again cannot help: not a session that ended, not a server that is busy or ill. */
function final({ status }) {
  return status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);
}
