/* What an act at a site leads to, in words: foreseen before it, and left after it. */

import { t } from "../page.js";

const MOST = 500; // of one group, as the server sees it

/** How many would be without a place if so many fewer places could be used. */
export function foreseen(place, fewer) {
  const missing = place.occupied + place.held - (place.capacity - place.out_of_service - fewer);
  if (missing <= 0) return t("foresight.left", { n: Math.max(-missing, 0) });
  return { words: t("foresight.overflow", { n: missing }), bad: true };
}

/** What is left of a category after an act, or missing. */
export function left({ available, overflow }) {
  return overflow > 0 ? t("left.overflow", { n: overflow }) : t("left.vacant", { n: available });
}

/** A category's name within a sentence. */
export function named(category) {
  return t(`category.${category}`).toLowerCase();
}

/** A counter of people or beds, from one to as many as `most(place)`. */
export function counter(label, most) {
  return { label, range: (place) => ({ min: 1, max: Math.min(most(place), MOST) }), value: () => 1 };
}
