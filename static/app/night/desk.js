/* What the desk of a site does: take groups in, note who left or did not come, beds out and back.

After each act the page says what happened and what is left. */

import { api } from "../api.js";
import { clock, given, number, t } from "../page.js";
import { toast } from "../toast.js";
import { bedsBack, bedsOut } from "./beds.js";
import { counter, left, named } from "./desk_words.js";

/** The acts at one site. `site()` gives it as it stands; `onArrival(entry id)`, `onUndone(entry id)`. */
export class Desk {
  constructor({ acts, ask, site, onArrival, onUndone }) {
    Object.assign(this, { _acts: acts, _ask: ask, _site: site, _onArrival: onArrival, _onUndone: onUndone });
    this.count = this.count.bind(this);
    this.counted = this.counted.bind(this);
  }

  /** What can be done with a group that is awaited. */
  groups() {
    return {
      all: (group) => this._arrive(group, group.places, "stays_held").catch(tell),
      some: (group) => this._askSome(group),
      noShow: (group) => this._askNoShow(group),
    };
  }

  /** Ask for one of the acts of the bar: walk-in, departure, beds-out, beds-back. */
  ask(act) {
    const question = {
      "walk-in": () => this._walkIn(),
      departure: () => this._departure(),
      "beds-out": () => bedsOut(this._acts, this._site()),
      "beds-back": () => bedsBack(this._acts, this._site()),
    }[act]();
    if (question.places.length === 0) return toast(question.nobody);
    this._ask.open(question);
  }

  /** Take an arrival back that this page recorded. */
  async undo(entry) {
    try {
      const undone = await api(`entries/${entry}/undo`, { method: "POST" });
      this._onUndone(entry);
      toast(inWords(undone), { bad: undone.kept < undone.wanted });
    } catch (error) {
      tell(error);
    }
  }

  /** Send one category's count. */
  async count(category, counted, reason) {
    const content = { category, counted, night: given.night, ...(reason ? { reason } : {}) };
    await this._send("censuses", content, t("acts.census", { n: counted, category: named(category) }));
  }

  /** Say what a census found. */
  counted(n, difference) {
    const told = difference === 0 ? t("census.done") : t("census.corrected", { change: signed(difference) });
    toast(`${t("census.we_are", { n })} ${told}`);
  }

  async _arrive(group, people, rest) {
    const words = t("acts.arrival", { n: people, category: named(group.category) });
    const entry = await this._acts.send(`holds/${group.hold_id}/arrivals`, { people, rest }, words);
    this._arrived(entry, people);
  }

  _arrived(entry, people) {
    this._onArrival(entry.id);
    const text = `${t("said.arrived", { n: people, category: named(entry.category) })} ${left(entry.balance)}`;
    toast(text, { act: { label: t("journal.undo"), run: () => this.undo(entry.id) } });
  }

  _askSome(group) {
    const most = group.places - 1;
    this._ask.open({
      title: t("some.title"),
      about: `${t("awaited.people", { n: group.places })} · ${named(group.category)}`,
      submit: t("some.submit"),
      count: { label: t("some.count"), range: () => ({ min: 1, max: most }), value: () => most },
      choice: {
        label: t("some.rest"),
        options: ["stays_held", "released"].map((rest) => [rest, t(`some.${rest}`)]),
      },
      foresee: (_, n, rest) => t(`some.${rest}.foresight`, { n: group.places - n, until: clock(group.expires_at) }),
      send: (_, n, rest) => this._arrive(group, n, rest),
    });
  }

  _askNoShow(group) {
    this._ask.open({
      title: t("no_show.title"),
      about: `${t("awaited.people", { n: group.places })} · ${named(group.category)}`,
      submit: t("no_show.submit"),
      foresee: () => t("no_show.foresight", { n: group.places }),
      send: async () => {
        await api(`holds/${group.hold_id}/no-show`, { method: "POST" });
        toast(t("said.no_show", { n: group.places, category: named(group.category) }));
      },
    });
  }

  _walkIn() {
    return {
      title: t("walk_in.title"),
      submit: t("walk_in.submit"),
      places: this._site().places.filter((place) => place.available > 0),
      nobody: t("walk_in.full"),
      count: counter(t("count.people"), ({ available }) => available),
      foresee: (place, n) => t("walk_in.foresight", { n: place.available - n }),
      send: async (place, n) => {
        const words = t("acts.arrival", { n, category: named(place.category) });
        this._arrived(await this._send("arrivals", { category: place.category, people: n }, words), n);
      },
    };
  }

  _departure() {
    return {
      title: t("departure.title"),
      submit: t("departure.submit"),
      places: this._site().places.filter((place) => place.occupied > 0),
      nobody: t("departure.empty"),
      count: counter(t("count.people"), ({ occupied }) => occupied),
      foresee: (place, n) => t("departure.foresight", { n: place.occupied - n }),
      send: async (place, n) => {
        const words = t("acts.departure", { n, category: named(place.category) });
        const entry = await this._send("departures", { category: place.category, people: n }, words);
        toast(`${t("said.departed", { n, category: named(place.category) })} ${left(entry.balance)}`);
      },
    };
  }

  _send(what, content, words) {
    return this._acts.send(`sites/${this._site().id}/${what}`, content, words);
  }
}

function inWords({ people: n, wanted, kept, category, expires_at }) {
  const undone = t("said.undone", { n, category: named(category) });
  if (wanted === 0) return undone;
  if (kept < wanted) return `${undone} ${t("said.kept_fewer", { n: kept, wanted })}`;
  return `${undone} ${t("said.kept_again", { n: kept, until: clock(expires_at) })}`;
}

function signed(change) {
  return `${change < 0 ? "−" : "+"}${number(Math.abs(change))}`;
}

function tell(error) {
  toast(error.message, { bad: true });
}
