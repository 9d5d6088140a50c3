/* The holds of a site's category, to be let go one by one where there are no places for them. */

import { api } from "../api.js";
import { byId, h } from "../dom.js";
import { clock, t } from "../page.js";
import { toast } from "../toast.js";

/** The dialog of the template. */
export class HoldsDialog {
  constructor() {
    this._dialog = byId("holds-dialog");
    this._error = byId("holds-error");
  }

  async open(site, place) {
    Object.assign(this, { _site: site, _category: place.category });
    byId("holds-about").textContent = `${site.name} · ${t(`category.${place.category}`)}`;
    byId("holds").replaceChildren();
    this._error.hidden = true;
    this._dialog.showModal();
    await this._read();
  }

  /** Read the holds anew when the balance that they are of has changed. */
  renew(balance) {
    if (this._dialog.open && balance.site_id === this._site.id) this._read();
  }

  async _read() {
    await this._try(async () => {
      const { holds } = await api(`holds?site_id=${this._site.id}&state=active`);
      const mine = holds.filter((hold) => hold.category === this._category);
      byId("holds").replaceChildren(
        ...(mine.length ? mine.map((hold) => this._item(hold)) : [h("li", { class: "soft" }, t("holds.none"))]),
      );
    });
  }

  _item(hold) {
    const until = { team: hold.team ?? t("holds.no_team"), until: clock(hold.expires_at) };
    return h(
      "li",
      { "data-hold": hold.id },
      h("span", {}, h("strong", {}, t("night.capacity", { n: hold.places })), h("small", {}, t("holds.until", until))),
      h("button", { type: "button", class: "button", onclick: () => this._release(hold) }, t("holds.release")),
    );
  }

  async _release(hold) {
    await this._try(async () => {
      await api(`holds/${hold.id}`, { method: "DELETE" });
      toast(t("holds.released", { n: hold.places }));
      await this._read();
    });
  }

  async _try(act) {
    try {
      await act();
      this._error.hidden = true;
    } catch (error) {
      this._error.textContent = error.message;
      this._error.hidden = false;
    }
  }
}
