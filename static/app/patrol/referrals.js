/* Orientations: to a place (with what is left there now), the GUDA, a return interview, care. */

import { h } from "../dom.js";
import { t } from "../page.js";
import { Stepper } from "./fields.js";

const KINDS = ["place", "guda", "voluntary_return", "care"];
const CATEGORIES = ["isolated_man", "isolated_woman", "family", "unaccompanied_minor", "reduced_mobility"];
const OF_COUNT = {
  isolated_men: "isolated_man",
  isolated_women: "isolated_woman",
  family_members: "family",
  unaccompanied_minors: "unaccompanied_minor",
};
let made = 0;

/** The rows of the form; `counts()` are the encounter's numbers, to begin from. */
export class Referrals {
  constructor(root, sites, { counts }) {
    Object.assign(this, { _root: root, _sites: sites, _counts: counts, _rows: [] });
    sites.addEventListener("change", () => {
      for (const row of this._rows) row.offer();
    });
  }

  set(referrals) {
    this._root.replaceChildren();
    this._rows = [];
    for (const referral of referrals) this.add(referral);
  }

  add(referral = this._likely()) {
    const row = new Row(this._sites, referral, {
      onRemove: () => {
        this._rows = this._rows.filter((other) => other !== row);
        row.element.remove();
      },
    });
    this._rows.push(row);
    this._root.append(row.element);
    return row;
  }

  values() {
    return this._rows.map((row) => row.value());
  }

  /** What is most often meant: a place for those who accepted, of the largest category. */
  _likely() {
    const counts = this._counts();
    const [largest] = Object.keys(OF_COUNT).toSorted((a, b) => counts[b] - counts[a]);
    return { kind: "place", people: Math.max(counts.accepted, 1), category: OF_COUNT[largest] };
  }
}

class Row {
  constructor(sites, { kind, people, category = CATEGORIES[0], site_id: siteId = null }, { onRemove }) {
    this._sites = sites;
    this._number = ++made;
    this._kind = this._select(
      "kind",
      KINDS.map((one) => new Option(t(`referral.kind.${one}`), one)),
      kind,
    );
    this._category = this._select(
      "category",
      CATEGORIES.map((one) => new Option(t(`category.${one}`), one)),
      category,
    );
    this._site = this._select("site", []);
    this._people = new Stepper({
      name: `people-${this._number}`,
      label: t("referral.people"),
      value: people,
      range: () => ({ min: 1, max: 500 }),
      onChange: () => this.offer(),
    });
    this._full = h("p", { class: "notice warn small", hidden: true }, t("referral.full"));
    this._place = h(
      "div",
      { class: "stack" },
      labelled(this._category, t("referral.category")),
      labelled(this._site, t("referral.site")),
      this._full,
    );
    this.element = h(
      "div",
      { class: "referral", role: "group", "aria-label": t("referral.kind") },
      labelled(this._kind, t("referral.kind")),
      this._people.element,
      this._place,
      h("button", { type: "button", class: "button quiet", onclick: onRemove }, t("referral.remove")),
    );
    this.offer(siteId);
  }

  /** List the sites that have places of the category left, most first; keep the choice. */
  offer(siteId = this._site.value) {
    const place = this._kind.value === "place";
    this._place.hidden = !place;
    const left = this._left();
    this._site.replaceChildren(
      ...left.map(({ site, available }) => new Option(`${site.name} (${available})`, site.id)),
    );
    if (left.some(({ site }) => site.id === siteId)) this._site.value = siteId;
    this._site.disabled = left.length === 0;
    this._full.hidden = left.length > 0;
  }

  value() {
    const referral = { kind: this._kind.value, people: this._people.value };
    if (referral.kind !== "place") return referral;
    return { ...referral, site_id: this._site.value || null, category: this._category.value };
  }

  _left() {
    return this._sites
      .all()
      .filter((site) => site.status === "open")
      .map((site) => ({
        site,
        available: site.places.find((one) => one.category === this._category.value)?.available ?? 0,
      }))
      .filter(({ available }) => available > 0)
      .toSorted((a, b) => b.available - a.available);
  }

  _select(name, options, value) {
    const select = h(
      "select",
      { class: "select", id: `referral-${this._number}-${name}`, "data-referral": name },
      ...options,
    );
    if (value !== undefined) select.value = value;
    select.addEventListener("change", () => this.offer());
    return select;
  }
}

function labelled(select, label) {
  return h("div", { class: "field" }, h("label", { for: select.id }, label), select);
}
