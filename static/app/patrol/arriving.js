/* Arriving and leaving by position: offered, noted by itself if nobody objects, undone as any sign.

It is worked out on this phone, from the patrol that is on it: nobody else is told for that.
*/

import { h } from "../dom.js";
import { t } from "../page.js";
import { nextStop } from "./way.js";

const NEAR = 150; // m from the next stop: the team is there
const FAR = 400; // m from a stop, and from the loop walked there: the team has left
const SURE = 100; // m of accuracy past which a position says nothing
const DWELL = 60_000; // ms for which it must hold
const OBJECT = 30; // s in which to say no

/** The offer; `onNote(act, stop)` runs when it is taken up, or nobody has objected. */
export class Arriving {
  constructor(box, { patrol, onNote }) {
    Object.assign(this, { _box: box, _patrol: patrol, _onNote: onNote, _refused: null });
    this._clear();
  }

  /** A position {position, accuracy}; null when the team shares none any more. */
  heed(fix) {
    if (fix && fix.accuracy > SURE) return;
    const seen = fix && sighting(this._patrol(), fix.position);
    const key = seen ? `${seen.act} ${seen.stop.sequence}` : null;
    if (key !== this._key) this._clear(key);
    if (!key) this._refused = null;
    if (!key || key === this._refused || this._timer || Date.now() - this._since < DWELL) return;
    this._ask(seen);
  }

  _clear(key = null) {
    clearInterval(this._timer);
    Object.assign(this, { _key: key, _since: Date.now(), _timer: null });
    this._box.hidden = true;
    this._box.dataset.seen = key ?? "";
    this._box.replaceChildren();
  }

  _ask({ act, stop }) {
    const until = Date.now() + OBJECT * 1000;
    const left = h("p", { class: "when" });
    const tick = () => {
      const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      left.textContent = t("arriving.soon", { seconds: String(seconds) });
      if (seconds === 0) this._note(act, stop);
    };
    const yes = { type: "button", class: "button primary", "data-arriving": "yes" };
    const no = { type: "button", class: "button", "data-arriving": "no" };
    this._box.replaceChildren(
      h("p", { class: "where-to" }, t(`arriving.${act}`, { stop: stop.name })),
      left,
      h(
        "div",
        { class: "actions" },
        h("button", { ...no, onclick: () => this._refuse() }, t("arriving.no")),
        h("button", { ...yes, onclick: () => this._note(act, stop) }, t("arriving.yes")),
      ),
    );
    this._box.hidden = false;
    this._timer = setInterval(tick, 1000);
    tick();
  }

  _note(act, stop) {
    this._clear();
    this._onNote(act, stop);
  }

  /** No: not asked again until the team has been elsewhere. */
  _refuse() {
    this._refused = this._key;
    this._clear(this._key);
  }
}

/** What a position says of the patrol: {act, stop}, or null. Leaving comes before arriving. */
export function sighting(patrol, position) {
  const last = patrol.stops.findLast((stop) => stop.visited_at);
  if (last && !last.left_at && last.position && Math.min(...places(last).map(metresTo(position))) > FAR) {
    return { act: "departure", stop: last };
  }
  const next = nextStop(patrol);
  return next?.position && metresTo(position)(next.position) <= NEAR ? { act: "visit", stop: next } : null;
}

/** Everywhere that a team at a stop may be: where the van stands, and along its loop on foot. */
function places(stop) {
  const walked = stop.loop?.legs.flatMap((leg) => leg.geometry.coordinates) ?? [];
  return [stop.position, ...walked];
}

function metresTo([lon, lat]) {
  const here = L.latLng(lat, lon);
  return ([toLon, toLat]) => here.distanceTo([toLat, toLon]);
}
