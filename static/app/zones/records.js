/* The zones as the server has them, what was done to them, and doing more. */

import { api } from "../api.js";
import { toast } from "../toast.js";

/** Event `change`. `zones` are those visited, by name, then the retired ones. */
export class Zones extends EventTarget {
  zones = [];
  changes = [];
  date = null;

  get(id) {
    return this.zones.find((zone) => zone.id === id);
  }

  get visited() {
    return this.zones.filter(({ active }) => active);
  }

  get retired() {
    return this.zones.filter(({ active }) => !active);
  }

  /** Read the present, or the zones of a day that is over. */
  async load(date = this.date) {
    const [{ zones }, { changes }] = await Promise.all([
      api(date ? `zone-records?date=${date}` : "zone-records"),
      api("zone-changes"),
    ]);
    Object.assign(this, { zones, changes, date });
    this.dispatchEvent(new Event("change"));
  }

  /** Read again. What was done is done, also when the reading of it fails. */
  async refresh() {
    await this.load().catch((error) => toast(error.message, { bad: true }));
  }

  async versions(id) {
    return (await api(`zones/${id}/versions`)).versions;
  }

  /** Save a draft; the zone as it is then. */
  async save(draft) {
    const body = draft.body();
    const zone = draft.id
      ? await api(`zones/${draft.id}`, { method: "PUT", body })
      : await api("zones", { method: "POST", body });
    await this.refresh();
    return zone;
  }

  /** Cut a zone along positions; the pieces, that which stays the zone first. */
  split(zone, coordinates) {
    const line = { type: "LineString", coordinates };
    return this._act(`zones/${zone.id}/split`, { revision: zone.revision, line });
  }

  /** Make the zones one, the first. */
  merge(zones) {
    return this._act("zones/merge", { zones: zones.map(({ id, revision }) => ({ id, revision })) });
  }

  retire({ id, revision }) {
    return this._act(`zones/${id}/retirement`, { revision });
  }

  restore({ id, revision }) {
    return this._act(`zones/${id}/restoration`, { revision });
  }

  undo(change) {
    return this._act(`zone-changes/${change.id}/undo`);
  }

  /** The change that Undo takes back: the newest that stands. What nobody did (a whole territory that was
   * loaded, a zone that was moved in SQL) is nobody's slip of the hand. */
  get undoable() {
    const change = this.changes.find((one) => one.kind !== "undone" && this._stands(one));
    return change?.undoable && change.author !== null ? change : null;
  }

  /** The undoing that Redo takes back: the newest that stands, if nothing else was done since. */
  get redoable() {
    const undoing = this.changes.find((one) => this._isUndoing(one) && this._stands(one));
    const since = this.changes.slice(0, this.changes.indexOf(undoing));
    return undoing?.undoable && since.every(({ kind }) => kind === "undone") ? undoing : null;
  }

  /** The change that an undoing took back. */
  taken({ undoes }) {
    return this.changes.find(({ id }) => id === undoes);
  }

  /** Undoing an undoing does the change again: that is none. */
  _isUndoing(change) {
    if (change.kind !== "undone") return false;
    const taken = this.taken(change);
    return !taken || !this._isUndoing(taken);
  }

  /** Whether a change has not been taken back. */
  _stands({ id }) {
    return !this.changes.some((other) => other.undoes === id && this._stands(other));
  }

  async _act(path, body) {
    const answer = await api(path, { method: "POST", body });
    await this.refresh();
    return answer;
  }
}
