/* Get in line for places, when none is left. */

import { api } from "../api.js";
import { byId } from "../dom.js";
import { t } from "../page.js";
import { toast } from "../toast.js";

/** The dialog in the template, and the button that opens it. */
export class Ask {
  constructor() {
    this._dialog = byId("ask-dialog");
    this._form = this._dialog.querySelector("form");
    this._error = this._dialog.querySelector("[role=alert]");
    byId("ask").addEventListener("click", () => this._open());
    this._form.addEventListener("submit", (event) => this._submit(event));
    this._form.addEventListener("input", () => this._renew());
    this._dialog.querySelector("[data-cancel]").addEventListener("click", () => this._dialog.close());
  }

  _open() {
    this._form.reset();
    this._renew();
    this._dialog.showModal();
  }

  /** The same press sent twice asks once; another content is another key. */
  _renew() {
    this._key = crypto.randomUUID();
    this._error.hidden = true;
  }

  async _submit(event) {
    event.preventDefault();
    const button = this._form.querySelector("[type=submit]");
    button.disabled = true;
    try {
      const { state } = await api("place-requests", { method: "POST", body: this._asked() });
      this._dialog.close();
      toast(t(state === "served" ? "line.served_at_once" : "line.asked"));
    } catch (error) {
      this._error.textContent = error.message;
      this._error.hidden = false;
    } finally {
      button.disabled = false;
    }
  }

  _asked() {
    return {
      category: byId("ask-category").value,
      places: Number(byId("ask-places").value),
      priority: byId("ask-priority").value,
      idempotency_key: this._key,
    };
  }
}
