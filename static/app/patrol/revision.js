/* A change of the rest of the patrol, as a difference that the team accepts or declines. */

import { api } from "../api.js";
import { h } from "../dom.js";
import { clock, t } from "../page.js";

/** The card of the change that waits for an answer, if there is one; `first()` runs before it. */
export class Revision {
  constructor(box, { patrol, first, onAnswered, onError }) {
    Object.assign(this, { _box: box, _patrol: patrol, _first: first });
    Object.assign(this, { _onAnswered: onAnswered, _onError: onError });
  }

  /** Ask the server what waits, and show it. */
  async load() {
    const told = await api(`patrols/${this._patrol().id}/revisions`);
    this._draw(told.find((one) => one.state === "proposed") ?? null);
  }

  _draw(revision) {
    if (revision?.id === this._shown && !this._box.hidden) return;
    this._shown = revision?.id;
    this._box.hidden = revision === null;
    if (revision === null) return this._box.replaceChildren();
    this._box.replaceChildren(
      h("h2", { id: "revision-title" }, t("revision.title")),
      ...changes(revision.difference),
      h("h3", {}, t(revision.stops.length ? "revision.then" : "revision.home")),
      h(
        "ol",
        { class: "bullets" },
        ...revision.stops.map((stop) => h("li", {}, `${clock(stop.arrives_at)} ${stop.name}`)),
      ),
      h(
        "div",
        { class: "actions stacked" },
        this._button(revision, true, "button primary big", "revision.accept"),
        this._button(revision, false, "button big", "revision.decline"),
      ),
    );
  }

  _button(revision, accepted, kind, words) {
    const answer = () => this._answer(revision, accepted);
    return h("button", { type: "button", class: kind, "data-accepted": String(accepted), onclick: answer }, t(words));
  }

  async _answer(revision, accepted) {
    for (const button of this._box.querySelectorAll("button")) button.disabled = true;
    try {
      await this._first();
      await api(`revisions/${revision.id}/answer`, { method: "POST", body: { accepted } });
    } catch (error) {
      this._onError(error);
    }
    this._box.hidden = true;
    await this.load();
    await this._onAnswered();
  }
}

/** What is added, removed and reordered: signs and words, not colour alone. */
export function changes({ added, removed, reordered, rerouted = false }) {
  const lines = [
    ...added.map((stop) => h("li", { class: "added" }, `+ ${stop.name}`)),
    ...removed.map((stop) => h("li", { class: "removed" }, "− ", h("del", {}, stop.name))),
    reordered ? h("li", {}, t("revision.reordered")) : null,
    rerouted ? h("li", {}, t("revision.rerouted")) : null,
  ].filter(Boolean);
  return [h("ul", { class: "changes" }, ...lines)];
}
