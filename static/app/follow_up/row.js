/* One referral: what it is, where it stands, and what can be done about it. */

import { when } from "../booking/when.js";
import { h } from "../dom.js";
import { clock, t } from "../page.js";

const BACK = {
  spada: () => "open",
  care: () => "open",
  guda: () => "open",
  voluntary_return: ({ state }) =>
    ({ interview_held: "interview_planned", application_lodged: "interview_held", missed: "interview_planned" })[
      state
    ] ?? "interest",
};
const FIRST = { guda: ["open", "missed", "partly_honoured"], voluntary_return: ["interest", "missed"] };
const TONE = { honoured: "good", interview_held: "good", application_lodged: "good", missed: "bad" };

/** The state that takes `after` back, if the history may be corrected so. */
export function backFrom(referral, after) {
  const state = BACK[referral.kind]?.({ state: after });
  if (!state) return null;
  if (state !== "interview_planned") return { state };
  return referral.due_at ? { state, due_at: referral.due_at, venue: referral.venue } : null;
}

/** The row; `acts` = {onBook, onMove, onCancel, onPlan, onStep}. */
export function drawRow(referral, acts) {
  const people = t("follow.people", { n: referral.people });
  return h(
    "li",
    { class: "card", "data-referral": referral.id, "data-state": referral.state },
    h(
      "div",
      { class: "card-head" },
      h("strong", {}, `${t(`kind.${referral.kind}`)} · ${people}`),
      h("span", { class: `badge ${TONE[referral.state] ?? ""}` }, t(`state.${referral.state}`)),
    ),
    h("p", { class: "soft small" }, origin(referral)),
    ...details(referral, acts),
    buttons(referral, acts),
  );
}

function origin(referral) {
  return [
    t("follow.made", { when: when(referral.made_at) }),
    referral.zone ?? t("follow.no_zone"),
    referral.team,
    referral.site,
  ]
    .filter(Boolean)
    .join(" · ");
}

function details(referral, acts) {
  const lines = referral.appointments.map((one) => appointmentLine(referral, one, acts));
  if (referral.kept_until) lines.push(h("p", {}, t("follow.kept_until", { time: clock(referral.kept_until) })));
  if (referral.due_at) {
    const venue = t(`venue.${referral.venue}`);
    lines.push(h("p", {}, t("follow.interview", { when: when(referral.due_at), venue })));
  }
  return lines;
}

function appointmentLine(referral, appointment, acts) {
  const people = t("follow.people", { n: appointment.people });
  const words = t("appointment.at", { when: when(appointment.starts_at), people });
  const marks = appointment.to_move ? h("span", { class: "badge bad" }, t("appointment.to_move")) : null;
  const open = appointment.state === "booked";
  return h(
    "div",
    { class: "appointment", "data-appointment": appointment.id },
    h("span", {}, open ? words : `${words} · ${t(`appointment.state.${appointment.state}`)}`),
    marks,
    ...(open
      ? [
          button(t("book.move"), () => acts.onMove(referral, appointment)),
          button(t("book.cancel"), () => acts.onCancel(referral, appointment), "quiet"),
        ]
      : []),
  );
}

function buttons(referral, acts) {
  const made = [];
  if (FIRST.guda.includes(referral.state) && referral.kind === "guda") {
    const label = referral.state === "open" ? t("book.open") : t("book.rebook");
    made.push(button(label, () => acts.onBook(referral), "primary"));
  }
  for (const state of referral.next_states) {
    if (state === "interview_planned") {
      const again = referral.state === "interview_planned";
      const tone = FIRST.voluntary_return.includes(referral.state) ? "primary" : "";
      made.unshift(button(t(again ? "follow.replan" : "follow.plan"), () => acts.onPlan(referral), tone));
    } else made.push(button(t(`step.${state}`), () => acts.onStep(referral, state)));
  }
  return made.length ? h("div", { class: "card-acts" }, ...made) : null;
}

function button(label, onclick, tone = "") {
  return h("button", { type: "button", class: `button ${tone}`, onclick }, label);
}
