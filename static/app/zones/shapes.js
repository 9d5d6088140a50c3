/* The zones on the map: all of them, the one that is looked at, where two overlap, and an earlier outline. */

import { opened } from "./geometry.js";

const PLAIN = { color: "#7d5a14", weight: 1.6, fillColor: "#e9b04f", fillOpacity: 0.28 };
const BESIDE = { color: "#0b4ea2", weight: 3, fillColor: "#0b4ea2", fillOpacity: 0.22 };
const SAVED = { color: "#12303f", weight: 1.6, dashArray: "2 5", fill: false, snapIgnore: true, pmIgnore: true };
const OVERLAP = { color: "#7c1a14", weight: 2, fillColor: "#a3241c", fillOpacity: 0.65 };
const EARLIER = { color: "#12303f", weight: 3, dashArray: "8 6", fillColor: "#12303f", fillOpacity: 0.12 };
const ONLY_SEEN = { interactive: false, snapIgnore: true, pmIgnore: true };

/** Draws into `group`; `onChoose(id)` hears which zone is pressed. */
export class ZoneShapes {
  constructor(map, group, { labels, onChoose }) {
    Object.assign(this, { _map: map, _group: group, _labels: labels, _onChoose: onChoose });
    this._over = L.featureGroup().addTo(map);
    this._past = L.featureGroup().addTo(map);
  }

  /** Draw the zones that are visited; the `selected` one is drawn by its draft. */
  show(zones, selected = null) {
    this._group.clearLayers();
    this._drawn = new Map(zones.map((zone) => [zone.id, this._draw(zone, zone.id === selected)]));
    this._labels.setZones(zones.map(({ name, area }) => ({ name, position: middle(area.coordinates[0]) })));
  }

  /** Let some zones stand out. */
  mark(ids) {
    for (const [id, shape] of this._drawn ?? []) {
      if (!shape.options.pmIgnore) shape.setStyle(ids.includes(id) ? BESIDE : PLAIN);
    }
  }

  /** Show what an outline and another zone would both cover (GeoJSON); null for nothing. */
  overlap(geometry) {
    this._over.clearLayers();
    if (geometry) L.geoJSON(geometry, { style: { ...OVERLAP, ...ONLY_SEEN }, ...ONLY_SEEN }).addTo(this._over);
  }

  /** Bring the overlap into view. */
  lookAtOverlap() {
    this._map.fitBounds(this._over.getBounds(), { padding: [60, 60], maxZoom: 16 });
  }

  /** Show what a zone was (null: no more). */
  look(version) {
    this._past.clearLayers();
    if (!version) return;
    L.polygon(latLngs(opened(version.area.coordinates)), { ...EARLIER, ...ONLY_SEEN }).addTo(this._past);
    for (const [lon, lat] of [version.access, ...version.other_accesses]) {
      L.circleMarker([lat, lon], { ...EARLIER, ...ONLY_SEEN, radius: 7, dashArray: null }).addTo(this._past);
    }
  }

  _draw({ id, area }, selected) {
    const shape = L.polygon(latLngs(opened(area.coordinates)), selected ? SAVED : { ...PLAIN });
    shape.on("click", () => this._onChoose(id));
    return shape.addTo(this._group);
  }
}

/** Rings as Leaflet has them. */
export function latLngs(rings) {
  return rings.map((ring) => ring.map(([lon, lat]) => [lat, lon]));
}

function middle(ring) {
  const centre = (values) => (Math.min(...values) + Math.max(...values)) / 2;
  return [0, 1].map((axis) => centre(ring.map((position) => position[axis])));
}
