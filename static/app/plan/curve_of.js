/* The points of a plan's curve: as the planner tells them, or as they were seen to come. */

import { drawCurve } from "./curve.js";

export class Curve {
  constructor(figure) {
    Object.assign(this, { _figure: figure, _id: null, _seen: [] });
  }

  draw(plan) {
    if (plan.id !== this._id) Object.assign(this, { _id: plan.id, _seen: [] });
    this._see(plan.best);
    drawCurve(this._figure, plan.curve?.length ? plan.curve : this._seen, plan.best.elapsed);
  }

  clear() {
    Object.assign(this, { _id: null, _seen: [] });
    drawCurve(this._figure, []);
  }

  _see({ objective, elapsed }) {
    const { required_missed, weight, driving } = objective;
    const last = this._seen.at(-1);
    const same = last && last.weight === weight && last.driving === driving && last.required_missed === required_missed;
    if (!same) this._seen.push({ elapsed, required_missed, weight, driving });
  }
}
