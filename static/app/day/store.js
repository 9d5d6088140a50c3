/* The day's setup while it is edited: saved as a whole as one goes, over the version one has read. */

import { api } from "../api.js";
import { today } from "../page.js";

const SOON = 500; // ms after the last edit
const READ_ONLY = new Set(["name", "languages", "active"]);

/** Events: `open` (another day, or others' edits), `edit`, `state` (saving, saved, conflict, failed). */
export class DaySetup extends EventTarget {
  value = null;
  date = null;
  state = "idle";

  async open(date) {
    this._wanted = date;
    await this.saved().catch(() => {});
    const value = await api(`day-setups/${date}`);
    await this.saved().catch(() => {}); // an edit of the day that was still in sight
    if (date === this._wanted) this._opened(value, date);
  }

  /** Whether the day has passed: its setup is what it was, and an edit is for this page alone. */
  get past() {
    return this.date < today;
  }

  /** Change the setup; it is saved a moment later. */
  edit(change) {
    change(this.value);
    this.dispatchEvent(new Event("edit"));
    if (this.past) return;
    this._dirty = true;
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this.saved().catch(() => {}), SOON);
  }

  /** Once everything is saved. Throws what the server refuses, in words. */
  async saved() {
    clearTimeout(this._timer);
    await this._saving?.catch(() => {});
    if (!this._dirty) return;
    this._saving = this._save();
    await this._saving;
  }

  /** After a conflict: what the others have saved, … */
  async takeTheirs() {
    this._dirty = false;
    await this.open(this.date);
  }

  /** … or what is here, over theirs. */
  async keepMine() {
    const theirs = await api(`day-setups/${this.date}`);
    this.value.version = theirs.version;
    await this.saved();
  }

  /** Set the day up as another day was (`from_date`), or as a weekday usually is (`from_weekday`). */
  async copy(origin) {
    await this.saved();
    const body = { version: this.value.version, ...origin };
    this._opened(await api(`day-setups/${this.date}/copy`, { method: "POST", body }), this.date);
    this._say("saved");
  }

  /** Make the day the usual one of its weekday (Monday 0). */
  async makeUsual(weekday) {
    const { version } = await api(`day-templates/${weekday}`);
    const body = { ...asSent(this.value), version };
    await api(`day-templates/${weekday}`, { method: "PUT", body });
  }

  _opened(value, date) {
    this.value = value;
    this.date = date;
    this._dirty = false;
    this._say("idle");
    this.dispatchEvent(new Event("open"));
  }

  async _save() {
    this._dirty = false;
    this._say("saving");
    try {
      const body = asSent(this.value);
      const { version, shared_vehicles } = await api(`day-setups/${this.date}`, { method: "PUT", body });
      Object.assign(this.value, { version, shared_vehicles });
      this._say(this._dirty ? "saving" : "saved");
    } catch (error) {
      this._dirty = true;
      this._say(error.problem?.code === "setup-changed" ? "conflict" : "failed", error.message);
      throw error;
    }
  }

  _say(state, words = "") {
    this.state = state;
    this.words = words;
    this.dispatchEvent(new Event("state"));
  }
}

/** The setup without what only the reader needs. */
function asSent({ version, teams, demands }) {
  return { version, teams: teams.map(bare), demands: demands.map(bare) };
}

function bare(row) {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !READ_ONLY.has(name)));
}
