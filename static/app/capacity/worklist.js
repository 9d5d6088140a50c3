/* The overflow worklist: where more people are, or are awaited, than places; worst first. */

import { h } from "../dom.js";
import { t } from "../page.js";
import { bar } from "../sites/list.js";

/** Each category in overflow of `sites` into `root`, with what can be done about it. */
export function drawOverflows(root, sum, sites, able) {
  const items = sites
    .flatMap((site) => site.places.filter((place) => place.overflow > 0).map((place) => ({ site, place })))
    .toSorted((a, b) => b.place.overflow - a.place.overflow || a.site.name.localeCompare(b.site.name));
  const n = items.reduce((total, { place }) => total + place.overflow, 0);
  sum.textContent = n ? t("overflow.site", { n }) : "";
  root.replaceChildren(
    ...(items.length
      ? items.map((item) => card(item, able))
      : [h("li", { class: "notice good" }, t("overflow.nowhere"))]),
  );
}

function card({ site, place }, able) {
  const { occupied, held, overflow, category } = place;
  return h(
    "li",
    { class: "overflow-item", "data-overflow-site": site.id, "data-category": category },
    h("p", { class: "much" }, h("strong", {}, `+${overflow}`)),
    h(
      "div",
      {},
      h("h3", {}, `${site.name} · ${t(`category.${category}`)}`),
      h("p", {}, t("overflow.where", { occupied, held, places: place.capacity - place.out_of_service })),
      bar(place),
      able ? remedies(site, place, able) : see(site),
    ),
  );
}

function remedies(site, place, able) {
  const button = (act, words) => h("button", { type: "button", class: "button", onclick: act }, words);
  return h(
    "div",
    { class: "turns" },
    place.held > 0 ? button(() => able.letGo(site, place), t("overflow.let_go")) : null,
    place.out_of_service > 0
      ? button(() => able.bedsBack({ ...site, places: [place] }), t("overflow.beds_back"))
      : null,
    button(() => able.state(site, place.category), t("overflow.restate")),
    see(site),
  );
}

function see(site) {
  return h("a", { class: "button quiet", href: `/sites/${site.id}` }, t("overflow.see"));
}
