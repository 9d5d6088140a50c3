/* A site's sign: its shape and colour say the kind, the rim how full it is, the number what is left,
a flag how many are there, or on their way, without a place. */

import { svg } from "../dom.js";
import { number } from "../page.js";
import { hasPlaces } from "./store.js";

const SHAPES = {
  caes: { path: "M22 5a17 17 0 1 1-.01 0Z", colour: "#17507f" },
  sas: {
    path: "M22 6H34a4 4 0 0 1 4 4V34a4 4 0 0 1-4 4H10a4 4 0 0 1-4-4V10a4 4 0 0 1 4-4Z",
    colour: "#0b6b5d",
  },
  cao: { path: "M22 4 37.6 13V31L22 40 6.4 31V13Z", colour: "#6a3d92" },
  guda: { path: "M22 3 41 22 22 41 3 22Z", colour: "#33424d" },
  spada: { path: "M22 5 40 37H4Z", colour: "#5b5f17" },
};
const LETTERS = { guda: "G", spada: "S" };

/** Colour of a kind, for legends and lists. */
export function colourOf(kind) {
  return SHAPES[kind].colour;
}

/** The sign of one site as an SVG element; `size` in pixels. */
export function sign(site, size = 44) {
  const shape = SHAPES[site.kind];
  const low = site.kind === "spada" ? 29 : 22.5;
  const full = hasPlaces(site) && site.available === 0;
  return svg(
    "svg",
    { viewBox: "0 0 44 44", width: size, height: size, "aria-hidden": "true", class: "sign" },
    svg("path", { d: shape.path, fill: "none", stroke: "#fffdf8", "stroke-width": 9 }),
    svg("path", {
      d: shape.path,
      fill: full ? "#f3ece0" : shape.colour,
      stroke: hasPlaces(site) ? "#fffdf8" : shape.colour,
      "stroke-width": 7.5,
    }),
    ...rim(site, shape),
    svg(
      "text",
      {
        x: 22,
        y: low,
        class: "sign-number",
        fill: full ? "#5a2118" : "#ffffff",
        "font-size": label(site).length > 2 ? 12 : 15,
      },
      label(site),
    ),
    ...flag(site.overflow, 54, -5),
  );
}

/* Told apart without colour, too: solid, in long dashes, in dots. Lengths are hundredths of the rim. */
const ARCS = [
  { name: "occupied", colour: "#12303f", dash: null },
  { name: "held", colour: "#e39a1c", dash: [3.4, 1.6] },
  { name: "out_of_service", colour: "#6d7a82", dash: [0.9, 1.7] },
];

/** The arcs of the rim: what is occupied, what is held, what is out of service; the rest is vacant. */
function rim(site, shape) {
  const whole = Math.max(site.capacity, site.occupied + site.held + site.out_of_service);
  if (!hasPlaces(site) || whole === 0) return [];
  let from = 0;
  const arcs = [edge(shape), arc(shape, "#cfe5d6", 0, 100, null)];
  for (const { name, colour, dash } of ARCS) {
    const length = (site[name] / whole) * 100;
    if (length > 0) arcs.push(arc(shape, colour, from, length, dash));
    from += length;
  }
  return arcs;
}

/** A fine line on both sides of the rim, so that what is vacant stands out from paper and core. */
function edge(shape) {
  return svg("path", { d: shape.path, fill: "none", stroke: "#12303f", "stroke-width": 6 });
}

function arc(shape, colour, from, length, dash) {
  return svg("path", {
    d: shape.path,
    pathLength: 100,
    fill: "none",
    stroke: colour,
    "stroke-width": 5,
    "stroke-dasharray": `${dashes(length, dash).join(" ")} 1000`,
    "stroke-dashoffset": -from,
  });
}

/** A pattern of dashes and gaps that ends where the arc ends, on a dash. */
function dashes(length, dash) {
  if (!dash) return [length];
  const [on, off] = dash;
  const count = Math.max(Math.round((length + off) / (on + off)), 1);
  const scale = length / (count * (on + off) - off);
  return Array.from({ length: 2 * count - 1 }, (_, index) => (index % 2 ? off : on) * scale);
}

/** How many people are there, or on their way, without a place: a flag at the sign's corner. */
function flag(overflow, right, top) {
  if (!overflow) return [];
  const text = `+${number(overflow)}`;
  const width = 11 + 7 * text.length;
  return [
    svg("path", {
      d: `M${right - width} ${top}h${width - 5}l5 8-5 8h${5 - width}Z`,
      fill: "#a3241c",
      stroke: "#fffdf8",
      "stroke-width": 2,
      "stroke-linejoin": "round",
    }),
    svg(
      "text",
      { x: right - width / 2 - 1.5, y: top + 8.4, class: "sign-number", fill: "#ffffff", "font-size": 12 },
      text,
    ),
  ];
}

function label(site) {
  return hasPlaces(site) ? number(site.available) : (LETTERS[site.kind] ?? "·");
}

/** A sign for several sites folded together: the places that are left in all of them. */
export function clusterSign(sites) {
  const counted = sites.filter(hasPlaces);
  const available = counted.reduce((sum, site) => sum + site.available, 0);
  return svg(
    "svg",
    { viewBox: "0 0 52 52", width: 52, height: 52, "aria-hidden": "true", class: "sign" },
    svg("circle", { cx: 26, cy: 26, r: 23, fill: "#fffdf8", stroke: "#12303f", "stroke-width": 2 }),
    svg("circle", {
      cx: 26,
      cy: 26,
      r: 19,
      fill: "none",
      stroke: "#12303f",
      "stroke-opacity": 0.25,
    }),
    svg("text", { x: 26, y: 23, class: "sign-number", fill: "#12303f", "font-size": 16 }, number(available)),
    svg("text", { x: 26, y: 36.5, class: "sign-note", fill: "#33505f", "font-size": 9.5 }, `${sites.length} ⌂`),
    ...flag(
      counted.reduce((sum, site) => sum + site.overflow, 0),
      60,
      -4,
    ),
  );
}
