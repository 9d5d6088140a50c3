/* Undo and redo: first of the moves on the map that are not saved, then of the changes that are. */

import { byId } from "../dom.js";
import { t } from "../page.js";
import { toldOf } from "./history.js";

/** The two buttons and their keys; `draft()` is the one in sight, `onTake(change, words)` takes a change back. */
export class Undoing {
  constructor(zones, { draft, onTake }) {
    Object.assign(this, { _zones: zones, _draft: draft, _onTake: onTake });
    byId("zones-undo").addEventListener("click", () => this.undo());
    byId("zones-redo").addEventListener("click", () => this._redo());
    document.addEventListener("keydown", (event) => this._key(event));
  }

  undo() {
    const draft = this._draft();
    if (draft?.canUndo) draft.undo();
    else if (this._undoable) this._onTake(this._undoable, t("zones.undone"));
  }

  /** Say what would be taken back. */
  refresh() {
    const draft = this._draft();
    const undo = draft?.canUndo ? t("zones.undo_step") : told("zones.undo_what", this._undoable);
    const redo = draft?.canRedo ? t("zones.redo_step") : told("zones.redo_what", this._redoable, this._taken);
    byId("undo-what").textContent = undo;
    byId("redo-what").textContent = redo;
    byId("zones-undo").disabled = !undo;
    byId("zones-redo").disabled = !redo;
  }

  _redo() {
    const draft = this._draft();
    if (draft?.canRedo) draft.redo();
    else if (this._redoable) this._onTake(this._redoable, t("zones.redone"));
  }

  get _undoable() {
    return this._idle ? this._zones.undoable : null;
  }

  get _redoable() {
    return this._idle ? this._zones.redoable : null;
  }

  get _taken() {
    return this._redoable ? this._zones.taken(this._redoable) : null;
  }

  /** What is saved is taken back only where nothing is being changed, and not in the past. */
  get _idle() {
    return !this._draft()?.dirty && this._zones.date === null;
  }

  /** Control + Z, unless a field has an undo of its own. */
  _key(event) {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || !["z", "y"].includes(key)) return;
    if (event.target.matches?.("input:not([type=checkbox]), textarea")) return;
    event.preventDefault();
    if (key === "z" && !event.shiftKey) this.undo();
    else this._redo();
  }
}

function told(key, change, did = change) {
  if (!change || !did) return "";
  return t(key, { what: toldOf({ ...did, at: change.at, author: change.author }) });
}
