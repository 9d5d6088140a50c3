/* Where the teams are that share it: a sign each on a map, and a line in words on each card. */

import { api } from "../api.js";
import { openChart } from "../chart/chart.js";
import { byId, h } from "../dom.js";
import { serverNow } from "../holds/server_clock.js";
import { duration, length, t } from "../page.js";

const OLD = 5 * 60; // s after which a position says where the team was, not where it is
const AROUND = 6_000; // m of the map that is seen about a team
const EVERY = 15_000; // ms: ages move with the clock

/** The day's shared positions; the map is there only while somebody shares. */
export class Positions {
  constructor(day, { teams }) {
    Object.assign(this, { _day: day, _teams: teams, _shared: [], _markers: new Map() });
    setInterval(() => this.draw(), EVERY);
  }

  async load() {
    this._shared = await api(`positions?date=${this._day}`);
    const box = byId("out-map");
    const appears = box.hidden && this._shared.length > 0;
    box.hidden = this._shared.length === 0;
    if (!box.hidden) {
      this._opening ??= openChart();
      this._chart = await this._opening;
    }
    if (appears) this._look();
    this.draw();
  }

  /** Put every sign and every card's line where they belong now. */
  draw() {
    const known = new Map(this._shared.map((one) => [one.patrol_id, one]));
    for (const line of document.querySelectorAll("[data-where]")) {
      const one = known.get(line.dataset.where);
      line.hidden = !one;
      line.textContent = one ? this._words(one) : "";
      line.classList.toggle("stale", Boolean(one) && isOld(one));
    }
    for (const [id, marker] of this._markers) {
      if (known.has(id)) continue;
      marker.remove();
      this._markers.delete(id);
    }
    if (this._chart) for (const one of this._shared) this._mark(one);
  }

  /** "Seen 2 min ago, 1.2 km from the next stop". */
  _words(one) {
    const ago = t("out.where", { age: age(one) });
    if (one.metres === null) return ago;
    return `${ago} · ${t("out.metres", { metres: length(one.metres), stop: this._stop(one) })}`;
  }

  _stop({ patrol_id, next_sequence }) {
    const team = this._teams().find(({ id }) => id === patrol_id);
    return team?.stops.find(({ sequence }) => sequence === next_sequence)?.name ?? "";
  }

  _mark(one) {
    const at = one.position.toReversed();
    const sign = h("span", { class: isOld(one) ? "team-here stale" : "team-here" }, one.team, h("small", {}, age(one)));
    const icon = L.divIcon({ className: "team-sign", html: sign, iconSize: null, iconAnchor: [0, 0] });
    const known = this._markers.get(one.patrol_id);
    const marker = known?.setLatLng(at).setIcon(icon) ?? L.marker(at, { icon, pane: "stops" }).addTo(this._chart.map);
    this._markers.set(one.patrol_id, marker);
    marker.getElement()?.setAttribute("aria-label", `${one.team} · ${this._words(one)}`);
  }

  /** Look at everybody who shares. The map has no size while it is hidden, so it is told anew. */
  _look() {
    const { map } = this._chart;
    const around = L.latLngBounds([]);
    for (const one of this._shared) around.extend(L.latLng(one.position.toReversed()).toBounds(AROUND));
    map.invalidateSize({ pan: false });
    if (around.isValid()) map.setView(around.getCenter(), map.getBoundsZoom(around), { reset: true });
  }
}

function age(one) {
  const seconds = since(one);
  return seconds < 60 ? t("out.now") : t("out.ago", { age: duration(seconds) });
}

function isOld(one) {
  return since(one) > OLD;
}

function since({ measured_at }) {
  return Math.max(0, (serverNow() - Date.parse(measured_at)) / 1000);
}
