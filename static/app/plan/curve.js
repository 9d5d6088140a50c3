/* The curve of the objective: weight covered grows, time on the road falls, with each better plan. */

import { h, svg } from "../dom.js";
import { duration, number, t } from "../page.js";

const WIDE = 340;
const HIGH = 96;
const FLAT = { weight: 0.6, road: 0.4 }; // where a line lies that has no steps, so that both are seen
const EDGE = { left: 4, right: 4, top: 10, bottom: 6 };

/** Draw points {elapsed (s), required_missed, weight, driving (s)} into a figure. */
export function drawCurve(figure, points, now) {
  figure.hidden = points.length === 0;
  if (figure.hidden) return;
  const last = points.at(-1);
  const end = Math.max(now ?? 0, last.elapsed, 0.5);
  const line = (pick, name) => svg("path", { class: `curve ${name}`, d: steps(points, pick, end, FLAT[name]) });
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": said(points), preserveAspectRatio: "none" },
    svg("path", { class: "curve-ground", d: `M0 ${HIGH - 1}H${WIDE}` }),
    line(({ driving }) => driving, "road"),
    line(({ weight }) => weight, "weight"),
  );
  figure.replaceChildren(picture, key(last, points.length));
}

/** A line that stays until the next better plan; at the height `flat` while nothing differs. */
function steps(points, pick, end, flat) {
  const values = points.map(pick);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const x = (seconds) => EDGE.left + (seconds / end) * (WIDE - EDGE.left - EDGE.right);
  const share = (value) => (most > least ? (value - least) / (most - least) : flat);
  const y = (value) => HIGH - EDGE.bottom - share(value) * (HIGH - EDGE.top - EDGE.bottom);
  const turns = points.slice(1).map((point) => `H${x(point.elapsed).toFixed(1)}V${y(pick(point)).toFixed(1)}`);
  return `M${x(points[0].elapsed).toFixed(1)} ${y(values[0]).toFixed(1)}${turns.join("")}H${x(end).toFixed(1)}`;
}

function key(last, n) {
  return h(
    "figcaption",
    { class: "curve-key small" },
    h("span", { class: "of-weight" }, t("plan.curve.weight", { weight: number(last.weight, 1) })),
    h("span", { class: "of-road" }, t("plan.curve.road", { time: duration(last.driving) })),
    last.required_missed
      ? h("strong", { class: "bad-words" }, t("plan.sum.required", { n: last.required_missed }))
      : null,
    h("span", { class: "soft" }, t("plan.curve.found", { n, seconds: number(last.elapsed, 1) })),
  );
}

function said(points) {
  return t("plan.curve", {
    n: points.length,
    from: number(points[0].weight, 1),
    to: number(points.at(-1).weight, 1),
    seconds: number(points.at(-1).elapsed, 1),
  });
}
