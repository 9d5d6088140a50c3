/* Orientations: to a place (with what is left there now), the GUDA, a return interview, care. */

import { h } from "../dom.js";
import { t } from "../page.js";
import { Stepper } from "./fields.js";
import { PlaceChoice } from "./place_choice.js";
import { Seats } from "./seats.js";

const KINDS = ["place", "guda", "spada", "voluntary_return", "care"];
const OF_COUNT = {
  isolated_men: "isolated_man",
  isolated_women: "isolated_woman",
  family_members: "family",
  unaccompanied_minors: "unaccompanied_minor",
};
let made = 0;

/** The rows of the form; `counts()` are the encounter's numbers, to begin from. */
export class Referrals {
  constructor(root, sites, { counts, offers }) {
    Object.assign(this, { _root: root, _sites: sites, _counts: counts, _offers: offers, _rows: [] });
    sites.addEventListener("change", () => {
      for (const row of this._rows) row.offer();
    });
  }

  /** The rows of a report: its referrals, and who waits for a place. */
  set({ referrals = [], waiting = [] }) {
    this._root.replaceChildren();
    this._rows = [];
    for (const referral of referrals) this.add(referral);
    for (const one of waiting) this.add({ kind: "place", ...one });
  }

  add(referral = this._likely()) {
    const row = new Row(this._sites, this._offers, referral, {
      onRemove: () => {
        this._rows = this._rows.filter((other) => other !== row);
        row.element.remove();
      },
    });
    this._rows.push(row);
    this._root.append(row.element);
    return row;
  }

  /** The report's `referrals`, and its `waiting` for those for whom no place is left. */
  values() {
    const rows = this._rows.map((row) => row.value());
    return {
      referrals: rows.filter((row) => !row.waits),
      waiting: rows
        .filter((row) => row.waits)
        .map(({ category, people, waits }) => ({ category, people, priority: waits })),
    };
  }

  /** Ask the desks again, when seats that were offered are gone. */
  renew() {
    for (const row of this._rows) row.renew();
  }

  /** What is most often meant: a place for those who accepted, of the largest category. */
  _likely() {
    const counts = this._counts();
    const [largest] = Object.keys(OF_COUNT).toSorted((a, b) => counts[b] - counts[a]);
    return { kind: "place", people: Math.max(counts.accepted, 1), category: OF_COUNT[largest] };
  }
}

class Row {
  constructor(sites, offers, { kind, people, ...place }, { onRemove }) {
    this._number = ++made;
    this._kind = this._select(
      "kind",
      KINDS.map((one) => new Option(t(`referral.kind.${one}`), one)),
      kind,
    );
    this._people = new Stepper({
      name: `people-${this._number}`,
      label: t("referral.people"),
      value: people,
      range: () => ({ min: 1, max: 500 }),
      onChange: () => this.offer(),
    });
    this._place = new PlaceChoice(sites, offers, {
      ...place,
      number: this._number,
      people: () => this._people.value,
    });
    this._seats = new Seats(() => this._people.value, place);
    this.element = h(
      "div",
      { class: "referral", role: "group", "aria-label": t("referral.kind") },
      labelled(this._kind, t("referral.kind")),
      this._people.element,
      this._place.element,
      this._seats.element,
      h("button", { type: "button", class: "button quiet", onclick: onRemove }, t("referral.remove")),
    );
    this.offer();
  }

  /** Show the fields of a place for a place alone, with what is left now. */
  offer() {
    const place = this._kind.value === "place";
    this._place.element.hidden = !place;
    this._seats.show(this._kind.value === "guda");
    if (place) this._place.draw();
  }

  value() {
    const referral = { kind: this._kind.value, people: this._people.value };
    if (referral.kind === "guda") return { ...referral, ...this._seats.value() };
    return referral.kind === "place" ? { ...referral, ...this._place.value() } : referral;
  }

  renew() {
    if (this._kind.value === "guda") this._seats.renew();
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
