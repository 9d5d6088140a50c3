/* The number of the phone in a team's vehicle: what the call button of an overdue team calls. */

import { api } from "../api.js";
import { byId, h } from "../dom.js";
import { t } from "../page.js";

/** The dialog that states it; `onSaved()` when it is. */
export class PhoneDialog {
  constructor({ onSaved }) {
    this._onSaved = onSaved;
    this._dialog = byId("phone-dialog");
    this._dialog.querySelector("[data-cancel]").addEventListener("click", () => this._dialog.close());
    this._dialog.querySelector("form").addEventListener("submit", (event) => this._save(event));
  }

  /** The line of a card: the number, and what changes it. */
  line(team) {
    const phone = team.phone?.replaceAll(" ", "\u00a0"); // a number stays on one line
    const known = phone ? t("out.phone", { phone }) : t("out.no_phone");
    const label = t(team.phone ? "out.phone_change" : "out.phone_state");
    const edit = { type: "button", class: "button quiet", "aria-label": `${label} – ${team.team}` };
    return h(
      "p",
      { class: "phone-line" },
      h("span", {}, known),
      h("button", { ...edit, onclick: () => this._open(team) }, label),
    );
  }

  _open(team) {
    this._team = team;
    byId("phone-team").textContent = team.team;
    byId("phone-number").value = team.phone ?? "";
    byId("phone-error").hidden = true;
    this._dialog.showModal();
  }

  async _save(event) {
    event.preventDefault();
    const phone = byId("phone-number").value.trim() || null;
    try {
      await api(`teams/${this._team.team_id}/phone`, { method: "PUT", body: { phone } });
      this._dialog.close();
      await this._onSaved();
    } catch (error) {
      byId("phone-error").textContent = error.status === 422 ? t("out.phone_wrong") : error.message;
      byId("phone-error").hidden = false;
    }
  }
}
