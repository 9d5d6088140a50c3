/* The ground: sea, coast, land and roads on one canvas, below every layer of features. */

const ROADS = {
  motorway: { width: [2.2, 7], casing: "#b9762f", fill: "#f2b866", from: 0 },
  trunk: { width: [1.8, 6], casing: "#bb8a4a", fill: "#f6d08f", from: 0 },
  primary: { width: [1.2, 5], casing: "#b9ae95", fill: "#fffaf0", from: 9 },
  secondary: { width: [0.9, 4], casing: "#c4baa3", fill: "#fffdf8", from: 10 },
  tertiary: { width: [0.8, 3.2], casing: "#cfc6b2", fill: "#fffdf8", from: 11 },
};
const ORDER = ["tertiary", "secondary", "primary", "trunk", "motorway"];

/** A renderer that paints a whole canvas at each move, and scales it while zooming. */
export const Canvas = L.Renderer.extend({
  options: { padding: 0.25, interactive: false },

  _initContainer() {
    this._container = L.DomUtil.create("canvas", "chart-canvas");
    this._container.setAttribute("aria-hidden", "true");
    this._context = this._container.getContext("2d");
  },

  _destroyContainer() {
    this._container.remove();
    this._container = null;
  },

  _updatePaths() {},

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const scale = window.devicePixelRatio || 1;
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this._container.width = size.x * scale;
    this._container.height = size.y * scale;
    this._container.style.width = `${size.x}px`;
    this._container.style.height = `${size.y}px`;
    this._context.setTransform(scale, 0, 0, scale, 0, 0);
    this._context.translate(-this._bounds.min.x, -this._bounds.min.y);
    this.paint(this._context);
  },

  repaint() {
    if (this._map) this._update();
  },

  /** The pixel of a position [lon, lat] on this canvas. */
  pixel([lon, lat]) {
    return this._map.latLngToLayerPoint([lat, lon]);
  },
});

/** The basemap document (geoops/layers/basemap.py) as a layer of its own pane. */
export const Ground = Canvas.extend({
  initialize(document_, options) {
    this._ground = document_;
    Canvas.prototype.initialize.call(this, { pane: "ground", ...options });
  },

  paint(context) {
    this._paintSea(context);
    this._paintLand(context);
    this._paintRoads(context);
  },

  _paintSea(context) {
    const [west, south, east, north] = this._ground.bounds;
    const corner = this.pixel([west, north]);
    const opposite = this.pixel([east, south]);
    const size = opposite.subtract(corner);
    context.fillStyle = "#d9e7ee";
    context.fillRect(corner.x, corner.y, size.x, size.y);
    this._paintFrame(context, corner, size);
    context.save();
    context.beginPath();
    context.rect(corner.x, corner.y, size.x, size.y);
    context.clip();
  },

  /** The neat line of a chart, where the sheet ends. */
  _paintFrame(context, corner, size) {
    context.strokeStyle = "#6f8f9d";
    for (const [away, width] of [
      [0, 1],
      [5, 2.5],
    ]) {
      context.lineWidth = width;
      context.strokeRect(corner.x - away, corner.y - away, size.x + 2 * away, size.y + 2 * away);
    }
  },

  _paintLand(context) {
    const coast = this._trace(this._ground.land.flat());
    const zoom = this._map.getZoom();
    const reach = Math.min(10 * 2 ** (zoom - 10), 60);
    context.lineJoin = "round";
    for (const [share, colour] of [
      [2, "#cfe1ea"],
      [1, "#c2d8e3"],
    ]) {
      context.lineWidth = reach * share;
      context.strokeStyle = colour;
      context.stroke(coast);
    }
    context.lineWidth = 2.4;
    context.strokeStyle = "#6f8f9d";
    context.stroke(coast);
    context.fillStyle = "#f5efe1";
    context.fill(coast);
  },

  _paintRoads(context) {
    const zoom = this._map.getZoom();
    context.lineCap = "round";
    for (const kind of ORDER) {
      const style = ROADS[kind];
      const lines = this._ground.roads.filter((road) => road.class === kind);
      if (zoom < style.from || lines.length === 0) continue;
      const path = this._trace(lines.map((road) => road.path));
      const width = breadth(style.width, zoom);
      context.lineWidth = width + (zoom > 10 ? 1.6 : 1);
      context.strokeStyle = style.casing;
      context.stroke(path);
      context.lineWidth = width;
      context.strokeStyle = style.fill;
      context.stroke(path);
    }
    context.restore();
  },

  _trace(lines) {
    const path = new Path2D();
    for (const line of lines) {
      line.forEach((position, index) => {
        const { x, y } = this.pixel(position);
        if (index === 0) path.moveTo(x, y);
        else path.lineTo(x, y);
      });
    }
    return path;
  },
});

/** A width between the two given for zoom 9 and zoom 15. */
function breadth([narrow, wide], zoom) {
  const share = Math.min(Math.max((zoom - 9) / 6, 0), 1);
  return narrow + (wide - narrow) * share;
}
