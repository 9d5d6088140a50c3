/* Which place: the nearest sensible site first, or the waiting list when no site has enough. */

import { h } from "../dom.js";
import { duration, t } from "../page.js";

const CATEGORIES = ["isolated_man", "isolated_woman", "family", "unaccompanied_minor", "reduced_mobility"];
const PRIORITIES = ["unaccompanied_minor", "small_children", "health", "ordinary"];
const PAUSE = 250; // ms without a change before the server is asked

/** The fields of one place; `people()` is how many need it. */
export class PlaceChoice {
  constructor(sites, offers, { number, people, category = CATEGORIES[0], site_id: siteId, priority }) {
    Object.assign(this, { _sites: sites, _offers: offers, _people: people, _chosen: siteId ?? null });
    const name = (field) => ({ id: `referral-${number}-${field}`, "data-referral": field });
    this._category = h("select", { class: "select", ...name("category"), onchange: () => this.draw() });
    this._category.append(...CATEGORIES.map((one) => new Option(t(`category.${one}`), one)));
    this._category.value = category;
    this._site = h("select", { class: "select", ...name("site"), onfocus: () => this._ask() });
    this._site.addEventListener("change", () => {
      this._chosen = this._site.value;
    });
    this._priority = h("select", { class: "select", ...name("priority") });
    this._priority.append(...PRIORITIES.map((one) => new Option(t(`priority.${one}`), one)));
    this._priority.value = priority ?? "ordinary";
    this._wait = h("input", { type: "checkbox", ...name("wait"), checked: true });
    this._full = h("div", { class: "stack full", hidden: true }, ...this._fullFields());
    this._where = labelled(this._site, t("referral.site"));
    this._by = h("p", { class: "hint", role: "status", hidden: true });
    this.element = h(
      "div",
      { class: "stack" },
      labelled(this._category, t("referral.category")),
      this._where,
      this._by,
      this._full,
    );
    this.draw();
  }

  _fullFields() {
    return [
      h("p", { class: "notice warn small" }, t("referral.full")),
      h("label", { class: "check" }, this._wait, h("span", {}, t("line.ask"))),
      labelled(this._priority, t("line.priority")),
    ];
  }

  /** What the report says: a site, or the wish to wait with its priority. */
  value() {
    const category = this._category.value;
    if (!this._full.hidden && this._wait.checked) return { category, waits: this._priority.value };
    return { category, site_id: this._site.value || null };
  }

  /** List the sites that have enough places, the best offers first; keep the choice. */
  draw() {
    const left = this._left();
    const offered = this._offered?.key === this._key() ? this._offered.answer.offers : [];
    const best = offered.filter((offer) => left.has(offer.site_id));
    for (const { site_id: id } of best) left.delete(id);
    const rest = [...left.values()].map(({ site, available }) => new Option(`${site.name} (${available})`, site.id));
    const nearest = best.map((offer) => new Option(inWords(offer), offer.site_id));
    this._site.replaceChildren(
      ...(nearest.length && rest.length
        ? [group(t("offer.nearest"), nearest), group(t("offer.others"), rest)]
        : [...nearest, ...rest]),
    );
    const options = [...this._site.options];
    if (options.some((option) => option.value === this._chosen)) this._site.value = this._chosen;
    else if (options.length) this._site.selectedIndex = 0;
    this._full.hidden = options.length > 0;
    this._where.hidden = options.length === 0;
    this._say();
    this._ask();
  }

  _say() {
    const known = this._offered?.key === this._key();
    this._by.hidden = !known || this._where.hidden || this._offered.answer.measure === "road";
    this._by.textContent = t("offer.straight");
  }

  /** Ask for offers, once for each group; without an answer the list stays as it is. */
  _ask() {
    clearTimeout(this._pause);
    const key = this._key();
    if (this._asked === key || this._where.hidden) return;
    this._pause = setTimeout(async () => {
      this._asked = key;
      const answer = await this._offers.of(this._category.value, this._people());
      if (answer === null) this._asked = null;
      else if (key === this._key()) {
        this._offered = { key, answer };
        this.draw();
      }
    }, PAUSE);
  }

  _key() {
    return JSON.stringify([this._category.value, this._people(), this._offers.where()]);
  }

  _left() {
    const left = this._sites
      .all()
      .filter((site) => site.status === "open")
      .map((site) => ({
        site,
        available: site.places.find((one) => one.category === this._category.value)?.available ?? 0,
      }))
      .filter(({ available }) => available >= this._people())
      .toSorted((a, b) => b.available - a.available);
    return new Map(left.map((one) => [one.site.id, one]));
  }
}

function inWords(offer) {
  const far = offer.seconds === null ? t("offer.no_road") : duration(offer.seconds);
  return t("offer.option", { site: offer.site, far, n: offer.places_left });
}

function group(label, options) {
  return h("optgroup", { label }, ...options);
}

function labelled(select, label) {
  return h("div", { class: "field" }, h("label", { for: select.id }, label), select);
}
