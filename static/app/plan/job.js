/* One planning job: asked for, followed by live messages (and by asking, should none come), ended. */

import { api } from "../api.js";

const ENDED = new Set(["done", "cancelled", "failed", "published"]);
const ASK_EVERY = 1_000; // ms; the live stream is faster, this one cannot be missed

/** Follow a plan (of a day, or at another `path`) from its request, or from where it is, to its end. */
export class PlanJob {
  constructor({ path = "patrol-plans", onProgress, onEnd, onFailure }) {
    Object.assign(this, { _path: path, _onProgress: onProgress, _onEnd: onEnd, _onFailure: onFailure });
    this.busy = false;
  }

  async start(request) {
    this.busy = true;
    try {
      const { id } = await api(this._path, { method: "POST", body: request });
      if (this.busy) await this.follow(id);
      else await callOff(this._path, id); // another one was asked for meanwhile
    } catch (error) {
      this._fail(error);
    }
  }

  /** A plan that has been asked for, here or elsewhere; one that has ended ends at once. */
  async follow(id) {
    this.busy = true;
    this._id = id;
    try {
      await this._read();
    } catch (error) {
      this._fail(error);
    }
  }

  hear({ id }) {
    if (this.busy && id === this._id) this._read().catch((error) => this._fail(error));
  }

  async cancel() {
    if (!this.busy || !this._id) return;
    try {
      await api(`${this._path}/${this._id}`, { method: "DELETE" });
      await this._read();
    } catch (error) {
      this._fail(error);
    }
  }

  /** Stop it and hear no more of it: the next one takes its place. */
  async leave() {
    if (!this.busy) return;
    this.forget();
    if (this._id) await callOff(this._path, this._id);
  }

  /** Nobody waits for it any more. */
  forget() {
    this.busy = false;
    clearTimeout(this._timer);
  }

  async _read() {
    clearTimeout(this._timer);
    const id = this._id;
    const plan = await api(`${this._path}/${id}`);
    if (!this.busy || id !== this._id) return;
    if (ENDED.has(plan.state)) {
      this.forget();
      this._onEnd(plan);
    } else {
      this._onProgress(plan);
      this._timer = setTimeout(() => this._read().catch((error) => this._fail(error)), ASK_EVERY);
    }
  }

  _fail(error) {
    if (!this.busy) return;
    this.forget();
    this._onFailure(error);
  }
}

/** Call a plan off; that it has ended meanwhile is as good. */
async function callOff(path, id) {
  try {
    await api(`${path}/${id}`, { method: "DELETE" });
  } catch (error) {
    if (error.status !== 409) throw error;
  }
}
