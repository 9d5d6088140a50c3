/* A zone as it is being changed: what is said of it, its outline, where the van stops. */

import { closed, opened, rounded } from "./geometry.js";

const SAID = [
  ...["name", "revisit_interval_days", "weight", "service_minutes"],
  ...["service_per_person_minutes", "service_limit_minutes", "teams_at_once", "languages", "rhythm"],
];

export const MOST_STOPS = 5; // places beside the first

/** What a new zone begins with. */
const PLAIN = {
  ...{ name: "", revisit_interval_days: 3, weight: 1, service_minutes: 30, teams_at_once: 1 },
  ...{ service_per_person_minutes: null, service_limit_minutes: null, languages: [], rhythm: [] },
};

/** Events: `said` (by the form), `shape` (outline or access, whoever moved them; `detail` who). */
export class Draft extends EventTarget {
  constructor({ id = null, revision = null, content, origin = null, steps = [] }) {
    super();
    Object.assign(this, { id, revision, _origin: origin });
    Object.assign(this, { others: [] }, JSON.parse(content)); // a draft kept before there were others has none
    this._steps = steps;
    this._redone = [];
  }

  /** A draft of a zone as the API answers it. */
  static of(zone) {
    const content = contentOf(zone);
    return new Draft({ id: zone.id, revision: zone.revision, content, origin: content });
  }

  /** A draft of a zone that is not there yet, of this outline. */
  static new(ring) {
    const shape = { rings: [ring.map(rounded)], access: rounded(middle(ring)), others: [] };
    return new Draft({ content: JSON.stringify({ said: PLAIN, ...shape }) });
  }

  /** One that `toJSON` wrote down. */
  static again(kept) {
    return new Draft(kept);
  }

  toJSON() {
    const { id, revision, _origin: origin, _steps: steps } = this;
    return { id, revision, origin, steps, content: this._content() };
  }

  get dirty() {
    return this._content() !== this._origin;
  }

  get canUndo() {
    return this._steps.length > 0;
  }

  get canRedo() {
    return this._redone.length > 0;
  }

  say(said) {
    this.said = { ...this.said, ...said };
    this.dispatchEvent(new Event("said"));
  }

  /** Move the outline's points; `by` tells who did, so that they need not draw it again.
   * What `goes_on` is one step with the move before it. */
  reshape(rings, { by = null, goes_on = false } = {}) {
    this._move({ ...this._shape(), rings: rings.map((ring) => ring.map(rounded)) }, by, goes_on);
  }

  /** Move a place where the van may stop: the first, or another of them. */
  stopAt(position, number = 0) {
    if (number === 0) this._move({ ...this._shape(), access: rounded(position) });
    else this._move({ ...this._shape(), others: this.others.with(number - 1, rounded(position)) });
  }

  /** Let the van stop at one more place, or at one less (not the first). */
  addStop(position) {
    if (this.others.length < MOST_STOPS) this._move({ ...this._shape(), others: [...this.others, rounded(position)] });
  }

  removeStop(number) {
    this._move({ ...this._shape(), others: this.others.toSpliced(number - 1, 1) });
  }

  /** All places where the van may stop. */
  get stops() {
    return [this.access, ...this.others];
  }

  undo() {
    this._redone.push(this._shape());
    this._put(this._steps.pop());
  }

  redo() {
    this._steps.push(this._shape());
    this._put(this._redone.pop());
  }

  /** Be what an earlier version was, under the present name's revision. */
  takeUp(version) {
    const { said, rings, access, others } = JSON.parse(contentOf(version));
    this.say(said);
    this._move({ rings, access, others });
  }

  /** What the API takes. */
  body() {
    const area = { type: "Polygon", coordinates: closed(this.rings) };
    const zone = { ...this.said, area, access: this.access, other_accesses: this.others };
    return this.id ? { ...zone, revision: this.revision } : zone;
  }

  _move(shape, by = null, goes_on = false) {
    if (!goes_on) this._steps.push(this._shape());
    this._redone = [];
    this._put(shape, by);
  }

  _put(shape, by = null) {
    Object.assign(this, JSON.parse(JSON.stringify(shape)));
    this.dispatchEvent(new CustomEvent("shape", { detail: by }));
  }

  _shape() {
    return { rings: this.rings, access: this.access, others: this.others };
  }

  _content() {
    const { said, rings, access, others } = this;
    return JSON.stringify({ said: ordered(said), rings, access, others });
  }
}

function contentOf(zone) {
  const said = ordered(zone);
  return JSON.stringify({
    said,
    rings: opened(zone.area.coordinates),
    access: zone.access,
    others: zone.other_accesses,
  });
}

/** Always in the same order, so that two of the same content are the same text. */
function ordered(said) {
  const rhythm = said.rhythm.map(({ weekdays, starts, ends, revisit_interval_days }) => {
    return { weekdays, starts, ends, revisit_interval_days };
  });
  const languages = [...said.languages].sort();
  return { ...Object.fromEntries(SAID.map((name) => [name, said[name]])), languages, rhythm };
}

function middle(ring) {
  return [0, 1].map((axis) => ring.reduce((sum, position) => sum + position[axis], 0) / ring.length);
}
