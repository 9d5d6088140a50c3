/* Published patrols, as the planner's results are: with a list of ways and a list of stops. */

import { api } from "./api.js";

/** The patrols of a calendar date that the reader may see. */
export async function patrolsOf(date) {
  const { features } = await api(`patrols?date=${date}`);
  return features.map(({ properties, geometry }) => ({
    ...properties,
    ways: geometry?.coordinates ?? [],
  }));
}

/** One published patrol. */
export async function patrolById(id) {
  const patrol = await api(`patrols/${id}`);
  return { ...patrol, ways: patrol.legs.features.map((leg) => leg.geometry.coordinates) };
}

/** A patrol of a plan that is not published yet. */
export function planned(patrol) {
  return { ...patrol, ways: patrol.legs.map((leg) => leg.geometry.coordinates) };
}

/** All positions of a patrol's way, as Leaflet wants them: [lat, lon]. */
export function pathOf(patrol) {
  return patrol.ways.map((way) => way.map(([lon, lat]) => [lat, lon]));
}
