/* Keep places (pré-réservation) for a group that is on its way, and let them go again. */

import { api } from "../api.js";
import { byId } from "../dom.js";
import { clock, t } from "../page.js";
import { toast } from "../toast.js";

/** The dialog in the template, asked for one site at a time. */
export class HoldDialog {
  constructor(sites) {
    this._sites = sites;
    this._dialog = byId("hold-dialog");
    this._form = this._dialog.querySelector("form");
    this._error = this._dialog.querySelector("[role=alert]");
    this._form.addEventListener("submit", (event) => this._submit(event));
    this._form.addEventListener("input", () => this._renew());
    this._dialog.querySelector("[data-cancel]").addEventListener("click", () => this._dialog.close());
    sites.addEventListener("change", () => this._dialog.open && this._limits());
  }

  ask(siteId) {
    this._siteId = siteId;
    this._form.reset();
    this._renew();
    byId("hold-site").textContent = this._site().name;
    byId("hold-category").replaceChildren(
      ...this._site()
        .places.filter((place) => place.available > 0)
        .map((place) => new Option(t(`category.${place.category}`), place.category)),
    );
    this._limits();
    this._dialog.showModal();
  }

  _site() {
    return this._sites.get(this._siteId);
  }

  /** The same press sent twice keeps places once; another content is another key. */
  _renew() {
    this._key = crypto.randomUUID();
    this._error.hidden = true;
    if (this._siteId) this._limits();
  }

  _limits() {
    const chosen = byId("hold-category").value;
    const left = this._site().places.find((place) => place.category === chosen)?.available ?? 0;
    byId("hold-places").max = left;
    byId("hold-left").textContent = t("places.available", { n: left });
  }

  async _submit(event) {
    event.preventDefault();
    const site = this._site();
    const places = Number(byId("hold-places").value);
    const button = this._form.querySelector("[type=submit]");
    button.disabled = true;
    try {
      const hold = await api(`sites/${site.id}/holds`, {
        method: "POST",
        body: { category: byId("hold-category").value, places, idempotency_key: this._key },
      });
      this._dialog.close();
      said(site, hold, places);
    } catch (error) {
      this._error.textContent = error.message;
      this._error.hidden = false;
    } finally {
      button.disabled = false;
    }
  }
}

function said(site, hold, places) {
  const text = t("hold.kept", { n: places, site: site.name, until: clock(hold.expires_at) });
  toast(text, { act: { label: t("hold.undo"), run: () => release(hold.id) } });
}

async function release(id) {
  try {
    await api(`holds/${id}`, { method: "DELETE" });
    toast(t("hold.released"));
  } catch (error) {
    toast(error.message, { bad: true });
  }
}
