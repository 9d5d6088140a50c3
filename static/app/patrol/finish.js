/* The end of a patrol: at once when every stop is checked in, else after a question. It stays. */

import { api } from "../api.js";
import { byId, h } from "../dom.js";
import { t } from "../page.js";
import { unvisited } from "./way.js";

/** The button below the stops and its question. `onFinished()` runs when the server has noted it,
    `first()` before it is asked to. */
export class Finish {
  constructor({ patrol, first, onFinished }) {
    Object.assign(this, { _patrol: patrol, _first: first, _onFinished: onFinished });
    this._button = byId("finish");
    this._button.addEventListener("click", () => this._ask());
    this._dialog = byId("finish-dialog");
    this._dialog.querySelector("[data-cancel]").addEventListener("click", () => this._dialog.close());
    this._dialog.querySelector("form").addEventListener("submit", (event) => this._confirmed(event));
  }

  /** Offer the end below the stops while some of them are still to come. */
  draw() {
    const { status } = this._patrol();
    this._button.hidden = status !== "under_way" || unvisited(this._patrol()).length === 0;
    if (status === "done") this._dialog.close();
  }

  /** End the patrol. Throws Refused or Unreachable. */
  async end() {
    await this._first();
    await api(`patrols/${this._patrol().id}/completion`, { method: "POST" });
    await this._onFinished();
  }

  _ask() {
    const left = unvisited(this._patrol());
    byId("finish-left").textContent = t("finish.left", { n: left.length });
    byId("finish-stops").replaceChildren(...left.map((stop) => h("li", {}, stop.name ?? t("patrol.hidden"))));
    byId("finish-error").hidden = true;
    this._dialog.showModal();
  }

  async _confirmed(event) {
    event.preventDefault();
    const button = this._dialog.querySelector("[type=submit]");
    button.disabled = true;
    try {
      await this.end();
    } catch (error) {
      byId("finish-error").textContent = error.message;
      byId("finish-error").hidden = false;
    } finally {
      button.disabled = false;
    }
  }
}
