/* Holds and requests as they are listed: what, where, for whom, how long, and what to do. */

import { h } from "../dom.js";
import { clock, t } from "../page.js";
import { countdown } from "./countdown.js";

/** An active hold; each act that is given has its button. */
export function holdCard(hold, { onExtend, onRelease, onNoShow, onSoon, withTeam = true }) {
  return h(
    "li",
    { class: "hold-card", "data-hold": hold.id },
    countdown(hold.expires_at, { onSoon: () => onSoon?.(hold) }),
    h(
      "div",
      { class: "hold-what" },
      h("strong", {}, hold.site),
      h("span", {}, t("held.places", { n: hold.places, category: t(`category.${hold.category}`) })),
      withTeam ? h("span", { class: "soft small" }, hold.team ?? t("held.no_team")) : null,
      hold.arrived ? h("span", { class: "soft small" }, t("held.arrived", { n: hold.arrived })) : null,
    ),
    h(
      "div",
      { class: "hold-acts" },
      button(t("held.extend"), onExtend && (() => onExtend(hold)), "button", extendLabel(hold)),
      button(t("held.release"), onRelease && (() => onRelease(hold)), "button", named("held.release", hold)),
      button(t("held.no_show"), onNoShow && (() => onNoShow(hold)), "button quiet", named("held.no_show", hold)),
    ),
  );
}

function extendLabel(hold) {
  return named("held.extend", hold);
}

function named(key, hold) {
  return `${t(key)} – ${hold.site}, ${t("held.places", { n: hold.places, category: t(`category.${hold.category}`) })}`;
}

function button(text, onclick, kind, label) {
  return onclick ? h("button", { type: "button", class: kind, "aria-label": label, onclick }, text) : null;
}

/** A hold that has ended, and how. */
export function endedRow(hold) {
  return h(
    "li",
    { class: "ended", "data-hold": hold.id },
    h("time", { datetime: hold.ended_at }, clock(hold.ended_at)),
    h(
      "span",
      { class: "hold-what" },
      h("span", {}, `${hold.site} · ${t("held.places", { n: hold.places, category: t(`category.${hold.category}`) })}`),
      h("small", { class: "soft" }, hold.team ?? t("held.no_team")),
    ),
    h("span", { class: `how ${hold.state}` }, t(`held.state.${hold.state}`)),
  );
}

/** A request in its line. */
export function requestCard(request, { onWithdraw, withTeam = true }) {
  const urgent = request.priority !== "ordinary";
  return h(
    "li",
    { class: urgent ? "request-card urgent" : "request-card", "data-request": request.id },
    h(
      "span",
      { class: "position" },
      h("span", { class: "visually-hidden" }, t("line.position")),
      String(request.position),
    ),
    h(
      "div",
      { class: "hold-what" },
      h("strong", {}, t("held.places", { n: request.places, category: t(`category.${request.category}`) })),
      urgent ? h("span", { class: "why" }, t(`priority.${request.priority}`)) : null,
      h(
        "span",
        { class: "soft small" },
        [
          withTeam ? (request.team ?? t("held.no_team")) : null,
          t("line.since", { time: clock(request.created_at) }),
          t("line.until", { time: clock(request.lapses_at) }),
        ]
          .filter(Boolean)
          .join(" · "),
      ),
      request.overtaken ? h("span", { class: "soft small" }, t("line.overtaken", { n: request.overtaken })) : null,
    ),
    onWithdraw
      ? h(
          "div",
          { class: "hold-acts" },
          button(t("line.withdraw"), () => onWithdraw(request), "button", null),
        )
      : null,
  );
}
