/* A closure that is being drawn: its points, and every earlier state of them to go back to. */

const STEP = 20; // metres
const DEGREE = 111_195; // metres of a degree of latitude

/** The points [lon, lat]; each "change" can be taken back. */
export class Draft extends EventTarget {
  constructor() {
    super();
    this.clear();
  }

  /** Begin with nothing, or with what is closed already: `shape` stays until a point is moved. */
  clear({ kind = "along", points = [], shape = null } = {}) {
    Object.assign(this, { kind, points, shape, _before: [] });
  }

  get canUndo() {
    return this._before.length > 0;
  }

  set(points, { kind = this.kind } = {}) {
    this._before.push({ kind: this.kind, points: this.points, shape: this.shape });
    Object.assign(this, { kind, points, shape: null });
    this._tell();
  }

  undo() {
    if (!this.canUndo) return;
    Object.assign(this, this._before.pop());
    this._tell();
  }

  add(point) {
    this.set([...this.points, point]);
  }

  remove(index) {
    this.set(this.points.toSpliced(index, 1));
  }

  /** Move a point by steps to the east and north. */
  move(index, east, north) {
    const [lon, lat] = this.points[index];
    const up = (north * STEP) / DEGREE;
    const right = (east * STEP) / (DEGREE * Math.cos((lat * Math.PI) / 180));
    this.set(this.points.with(index, [lon + right, lat + up]));
  }

  /** How many points are missing until it is a shape. */
  get missing() {
    return Math.max(0, (this.kind === "area" ? 3 : 2) - this.points.length);
  }

  /** What was drawn, as GeoJSON; null while points are missing. */
  get drawing() {
    if (this.missing) return null;
    if (this.kind === "area") return { type: "Polygon", coordinates: [[...this.points, this.points[0]]] };
    return { type: "LineString", coordinates: this.points };
  }

  _tell() {
    this.dispatchEvent(new Event("change"));
  }
}
