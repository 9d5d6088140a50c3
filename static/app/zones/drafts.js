/* What has not been saved yet, kept in this tab through a reload, a lost network or an expired session. */

import { given } from "../page.js";
import { Draft } from "./draft.js";

const KEY = `geoops-zone-drafts-${given.account}`;
export const NEW = "new";

/** The drafts by their zone's id, a new zone's under NEW. Event `change`. */
export class Drafts extends EventTarget {
  constructor() {
    super();
    this._drafts = new Map(read().map((kept) => [kept.id ?? NEW, Draft.again(kept)]));
    for (const draft of this._drafts.values()) this._watch(draft);
  }

  get(id) {
    return this._drafts.get(id);
  }

  has(id) {
    return this._drafts.get(id)?.dirty ?? false;
  }

  get count() {
    return [...this._drafts.values()].filter((draft) => draft.dirty).length;
  }

  /** The draft of a zone, begun now if there is none. */
  of(zone) {
    const there = this._drafts.get(zone.id);
    if (there?.dirty) return there;
    return this.begin(Draft.of(zone));
  }

  begin(draft) {
    this._drafts.set(draft.id ?? NEW, draft);
    this._watch(draft);
    this._keep();
    return draft;
  }

  drop(id) {
    this._drafts.delete(id);
    this._keep();
  }

  _watch(draft) {
    for (const event of ["said", "shape"]) draft.addEventListener(event, () => this._keep());
  }

  _keep() {
    const dirty = [...this._drafts.values()].filter((draft) => draft.dirty);
    try {
      if (dirty.length) sessionStorage.setItem(KEY, JSON.stringify(dirty));
      else sessionStorage.removeItem(KEY);
    } catch {
      // A full or forbidden store: the draft lives as long as the page does.
    }
    this.dispatchEvent(new Event("change"));
  }
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}
