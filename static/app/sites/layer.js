/* The sites on the map: one marker a site, folded where they would cover each other. */

import { h } from "../dom.js";
import { t } from "../page.js";
import { clusterSign, sign } from "./marker.js";
import { hasPlaces } from "./store.js";

/** Keep the markers of `group` (a marker cluster group) in step with the store. */
export class SiteLayer {
  constructor(group, sites, { onSelect }) {
    this._group = group;
    this._sites = sites;
    this._markers = new Map();
    this._onSelect = onSelect;
    group.options.iconCreateFunction = (cluster) => this._folded(cluster);
    sites.addEventListener("change", ({ detail }) => (detail.site ? this._update(detail.site) : this._reset()));
  }

  /** Show a site's popup, zooming in until its marker stands alone. */
  reveal(id) {
    const marker = this._markers.get(id);
    if (marker) this._group.zoomToShowLayer(marker, () => this._onSelect(id, marker));
  }

  marker(id) {
    return this._markers.get(id);
  }

  /** Pixel boxes, in layer points, that names should keep clear of. */
  boxes(map) {
    const seen = new Set([...this._markers.values()].map((marker) => this._group.getVisibleParent(marker)));
    seen.delete(null);
    return [...seen].map((marker) => {
      const { x, y } = map.latLngToLayerPoint(marker.getLatLng());
      return { left: x - 24, right: x + 24, top: y - 24, bottom: y + 24 };
    });
  }

  _reset() {
    this._group.clearLayers();
    this._markers = new Map(this._sites.all().map((site) => [site.id, this._markerOf(site)]));
    this._group.addLayers([...this._markers.values()]);
  }

  _update(site) {
    const marker = this._markers.get(site.id);
    if (!marker) return;
    marker.setIcon(iconOf(site));
    describe(marker, site);
    this._group.refreshClusters(marker);
  }

  _markerOf(site) {
    const [lon, lat] = site.position;
    const marker = L.marker([lat, lon], { icon: iconOf(site), riseOnHover: true });
    marker.siteId = site.id;
    marker.on("click", () => this._onSelect(site.id, marker));
    marker.on("add", () => describe(marker, site));
    return marker;
  }

  _folded(cluster) {
    const sites = cluster.getAllChildMarkers().map((marker) => this._sites.get(marker.siteId));
    return L.divIcon({
      className: "site-cluster",
      html: box(clusterSign(sites), t("sites.folded", { n: sites.length })),
      iconSize: [52, 52],
    });
  }
}

function iconOf(site) {
  const icon = L.divIcon({ className: "site-marker", html: box(sign(site)), iconSize: [44, 44] });
  return icon;
}

function box(drawing, words) {
  const content = [drawing];
  if (words) content.push(h("span", { class: "visually-hidden" }, words));
  return h("span", { class: "sign-box" }, ...content);
}

/** Say the marker in words, for those who do not see its rim; and let tests find it. */
function describe(marker, site) {
  const element = marker.getElement();
  if (!element) return;
  element.dataset.site = site.id;
  element.dataset.available = site.available;
  element.dataset.overflow = site.overflow;
  element.setAttribute("aria-label", inWords(site));
  element.setAttribute("role", "button");
}

function inWords(site) {
  const kind = t(`kind.${site.kind}`);
  if (!hasPlaces(site)) return `${site.name}, ${kind}`;
  const left = `${site.name}, ${kind}, ${t("places.available", { n: site.available })}`;
  return site.overflow > 0 ? `${left}, ${t("overflow.site", { n: site.overflow })}` : left;
}
