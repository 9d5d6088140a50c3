/* The closed roads of one day, or of one patrol's hours, for those who only read them. */

import { api } from "../api.js";
import { daysAfter } from "../page.js";
import { instantOf } from "../transfers/instant.js";
import { closuresPane, drawClosures } from "./layer.js";
import { within } from "./period.js";

/** Draw the closures in force from `start` to `end` (instants) into a layer; they are returned. */
export async function closuresBetween(map, group, start, end) {
  if (!map.getPane("closures")) closuresPane(map);
  const found = (await api("road-closures")).filter((one) => within(one, start, end));
  drawClosures(group, found);
  return found;
}

/** Those of a calendar date. */
export function closuresOfDay(map, group, date) {
  return closuresBetween(map, group, instantOf(`${date}T00:00`), instantOf(`${daysAfter(date, 1)}T00:00`));
}
