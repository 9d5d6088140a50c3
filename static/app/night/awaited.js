/* The groups on their way here: how many, with whom, when, and how long their places are kept. */

import { h } from "../dom.js";
import { serverNow } from "../holds/server_clock.js";
import { clock, t } from "../page.js";

const MINUTE = 60_000;
const TICK = 1_000; // ms between two looks at the clock; only the words that change are written

/** Keep `root` in step; `acts` = {all, some, noShow}, each given the group; none for a reader. */
export class Awaited {
  constructor(root, acts) {
    Object.assign(this, { _root: root, _acts: acts });
    setInterval(() => this._tick(), TICK);
  }

  draw(groups) {
    const focused = document.activeElement?.closest("[data-hold]")?.dataset.hold;
    const which = document.activeElement?.dataset.act;
    this._root.replaceChildren(
      ...(groups.length ? groups.map((group) => this._card(group)) : [h("li", { class: "none" }, t("awaited.none"))]),
    );
    if (focused && which) this._root.querySelector(`[data-hold="${focused}"] [data-act="${which}"]`)?.focus();
    this._tick();
  }

  _card(group) {
    return h(
      "li",
      { class: "awaited", "data-hold": group.hold_id },
      h(
        "div",
        { class: "who" },
        h("strong", { class: "people" }, t("awaited.people", { n: group.places })),
        h("span", {}, t(`category.${group.category}`)),
        group.arrived ? h("span", { class: "soft" }, t("awaited.arrived", { n: group.arrived })) : null,
      ),
      h("p", { class: "with" }, company(group)),
      h("p", { class: "eta" }, ...eta(group)),
      h(
        "p",
        { class: "kept" },
        t("awaited.kept", { until: clock(group.expires_at) }),
        h("span", { class: "left", "data-expires": group.expires_at }),
      ),
      this._acts ? this._buttons(group) : null,
    );
  }

  _buttons(group) {
    const { all, some, noShow } = this._acts;
    const button = (name, act, words, kind = "") =>
      h("button", { type: "button", class: `button ${kind}`, "data-act": name, onclick: () => act(group) }, words);
    return h(
      "div",
      { class: "turns" },
      button("all", all, t("awaited.all_here", { n: group.places }), "primary big"),
      group.places > 1 ? button("some", some, t("awaited.some_here")) : null,
      button("no-show", noShow, t("awaited.no_show"), "quiet"),
    );
  }

  _tick() {
    for (const place of this._root.querySelectorAll("[data-expires]")) {
      const left = new Date(place.dataset.expires) - serverNow();
      const words = left > 0 ? t("awaited.left", { left: countdown(left) }) : t("awaited.over");
      if (place.textContent !== words) place.textContent = words;
      place.classList.toggle("soon", left < 30 * MINUTE);
    }
    for (const place of this._root.querySelectorAll("[data-eta]")) {
      const left = Math.round((new Date(place.dataset.eta) - serverNow()) / MINUTE);
      const words = left > 0 ? t("awaited.in", { n: left }) : t("awaited.any_moment");
      if (place.textContent !== words) place.textContent = words;
    }
  }
}

function company({ team, basis }) {
  if (basis === "bus") return t("awaited.bus");
  return team ? t("awaited.team", { team }) : t("awaited.no_team");
}

function eta(group) {
  if (!group.arrives_at) return [t("awaited.unknown")];
  return [
    t("awaited.eta"),
    " ",
    h("strong", {}, clock(group.arrives_at)),
    " ",
    h("span", { "data-eta": group.arrives_at }),
    h("small", { class: "soft" }, ` · ${t(`awaited.basis.${group.basis}`)}`),
  ];
}

/** What is left of a hold: hours and minutes, in its last minutes also the seconds. */
function countdown(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours) return `${hours} h ${String(minutes).padStart(2, "0")}`;
  if (minutes >= 10) return `${minutes} min`;
  return `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
}
