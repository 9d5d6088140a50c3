/* What is left of a time, counted down on every element that asks for it. */

import { h } from "../dom.js";
import { clock, t } from "../page.js";
import { secondsUntil } from "./server_clock.js";

export const SOON = 15 * 60; // seconds left from which on one must act

const ticking = new Set();
setInterval(tickAll, 1_000);

/** An element that says how much is left until `instant`; `onSoon()` once little is. */
export function countdown(instant, { onSoon = () => {} } = {}) {
  const left = h("span", { class: "left" });
  const element = h(
    "time",
    { class: "countdown", datetime: instant, role: "timer" },
    left,
    h("small", {}, t("held.until", { time: clock(instant) })),
  );
  const tick = () => draw(element, left, instant, onSoon);
  element.dataset.state = "new";
  tick();
  ticking.add({ element, tick });
  return element;
}

function tickAll() {
  for (const one of ticking) {
    if (one.element.isConnected) one.tick();
    else ticking.delete(one);
  }
}

function draw(element, left, instant, onSoon) {
  const seconds = Math.floor(secondsUntil(instant));
  const state = seconds <= 0 ? "over" : seconds <= SOON ? "soon" : "plenty";
  left.textContent = seconds <= 0 ? t("held.over") : inWords(seconds);
  if (element.dataset.state === state) return;
  element.dataset.state = state;
  if (state === "soon") onSoon();
}

/** Hours and minutes while there is time; minutes and seconds at the end. */
function inWords(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours} h ${two(minutes)}` : `${two(minutes)}:${two(seconds % 60)}`;
}
