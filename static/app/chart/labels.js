/* Names over the ground: places, road references and zones, none of them over another. */

import { Canvas } from "./basemap.js";

const FAMILY = getComputedStyle(document.documentElement).getPropertyValue("--font") || "sans-serif";
const PLACE = {
  1: { font: 650, size: 15, colour: "#12303f", from: 0 },
  2: { font: 600, size: 12.5, colour: "#2c4756", from: 9.5 },
  3: { font: 400, size: 11.5, colour: "#44596a", from: 11 },
};
const SHIELDS = {
  motorway: { fill: "#a33b1d", colour: "#ffffff", from: 9 },
  trunk: { fill: "#a33b1d", colour: "#ffffff", from: 9.5 },
  primary: { fill: "#e8b73c", colour: "#2b2200", from: 10.5 },
  secondary: { fill: "#f3d98b", colour: "#2b2200", from: 11.5 },
};
const APART = 190; // pixels between two shields of the same road

/** The names of a basemap and of the zones; `obstacles()` gives pixel boxes to keep clear of. */
export const Labels = Canvas.extend({
  initialize(ground, options) {
    this._ground = ground;
    this._zones = [];
    Canvas.prototype.initialize.call(this, { pane: "labels", obstacles: () => [], ...options });
  },

  /** Name these features {name, position: [lon, lat], tone} from now on. */
  setZones(zones) {
    this._zones = zones;
    this.repaint();
  },

  paint(context) {
    this._taken = this.options.obstacles().map((box) => ({ ...box }));
    this._view = viewOf(this._map);
    context.lineJoin = "round";
    context.textBaseline = "middle";
    context.textAlign = "center";
    this._paintPlaces(context, 2);
    this._paintShields(context);
    this._paintZones(context);
    this._paintPlaces(context, 3);
  },

  _paintPlaces(context, upTo) {
    const zoom = this._map.getZoom();
    for (const place of this._ground.places) {
      const style = PLACE[place.rank];
      const now = upTo === 2 ? place.rank <= 2 : place.rank === upTo;
      if (!now || zoom < style.from) continue;
      const grown = style.size * (1 + Math.min(Math.max(zoom - 11, 0), 3) * 0.07);
      this._write(context, place.name, this.pixel(place.position), { ...style, size: grown });
    }
  },

  _paintZones(context) {
    if (this._map.getZoom() < 11.5) return;
    for (const zone of this._zones) {
      const style = { font: 600, size: 12, colour: "#5c2410", italic: true };
      this._write(context, zone.name, this.pixel(zone.position), style);
    }
  },

  /** Write at the point, or as near it as there is room; nothing where there is none. */
  _write(context, text, point, style) {
    context.font = `${style.italic ? "italic " : ""}${style.font} ${style.size}px ${FAMILY}`;
    const width = context.measureText(text).width;
    for (const [right, down] of around(width, style)) {
      const x = point.x + right;
      const y = point.y + down;
      if (!this._take(boxAround(x, y, width + 8, style.size + 6))) continue;
      context.lineWidth = 3.5;
      context.strokeStyle = "rgb(255 253 248 / 88%)";
      context.strokeText(text, x, y);
      context.fillStyle = style.colour;
      context.fillText(text, x, y);
      return;
    }
  },

  _paintShields(context) {
    const zoom = this._map.getZoom();
    const put = new Map();
    for (const road of this._ground.roads) {
      const style = SHIELDS[road.class];
      if (!style || !road.ref || zoom < style.from) continue;
      const earlier = put.get(road.ref) ?? [];
      put.set(road.ref, earlier);
      for (const point of this._along(road.path)) {
        if (earlier.every((other) => other.distanceTo(point) > APART)) {
          if (this._shield(context, road.ref, point, style)) earlier.push(point);
        }
      }
    }
  },

  /** Points every 60 pixels along a line. */
  *_along(path) {
    let before = null;
    let left = 30;
    for (const position of path) {
      const here = this.pixel(position);
      if (before) {
        const length = before.distanceTo(here);
        for (; left <= length; left += 60) {
          yield before.add(here.subtract(before).multiplyBy(left / length));
        }
        left -= length;
      }
      before = here;
    }
  },

  _shield(context, text, { x, y }, style) {
    context.font = `700 10px ${FAMILY}`;
    const width = context.measureText(text).width + 8;
    if (!this._take(boxAround(x, y, width + 6, 20))) return false;
    context.beginPath();
    context.roundRect(x - width / 2, y - 7.5, width, 15, 3);
    context.fillStyle = style.fill;
    context.fill();
    context.lineWidth = 1.2;
    context.strokeStyle = "#fffdf8";
    context.stroke();
    context.fillStyle = style.colour;
    context.fillText(text, x, y + 0.5);
    return true;
  },

  /** Take a box that is free, and whole within the view. */
  _take(box) {
    if (outside(box, this._view)) return false;
    if (this._taken.some((other) => overlaps(box, other))) return false;
    this._taken.push(box);
    return true;
  },
});

/** Where a name may stand, best first, as shifts from its point. */
function around(width, { size, from }) {
  const under = size / 2 + 30;
  const beside = width / 2 + 32;
  const near = [0, size + 12, -size - 12, under, -under].map((down) => [0, down]);
  if (from !== 0) return near; // a small name far from its place would name another one
  return [...near, [beside, 0], [-beside, 0], [0, under + 24], [0, -under - 24]];
}

function boxAround(x, y, width, height) {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

function overlaps(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** The view in layer points; a name that the map's edge would cut is not written. */
function viewOf(map) {
  const corner = map.containerPointToLayerPoint([0, 0]);
  const size = map.getSize();
  return { left: corner.x, right: corner.x + size.x, top: corner.y, bottom: corner.y + size.y };
}

function outside(box, view) {
  const cuts = (edge) => box.left < edge && box.right > edge;
  return cuts(view.left) || cuts(view.right);
}
