/* Search for a site: an ARIA combobox that a keyboard alone can use. */

import { byId, h } from "../dom.js";
import { t } from "../page.js";
import { sign } from "./marker.js";

const SHOWN = 8;

/** Offer sites while the reader types; `onChoose(id)` when one is taken. */
export class SiteSearch {
  constructor(sites, { onChoose }) {
    this._sites = sites;
    this._onChoose = onChoose;
    this._input = byId("site-search");
    this._list = byId("site-options");
    this._active = -1;
    this._input.addEventListener("input", () => this._offer());
    this._input.addEventListener("keydown", (event) => this._key(event));
    this._input.addEventListener("blur", () => setTimeout(() => this._close(), 150));
  }

  _offer() {
    const words = plain(this._input.value).split(/\s+/).filter(Boolean);
    if (words.length === 0) return this._close();
    this._found = this._sites
      .all()
      .filter((site) => words.every((word) => plain(`${site.name} ${site.kind} ${site.commune}`).includes(word)))
      .slice(0, SHOWN);
    this._list.replaceChildren(...this._options());
    this._list.hidden = false;
    this._input.setAttribute("aria-expanded", "true");
    this._activate(this._found.length ? 0 : -1);
  }

  _options() {
    if (this._found.length === 0)
      return [h("li", { class: "nothing", role: "option", "aria-disabled": "true" }, t("search.nothing"))];
    return this._found.map((site, index) =>
      h(
        "li",
        {
          id: `site-option-${index}`,
          role: "option",
          "aria-selected": "false",
          onmousedown: (event) => event.preventDefault(),
          onclick: () => this._choose(index),
        },
        sign(site, 32),
        h(
          "span",
          {},
          h("span", { class: "name" }, site.name),
          h("small", { class: "soft" }, `${t(`kind.${site.kind}`)} · ${site.commune}`),
        ),
      ),
    );
  }

  _key(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves && !this._list.hidden && this._found.length) {
      event.preventDefault();
      const count = this._found.length;
      this._activate((this._active + moves[event.key] + count) % count);
    } else if (event.key === "Enter" && this._active >= 0) {
      event.preventDefault();
      this._choose(this._active);
    } else if (event.key === "Escape") {
      this._input.value = "";
      this._close();
    }
  }

  _activate(index) {
    this._active = index;
    [...this._list.children].forEach((option, place) => {
      option.setAttribute("aria-selected", String(place === index));
    });
    if (index < 0) this._input.removeAttribute("aria-activedescendant");
    else this._input.setAttribute("aria-activedescendant", `site-option-${index}`);
  }

  _choose(index) {
    const site = this._found[index];
    this._input.value = site.name;
    this._close();
    this._onChoose(site.id);
  }

  _close() {
    this._list.hidden = true;
    this._input.setAttribute("aria-expanded", "false");
    this._activate(-1);
  }
}

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
