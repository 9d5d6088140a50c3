/* The team's position, shared with the coordination while the switch is on, and never otherwise.

Off by default; the browser is asked for the position only then. The server keeps the latest alone,
and deletes it when the switch goes off or the patrol ends. A page that is opened again during the
patrol goes on sharing, and says so. What could not be taken back for want of a network is taken back
as soon as there is one.
*/

import { api, Refused } from "../api.js";
import { byId, h } from "../dom.js";
import { clock, given, number, t } from "../page.js";

const EVERY = 20_000; // ms between two positions that are sent
const ASK = 30_000; // ms after which a phone that lies still is asked again
const OPTIONS = { enableHighAccuracy: true, maximumAge: 10_000, timeout: 60_000 };

/** The switch; `onFix({position, accuracy})` hears every position while it is on. */
export class Sharing {
  constructor(account, { patrol, onFix, onError }) {
    Object.assign(this, { _key: `geoops.sharing.${account}`, _patrol: patrol, _onFix: onFix, _onError: onError });
    this._switch = byId("share-position");
    this._switch.addEventListener("change", () => (this._switch.checked ? this._begin() : this.stop()));
    window.addEventListener("online", () => this._settle());
  }

  /** Go on after the page was opened again, or take back what could not be. */
  start() {
    const kept = this._kept();
    if (kept?.on && kept.patrol === this._patrol().id && !this._over()) this._begin();
    else if (kept) this._forget(kept.patrol);
  }

  draw() {
    byId("sharing").hidden = this._over() || this._patrol().service_date > given.today;
    if (this._over() && this._watch !== undefined) this._end();
  }

  /** Off: nothing is asked of the phone from here on, and the server forgets what it was told. */
  stop() {
    this._end();
    this._forget(this._patrol().id);
  }

  _begin() {
    if (this._watch !== undefined) return;
    if (!navigator.geolocation) return this._fail();
    this._keep({ patrol: this._patrol().id, on: true });
    this._sent = 0;
    const heed = (fix) => this._heed(fix);
    const fail = (error) => this._fail(error);
    this._watch = navigator.geolocation.watchPosition(heed, fail, OPTIONS);
    this._again = setInterval(() => navigator.geolocation.getCurrentPosition(heed, () => {}, OPTIONS), ASK);
    this._show(t("sharing.searching"));
  }

  _end() {
    navigator.geolocation?.clearWatch(this._watch);
    clearInterval(this._again);
    this._watch = undefined;
    localStorage.removeItem(this._key);
    this._onFix(null);
    this._show(null);
  }

  async _heed({ coords, timestamp }) {
    if (this._watch === undefined) return;
    this._onFix({ position: [coords.longitude, coords.latitude], accuracy: coords.accuracy });
    if (Date.now() - this._sent < EVERY) return;
    this._sent = Date.now();
    try {
      await api(`patrols/${this._patrol().id}/position`, { method: "PUT", body: body(coords, timestamp) });
    } catch (error) {
      return this._unsent(error);
    }
    if (this._watch === undefined) return this._forget(this._patrol().id); // it was under way when the switch went off
    this._show(t("sharing.sent", { time: clock(Date.now()), metres: number(Math.ceil(coords.accuracy)) }));
  }

  /** A refusal ends it: the patrol is over, or not today. Without a network it is sent later. */
  _unsent(error) {
    if (this._watch === undefined) return;
    if (!(error instanceof Refused)) return this._show(t("sharing.unsent"));
    this._end();
    this._onError(error);
  }

  _fail(error) {
    if (error && error.code !== error.PERMISSION_DENIED) return this._show(t("sharing.searching"));
    this._end();
    this._onError(new Error(t("sharing.refused")));
  }

  /** Have the server forget; remembered until it has. */
  async _forget(patrol) {
    this._keep({ patrol, on: false });
    try {
      await api(`patrols/${patrol}/position`, { method: "DELETE" });
    } catch (error) {
      if (!(error instanceof Refused)) return this._show(null, t("sharing.to_forget"));
    }
    if (!this._kept()?.on) localStorage.removeItem(this._key);
    if (this._watch === undefined) this._show(null);
  }

  _settle() {
    const kept = this._kept();
    if (kept && !kept.on) this._forget(kept.patrol);
  }

  /** The state in words, beside the switch and in the bar that stays in sight; null when off. */
  _show(words, off = "") {
    this._switch.checked = words !== null;
    byId("sharing-state").textContent = words ?? off;
    const bar = byId("sharing-on");
    bar.hidden = words === null;
    if (bar.hidden) return bar.replaceChildren();
    if (bar.childElementCount) return;
    const stop = () => this.stop();
    bar.replaceChildren(
      h("span", {}, t("sharing.on")),
      h("button", { type: "button", class: "button", onclick: stop }, t("sharing.stop")),
    );
  }

  _over() {
    return !["published", "under_way"].includes(this._patrol().status);
  }

  _kept() {
    return JSON.parse(localStorage.getItem(this._key) ?? "null");
  }

  _keep(state) {
    localStorage.setItem(this._key, JSON.stringify(state));
  }
}

/** What is told: to a metre, with the fix's age by the phone's own clock. */
function body({ longitude, latitude, accuracy }, timestamp) {
  const age = Math.min(3600, Math.max(0, (Date.now() - timestamp) / 1000));
  return {
    lon: Number(longitude.toFixed(5)),
    lat: Number(latitude.toFixed(5)),
    accuracy: Math.min(accuracy, 1e5),
    age,
  };
}
