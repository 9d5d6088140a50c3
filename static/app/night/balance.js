/* Tonight's state of a site: its ring, and a bar with its numbers for each category. */

import { h } from "../dom.js";
import { number, t } from "../page.js";
import { bar } from "../sites/list.js";
import { sign } from "../sites/marker.js";
import { overflowNotice } from "../sites/overflow.js";

/** The head of the page: what is left in all, what is missing, and the bar of the whole site. */
export function drawSum(root, site) {
  const parts = [
    h(
      "div",
      { class: "sum" },
      sign(site, 72),
      h(
        "p",
        { class: "total" },
        h("strong", { "data-total": site.available }, number(site.available)),
        h("span", {}, t("places.left_of", { n: site.available, capacity: site.capacity })),
      ),
    ),
    bar(site),
    site.overflow ? overflowNotice(site) : null,
  ];
  root.replaceChildren(...parts.filter(Boolean));
}

/** One card for each category. */
export function drawCategories(root, site) {
  root.replaceChildren(...site.places.map(card));
}

function card(place) {
  const numbers = [
    ["occupied", place.occupied],
    ["held", place.held],
    ["out", place.out_of_service],
    ["free", place.available],
    ["over", place.overflow],
  ].filter(([name, count]) => count > 0 || ["occupied", "held", "free"].includes(name));
  return h(
    "li",
    { class: "category", "data-category": place.category },
    h(
      "h3",
      {},
      h("span", {}, t(`category.${place.category}`)),
      h("span", { class: "of" }, t("night.capacity", { n: place.capacity })),
    ),
    bar(place),
    h(
      "dl",
      {},
      ...numbers.map(([name, count]) =>
        h(
          "div",
          { class: name },
          h("dt", {}, h("span", { class: `key ${name}`, "aria-hidden": "true" }), t(`night.${name}`)),
          h("dd", {}, number(count)),
        ),
      ),
    ),
  );
}
