/* What can be done about a hold: keep it longer, let it go, say that nobody came. */

import { api } from "../api.js";
import { byId } from "../dom.js";
import { clock, t } from "../page.js";
import { toast } from "../toast.js";

const HOUR = 3_600_000; // ms

/** One more hour, or what is left of the limit; a refusal is said in words. */
export async function extend(hold) {
  const wanted = Date.parse(hold.expires_at) + HOUR;
  const until = new Date(
    Math.min(wanted, Math.max(Date.parse(hold.extendable_until), Date.parse(hold.expires_at) + 1)),
  );
  try {
    if (Date.parse(hold.expires_at) >= Date.parse(hold.extendable_until)) throw new Error(t("held.limit"));
    const { expires_at: expires } = await api(`holds/${hold.id}/extension`, {
      method: "POST",
      body: { until: until.toISOString() },
    });
    toast(t("held.extended", { site: hold.site, time: clock(expires) }));
  } catch (error) {
    toast(error.message, { bad: true });
  }
}

/** Get out of line. */
export async function withdraw(request) {
  try {
    await api(`place-requests/${request.id}`, { method: "DELETE" });
    toast(t("line.withdrawn"));
  } catch (error) {
    toast(error.message, { bad: true });
  }
}

/** The dialog that asks before places are let go, all or some, or a group is marked absent. */
export class LetGo {
  constructor() {
    this._dialog = byId("let-go");
    this._form = this._dialog.querySelector("form");
    this._error = this._dialog.querySelector("[role=alert]");
    this._places = byId("let-go-places");
    this._form.addEventListener("submit", (event) => this._submit(event));
    this._places.addEventListener("input", () => this._renew());
    this._dialog.querySelector("[data-cancel]").addEventListener("click", () => this._dialog.close());
  }

  release(hold) {
    this._ask(hold, "release");
    this._places.max = hold.places;
    this._places.value = hold.places;
  }

  noShow(hold) {
    this._ask(hold, "no_show");
  }

  _ask(hold, act) {
    Object.assign(this, { _hold: hold, _act: act });
    this._renew();
    byId("let-go-title").textContent = t(`held.${act}.title`);
    byId("let-go-what").textContent = t("held.what", {
      n: hold.places,
      category: t(`category.${hold.category}`),
      site: hold.site,
    });
    byId("let-go-consequence").textContent = t(`held.${act}.consequence`);
    this._places.disabled = act === "no_show" || hold.places === 1; // or it would be asked for
    byId("let-go-some").hidden = this._places.disabled;
    this._form.querySelector("[type=submit]").textContent = t(`held.${act}.confirm`);
    this._dialog.showModal();
  }

  /** The same press sent twice lets go once; another number is another key. */
  _renew() {
    this._key = crypto.randomUUID();
    this._error.hidden = true;
  }

  async _submit(event) {
    event.preventDefault();
    try {
      await this._send();
      this._dialog.close();
      toast(t(`held.${this._act}.done`));
    } catch (error) {
      this._error.textContent = error.message;
      this._error.hidden = false;
    }
  }

  _send() {
    const places = Number(this._places.value);
    if (this._act === "no_show") return api(`holds/${this._hold.id}/no-show`, { method: "POST" });
    if (places >= this._hold.places) return api(`holds/${this._hold.id}`, { method: "DELETE" });
    return api(`holds/${this._hold.id}/releases`, {
      method: "POST",
      body: { places, idempotency_key: this._key },
    });
  }
}
