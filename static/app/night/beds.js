/* Beds taken out of service and put back: the questions that the desk and the coordination ask. */

import { t } from "../page.js";
import { toast } from "../toast.js";
import { counter, foreseen, left, named } from "./desk_words.js";

const REASONS = ["repair", "hygiene", "safety"];

/** Take beds of `site` out of service, with the reason. */
export function bedsOut(acts, site) {
  return {
    title: t("beds_out.title"),
    submit: t("beds_out.submit"),
    places: site.places.filter((place) => place.capacity > place.out_of_service),
    nobody: t("beds_out.none"),
    count: counter(t("count.beds"), (place) => place.capacity - place.out_of_service),
    choice: { label: t("beds_out.reason"), options: REASONS.map((one) => [one, t(`reason.${one}`)]) },
    foresee: foreseen,
    send: async ({ category }, n, reason) => {
      const of = { n, category: named(category) };
      const content = { category, beds: n, reason };
      const { balance } = await acts.send(`sites/${site.id}/beds-out`, content, t("acts.beds_out", of));
      toast(`${t("said.beds_out", of)} ${left(balance)}`);
    },
  };
}

/** Put beds of `site` back in service. */
export function bedsBack(acts, site) {
  return {
    title: t("beds_back.title"),
    about: site.name,
    submit: t("beds_back.submit"),
    places: site.places.filter((place) => place.out_of_service > 0),
    nobody: t("beds_back.none"),
    count: counter(t("count.beds"), (place) => place.out_of_service),
    send: async ({ category }, n) => {
      const of = { n, category: named(category) };
      const { balance } = await acts.send(`sites/${site.id}/beds-back`, { category, beds: n }, t("acts.beds_back", of));
      toast(`${t("said.beds_back", of)} ${left(balance)}`);
    },
  };
}
