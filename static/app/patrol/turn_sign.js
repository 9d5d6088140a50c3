/* The sign of an instruction: an arrow that bends as the road does, a roundabout, a flag. */

import { svg } from "../dom.js";

const ANGLES = {
  straight: 0,
  "slight right": 45,
  right: 90,
  "sharp right": 135,
  uturn: 180,
  "sharp left": -135,
  left: -90,
  "slight left": -45,
};

/** A sign for one step of a way; the words beside it say the same, so it is hidden from readers. */
export function turnSign(step) {
  return svg("svg", { class: "turn-sign", viewBox: "0 0 32 32", "aria-hidden": "true" }, ...shapes(step));
}

function shapes({ maneuver, modifier, turn_off }) {
  if (maneuver === "depart") return [svg("circle", { cx: 16, cy: 16, r: 6 })];
  if (maneuver === "arrive") return [svg("path", { d: "M9 28V5l14 5-14 6" })];
  if (maneuver === "roundabout" || maneuver === "rotary") return roundabout(turn_off);
  return modifier === "uturn" ? [svg("path", { d: "M11 28V12a5 5 0 0 1 10 0v10m-5-5 5 5 5-5" })] : arrow(modifier);
}

function roundabout(exit) {
  const number = svg("text", { x: 16, y: 16 }, exit ? String(exit) : "");
  return [svg("circle", { cx: 16, cy: 16, r: 11 }), number];
}

/** Up from below to the middle, then on along the angle, to a head of two strokes. */
function arrow(modifier) {
  const angle = ((ANGLES[modifier] ?? 0) * Math.PI) / 180;
  const tip = along([16, 18], angle, 12);
  const barbs = [angle + 2.5, angle - 2.5].map((back) => along(tip, back, 6).join(" "));
  return [svg("path", { d: `M16 29V18L${tip.join(" ")}M${barbs[0]}L${tip.join(" ")}L${barbs[1]}` })];
}

function along([x, y], angle, length) {
  return [x + length * Math.sin(angle), y - length * Math.cos(angle)].map((value) => Number(value.toFixed(2)));
}
