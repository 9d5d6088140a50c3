/* The sites with their live places: one truth for markers, lists, popups and forms. */

import { api } from "../api.js";

const SUMS = ["capacity", "out_of_service", "occupied", "held", "available", "overflow"];

/** Sites by id. Fires "change" with detail {site} for one, or {site: null} for all. */
export class Sites extends EventTarget {
  constructor() {
    super();
    this._sites = new Map();
  }

  /** Read all sites anew. */
  async load() {
    const { features } = await api("sites");
    this._sites = new Map(features.map((feature) => [feature.properties.id, siteOf(feature)]));
    this._fire(null);
  }

  /** Take in one balance from the live stream; a site that is not known is read with the rest. */
  hear(balance) {
    const site = this._sites.get(balance.site_id);
    if (!site) return void this.load();
    const rest = site.places.filter((place) => place.category !== balance.category);
    const { site_id: _, ...places } = balance;
    site.places = [...rest, places].toSorted((a, b) => a.category.localeCompare(b.category));
    Object.assign(site, sumsOf(site.places));
    this._fire(site);
  }

  get(id) {
    return this._sites.get(id);
  }

  all() {
    return [...this._sites.values()];
  }

  _fire(site) {
    this.dispatchEvent(new CustomEvent("change", { detail: { site } }));
  }
}

/** The sums of several balances, or of several sites. */
export function sumsOf(balances) {
  return Object.fromEntries(SUMS.map((sum) => [sum, balances.reduce((total, one) => total + one[sum], 0)]));
}

function siteOf({ properties, geometry }) {
  return { ...properties, position: geometry.coordinates };
}

/** Whether a site has beds, rather than appointments or nothing to count. */
export function hasPlaces(site) {
  return site.places.length > 0;
}
