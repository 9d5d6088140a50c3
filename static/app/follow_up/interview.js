/* Plan a voluntary-return interview: a day and a time on the territory's clocks, and where. */

import { instantOf } from "../booking/when.js";
import { byId } from "../dom.js";
import { daysAfter, given } from "../page.js";

/** The dialog in the template. `ask(onPlan)`; `onPlan` gets {due_at, venue}. */
export class InterviewDialog {
  constructor() {
    this._dialog = byId("interview-dialog");
    this._form = this._dialog.querySelector("form");
    this._error = this._dialog.querySelector("[role=alert]");
    this._form.addEventListener("submit", (event) => this._submit(event));
    this._dialog.querySelector("[data-cancel]").addEventListener("click", () => this._dialog.close());
  }

  ask(onPlan) {
    this._onPlan = onPlan;
    this._error.hidden = true;
    byId("interview-day").min = given.today;
    byId("interview-day").value = daysAfter(given.today, 1);
    this._dialog.showModal();
  }

  async _submit(event) {
    event.preventDefault();
    const due_at = instantOf(byId("interview-day").value, byId("interview-time").value);
    try {
      await this._onPlan({ due_at, venue: byId("interview-venue").value });
      this._dialog.close();
    } catch (error) {
      this._error.textContent = error.message;
      this._error.hidden = false;
    }
  }
}
