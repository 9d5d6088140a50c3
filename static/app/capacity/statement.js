/* Stating a capacity: how many places from now on, why, and whom it would leave without one. */

import { left, named } from "../night/desk_words.js";
import { given, t } from "../page.js";
import { toast } from "../toast.js";

const CAUSES = ["works", "plan_grand_froid", "closure", "reopening"];
const MOST = 10_000;

/** The question about a site's capacity, of one category or of one to choose, also a new one. */
export function statement(acts, site, category) {
  const places = category ? site.places.filter((place) => place.category === category) : all(site);
  return {
    title: t("capacity.title"),
    about: category ? `${site.name} · ${t(`category.${category}`)}` : site.name,
    submit: t("capacity.submit"),
    places,
    count: { label: t("capacity.count"), range: () => ({ min: 0, max: MOST }), value: (place) => place.capacity },
    choice: {
      label: t("capacity.cause"),
      options: CAUSES.map((cause) => [cause, t(`cause.${cause}`)]),
      onPick: (_, cause) => (cause === "closure" ? 0 : undefined),
    },
    foresee,
    send: async (place, n, cause) => {
      const content = { category: place.category, capacity: n, cause: place.fresh ? "opening" : cause };
      const words = t("acts.capacity", { n, category: named(place.category) });
      const { balance } = await acts.send(`sites/${site.id}/capacities`, content, words);
      toast(`${t("said.capacity", { site: site.name, n, category: named(place.category) })} ${left(balance)}`);
    },
  };
}

/** The balances of a site, and one of nothing for each category that it does not have yet. */
function all(site) {
  const missing = given.categories.filter((category) => !site.places.some((place) => place.category === category));
  const none = { capacity: 0, out_of_service: 0, occupied: 0, held: 0, available: 0, overflow: 0, fresh: true };
  return [...site.places, ...missing.map((category) => ({ ...none, category }))];
}

function foresee(place, n) {
  if (n < place.out_of_service)
    return { words: t("capacity.too_few_for_beds", { n: place.out_of_service }), bad: true };
  const change =
    n === place.capacity ? t("capacity.same", { n }) : t("capacity.from_to", { before: place.capacity, after: n });
  const missing = place.occupied + place.held + place.out_of_service - n;
  if (missing > 0) return { words: `${change} ${t("foresight.overflow", { n: missing })}`, bad: true };
  return `${change} ${t("foresight.left", { n: Math.max(-missing, 0) })}`;
}
