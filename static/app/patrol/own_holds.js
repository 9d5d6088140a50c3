/* The team's own holds and requests on its phone, and what it must hear of them at once. */

import { byId, h } from "../dom.js";
import { extend, LetGo, withdraw } from "../holds/acts.js";
import { holdCard, requestCard } from "../holds/cards.js";
import { Holds } from "../holds/store.js";
import { clock, t } from "../page.js";

/** Wire the section; `listen(live)` takes its topics from the stream. */
export class OwnHolds {
  constructor(sites) {
    this._holds = new Holds({ nameOf: (id) => sites.get(id)?.name });
    this._said = new Set();
    this._letGo = new LetGo();
    this._holds.addEventListener("change", () => this._draw());
    this._holds.addEventListener("ended", ({ detail: { hold } }) => this._ended(hold));
    this._holds.addEventListener("served", ({ detail: { hold } }) => this._served(hold));
  }

  load() {
    return this._holds.load();
  }

  listen(live) {
    live
      .on("hold", (told) => this._holds.hear(told).catch(quietly))
      .on("place_request", (told) => this._holds.hearRequest(told).catch(quietly));
  }

  _draw() {
    const [holds, line] = [this._holds.active(), this._holds.line()];
    byId("own-holds").hidden = holds.length + line.length === 0;
    const acts = {
      onExtend: extend,
      onRelease: (hold) => this._letGo.release(hold),
      onSoon: (hold) => this._soon(hold),
      withTeam: false,
    };
    byId("holds").replaceChildren(...holds.map((hold) => holdCard(hold, acts)));
    byId("requests").replaceChildren(
      ...line.map((request) => requestCard(request, { onWithdraw: withdraw, withTeam: false })),
    );
    byId("requests-title").hidden = line.length === 0;
    for (const notice of byId("notices").querySelectorAll('[data-about^="soon"]')) {
      const hold = this._holds.get(notice.dataset.hold);
      if (!hold || notice.dataset.about !== `soon ${hold.expires_at}`) notice.remove();
    }
  }

  _soon(hold) {
    const text = t("notice.soon", { site: hold.site, time: clock(hold.expires_at) });
    this._say(`soon ${hold.expires_at}`, hold, text, "warn");
  }

  /** What the team did itself it need not be told; a group that has arrived is good news. */
  _ended(hold) {
    const kind = hold.state === "arrived" ? "good" : "bad";
    this._say(`ended ${hold.state}`, hold, t(`notice.ended.${hold.state}`, { site: hold.site }), kind);
  }

  _served(hold) {
    if (hold) this._say("served", hold, t("line.served", { n: hold.places, site: hold.site }), "good");
  }

  /** One notice about one thing, which stays until it is read. */
  _say(about, hold, text, kind) {
    const notices = byId("notices");
    const key = `${hold.id} ${about}`;
    if (this._said.has(key)) return; // events come at least once
    this._said.add(key);
    const notice = h(
      "div",
      { class: `notice ${kind}`, role: "alert", "data-hold": hold.id, "data-about": about },
      h("span", {}, text),
      h("button", { type: "button", class: "button quiet", onclick: () => notice.remove() }, t("close")),
    );
    notices.prepend(notice);
  }
}

/** A phone without network reads its holds again when the stream is back. */
function quietly() {}
