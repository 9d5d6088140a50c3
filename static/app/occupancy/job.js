/* The forecast of what is chosen: read, asked for where there is none of tonight, followed. */

import { api } from "../api.js";
import { given } from "../page.js";

const UNDER_WAY = new Set(["queued", "running"]);
const ASK_EVERY = 3_000; // ms; the live stream is faster, this one cannot be missed

/** `onChange(forecast)` with tonight's forecast, as it stands; null before there is one. */
export class ForecastJob {
  constructor({ onChange, onFailure }) {
    Object.assign(this, { _onChange: onChange, _onFailure: onFailure });
    this._scope = {};
  }

  async follow(scope) {
    const same = JSON.stringify(scope) === JSON.stringify(this._scope);
    this._scope = scope;
    if (!same) this._onChange(null);
    const found = await this._read();
    if (found === null) await this.ask();
  }

  /** Have it made, again if it has been made. */
  async ask() {
    try {
      this._take(await api("occupancy/forecasts", { method: "POST", body: this._scope }), this._scope);
    } catch (error) {
      this._onFailure(error);
    }
  }

  hear(told) {
    const mine = ["kind", "category"].every((key) => told[key] === (this._scope[key] ?? null));
    const site = this._scope.site_id;
    if (mine && (site === undefined || told.site_id === site)) this._again();
  }

  async _read() {
    const scope = this._scope;
    const { forecasts } = await api(`occupancy/forecasts?${new URLSearchParams(scope)}`);
    const tonights = forecasts.find((forecast) => forecast.first_night === given.today) ?? null;
    this._take(tonights, scope);
    return tonights;
  }

  _take(forecast, scope) {
    if (scope !== this._scope) return;
    clearTimeout(this._timer);
    this._onChange(forecast);
    if (forecast && UNDER_WAY.has(forecast.state)) this._timer = setTimeout(() => this._again(), ASK_EVERY);
  }

  _again() {
    this._read().catch((error) => this._onFailure(error));
  }
}
