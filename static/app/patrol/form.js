/* The encounter form: a group, where and how many, what it heard, needs, and where it goes. */

import { byId } from "../dom.js";
import { Counts } from "./counts.js";
import { choose, chosen } from "./fields.js";
import { Offers } from "./offers.js";
import { Position } from "./position.js";
import { Referrals } from "./referrals.js";
import { nextStop } from "./way.js";

const CHIPS = ["languages", "needs", "explained"];

/** The form in its dialog. `onReport(report)` takes it, or throws what the reader must know. */
export class EncounterForm {
  constructor({ patrol, sites, onReport }) {
    Object.assign(this, { _patrol: patrol, _onReport: onReport });
    this._dialog = byId("encounter");
    this._form = byId("encounter-form");
    this._error = byId("encounter-error");
    this._position = new Position({
      map: byId("where-map"),
      actions: byId("where-actions"),
      hint: byId("where-hint"),
    });
    this._counts = new Counts(byId("counts"), byId("accepted"), { onChange: () => {} });
    this._referrals = new Referrals(byId("referrals"), sites, {
      counts: () => this._counts.values(),
      offers: new Offers({
        where: () => this._position.value(),
        languages: () => chosen(this._form, "languages"),
      }),
    });
    byId("add-referral").addEventListener("click", () => this._referrals.add());
    this._form.addEventListener("submit", (event) => this._submit(event));
    this._dialog.querySelector("[data-cancel]").addEventListener("click", () => this._dialog.close());
  }

  /** Open it for a new encounter, or for one that was refused. */
  open(report = null) {
    this._id = report?.id ?? crypto.randomUUID();
    this._metAt = report?.met_at ?? new Date().toISOString();
    this._error.hidden = true;
    this._counts.set(report ?? {});
    for (const name of CHIPS) choose(this._form, name, report?.[name] ?? []);
    this._referrals.set(report ?? {});
    this._dialog.showModal();
    this._dialog.querySelector(".sheet-body").scrollTop = 0;
    const stop = lastVisited(this._patrol()) ?? nextStop(this._patrol());
    const here = report ? [report.lon, report.lat] : (stop?.position ?? this._patrol().base.position);
    return this._position.open(here, stop);
  }

  _report() {
    const patrol = this._patrol();
    return {
      id: this._id,
      met_at: this._metAt,
      team_id: patrol.team_id,
      patrol_id: patrol.id,
      ...this._position.value(),
      ...this._counts.values(),
      ...Object.fromEntries(CHIPS.map((name) => [name, chosen(this._form, name)])),
      ...this._referrals.values(),
    };
  }

  async _submit(event) {
    event.preventDefault();
    const button = this._form.querySelector("[type=submit]");
    button.disabled = true;
    this._error.hidden = true;
    try {
      await this._onReport(this._report());
      this._dialog.close();
    } catch (error) {
      this._error.textContent = error.message;
      this._error.hidden = false;
      this._error.scrollIntoView({ block: "center" });
      this._referrals.renew();
    } finally {
      button.disabled = false;
    }
  }
}

/** The stop where the team is now, as far as its check-ins say. */
function lastVisited(patrol) {
  return patrol.stops.findLast((stop) => stop.visited_at) ?? null;
}
