/* Where the group was met: the cross of a small map, moved by hand, by the phone, or to a stop. */

import { Ground } from "../chart/basemap.js";
import { Labels } from "../chart/labels.js";
import { h } from "../dom.js";
import { given, number, t } from "../page.js";

const CLOSE = 15;

/** The position field of the encounter form. */
export class Position {
  constructor({ map, actions, hint }) {
    Object.assign(this, { _root: map, _actions: actions, _hint: hint });
  }

  /** Show the cross at a position [lon, lat], and offer the stop at hand. */
  async open(position, stop) {
    await this._ready();
    this._map.invalidateSize();
    this._go(position);
    this._say(t("position.cross"));
    const stopAt = stop?.position;
    this._actions.replaceChildren(
      ...[
        h(
          "button",
          { type: "button", class: "button", id: "use-device", onclick: () => this._device() },
          t("position.device"),
        ),
        stopAt
          ? h(
              "button",
              { type: "button", class: "button", id: "use-stop", onclick: () => this._go(stopAt) },
              `${t("position.stop")} : ${stop.name}`,
            )
          : null,
      ].filter(Boolean),
    );
  }

  /** The position under the cross, to a metre. */
  value() {
    const { lat, lng } = this._map.getCenter();
    return { lon: Number(lng.toFixed(5)), lat: Number(lat.toFixed(5)) };
  }

  async _ready() {
    if (this._map) return;
    const ground = await fetch(given.basemap).then((response) => response.json());
    this._map = L.map(this._root, {
      zoomControl: false,
      attributionControl: false,
      zoomSnap: 0.5,
      maxZoom: 17,
      minZoom: 9,
    });
    for (const [name, order] of Object.entries({ ground: 210, labels: 460 })) {
      this._map.createPane(name).style.zIndex = order;
    }
    this._map.setView([50.95, 1.85], 12);
    this._map.addLayer(new Ground(ground)).addLayer(new Labels(ground));
    L.control.zoom({ position: "topright", zoomInTitle: t("zoom.in"), zoomOutTitle: t("zoom.out") }).addTo(this._map);
  }

  _go([lon, lat]) {
    this._map.setView([lat, lon], Math.max(this._map.getZoom(), CLOSE), { animate: false });
  }

  _device() {
    this._say(t("position.searching"));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this._go([coords.longitude, coords.latitude]);
        this._say(`${t("position.cross")} ${t("position.accuracy", { metres: number(Math.ceil(coords.accuracy)) })}`);
      },
      () => this._say(t("position.refused")),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 },
    );
  }

  _say(text) {
    this._hint.textContent = text;
  }
}
