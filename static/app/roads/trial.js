/* What a draft would close: asked as it is drawn, and shown on the map before anything is kept. */

import { api } from "../api.js";
import { byId } from "../dom.js";
import { length, t } from "../page.js";
import { drawn } from "./layer.js";

const SOON = 250; // ms after the last change

/** Follows a `Draft`; `shape` is what would be kept, once the server has said so. */
export class Trial {
  constructor(map, draft, { profiles, onNames }) {
    Object.assign(this, { _map: map, _draft: draft, _profiles: profiles, _onNames: onNames });
    this._said = byId("closure-tried");
    draft.addEventListener("change", () => this.ask());
  }

  /** Look it up, soon. */
  ask() {
    this._forget();
    this.shape = null;
    const { missing, points } = this._draft;
    if (missing) return this._say(points.length ? t("roads.more_points") : "");
    this._say(t("roads.trying"));
    this._timer = setTimeout(() => this._look(), SOON);
  }

  /** The shape as soon as it is known. Throws an Error in words when there is none. */
  async known() {
    if (this._draft.missing) throw new Error(t("roads.no_shape"));
    if (!this.shape) await this._look();
    if (!this.shape) throw new Error(this._said.textContent);
    return this.shape;
  }

  clear() {
    this._forget();
    this.shape = null;
    this._say("");
  }

  async _look() {
    this._forget();
    const asking = new AbortController();
    this._asking = asking;
    try {
      const shape = await this._shapeOf(asking.signal);
      const body = { shape, profiles: this._profiles() };
      const found = await api("road-closures/trial", { method: "POST", body, signal: asking.signal });
      this.shape = shape;
      this._shown = drawn({ shape, ...found }).addTo(this._map);
      this._say(found.warning ?? t("roads.closes", { length: length(found.closed_metres) }), found.warning && "warn");
    } catch (error) {
      if (error.name !== "AbortError") this._say(error.message, "bad");
    }
  }

  /** What was drawn; along a road, the way that it leads. */
  async _shapeOf(signal) {
    const { kind, shape, points, drawing } = this._draft;
    if (shape) return shape;
    if (kind !== "along") return drawing;
    const found = await api("road-closures/stretch", { method: "POST", body: { points }, signal });
    this._onNames(found.names);
    return found.shape;
  }

  _forget() {
    clearTimeout(this._timer);
    this._asking?.abort();
    this._shown?.remove();
  }

  _say(text, tone = "") {
    this._said.textContent = text;
    this._said.className = `notice ${tone}`;
    this._said.hidden = !text;
  }
}
