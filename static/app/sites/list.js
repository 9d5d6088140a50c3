/* The places panel: what is left in the whole territory, by category and site by site. */

import { h } from "../dom.js";
import { number, t } from "../page.js";
import { sign } from "./marker.js";
import { hasPlaces } from "./store.js";

const CATEGORIES = ["isolated_man", "isolated_woman", "family", "unaccompanied_minor", "reduced_mobility"];

/** Keep `root` in step with the store; `onChoose(id)` when a site is taken. */
export class PlacesList {
  constructor(root, sites, { onChoose }) {
    Object.assign(this, { _root: root, _sites: sites, _onChoose: onChoose });
    sites.addEventListener("change", () => this._draw());
  }

  _draw() {
    const counted = this._sites
      .all()
      .filter(hasPlaces)
      .toSorted((a, b) => b.overflow - a.overflow || b.available - a.available || a.name.localeCompare(b.name));
    if (counted.length === 0) return this._root.replaceChildren(h("p", { class: "notice" }, t("places.none")));
    this._root.replaceChildren(
      totals(counted),
      h("ul", { class: "site-list" }, ...counted.map((site) => this._item(site))),
    );
  }

  _item(site) {
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", onclick: () => this._onChoose(site.id) },
        sign(site, 40),
        h(
          "span",
          {},
          h("span", { class: "name" }, site.name),
          h("small", { class: "soft" }, `${t(`kind.${site.kind}`)} · ${site.commune}`),
          site.overflow > 0 ? h("small", { class: "over" }, t("overflow.site", { n: site.overflow })) : null,
        ),
        bar(site),
      ),
    );
  }
}

/** The sum of all sites, with a line for each category. */
export function totals(sites) {
  const of = (category) =>
    sites
      .flatMap((site) => site.places)
      .filter((place) => place.category === category)
      .reduce((sum, place) => sum + place.available, 0);
  const all = sites.reduce((sum, site) => sum + site.available, 0);
  const capacity = sites.reduce((sum, site) => sum + site.capacity, 0);
  return h(
    "div",
    { class: "totals" },
    h("p", { class: "total" }, h("strong", {}, number(all)), h("span", {}, t("places.left_of", { n: all, capacity }))),
    h(
      "dl",
      {},
      ...CATEGORIES.map((category) =>
        h("div", {}, h("dt", {}, t(`category.${category}`)), h("dd", {}, number(of(category)))),
      ),
    ),
  );
}

/** Occupied, held, out of service and free as one bar, said in words too; what is over stands out. */
export function bar({ capacity, out_of_service, occupied, held, available, overflow }) {
  const words = inWords({ out_of_service, occupied, held, available, overflow });
  const part = (name, share) => {
    const piece = h("span", { class: name });
    piece.style.flexGrow = share;
    return share > 0 ? piece : null;
  };
  return h(
    "span",
    { class: overflow > 0 ? "fill-bar in-overflow" : "fill-bar", role: "img", "aria-label": words, title: words },
    part("occupied", occupied),
    part("held", held),
    part("out", out_of_service),
    part("free", Math.max(capacity - out_of_service - occupied - held, 0)),
  );
}

/** A balance in words: what is always said, and what only if there is any. */
export function inWords({ out_of_service, occupied, held, available, overflow }) {
  const words = [t("places.in_words", { occupied, held, available })];
  if (out_of_service > 0) words.push(t("places.out", { n: out_of_service }));
  if (overflow > 0) words.push(t("overflow.site", { n: overflow }));
  return words.join(", ");
}
