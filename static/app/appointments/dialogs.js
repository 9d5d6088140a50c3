/* How many of a group came; and days that are closed, or open with other desks. */

import { byId } from "../dom.js";
import { given } from "../page.js";

/** A dialog whose form is sent once; what `send(values)` throws is said in it. */
class Ask {
  constructor(id) {
    this._dialog = byId(id);
    this._form = this._dialog.querySelector("form");
    this._error = this._dialog.querySelector("[role=alert]");
    this._form.addEventListener("submit", (event) => this._submit(event));
    this._dialog.querySelector("[data-cancel]").addEventListener("click", () => this._dialog.close());
  }

  _open(send) {
    this._send = send;
    this._error.hidden = true;
    this._dialog.showModal();
  }

  async _submit(event) {
    event.preventDefault();
    try {
      await this._send();
      this._dialog.close();
    } catch (error) {
      this._error.textContent = error.message;
      this._error.hidden = false;
    }
  }
}

/** `ask(group, onCount)`: how many of the group came. */
export class SomeCame extends Ask {
  constructor() {
    super("some-dialog");
  }

  ask(group, onCount) {
    const input = byId("some-people");
    input.max = group.people;
    input.value = Math.max(1, group.people - 1);
    this._open(() => onCount(Number(input.value)));
  }
}

/** `ask(day, onState)`: from when to when there are how many desks, and why. */
export class CloseDays extends Ask {
  constructor() {
    super("days-dialog");
  }

  ask(day, onState) {
    for (const id of ["days-first", "days-last"]) {
      byId(id).min = given.today;
      byId(id).value = day < given.today ? given.today : day;
    }
    this._key = crypto.randomUUID();
    this._open(() =>
      onState({
        first: byId("days-first").value,
        last: byId("days-last").value,
        desks: Number(byId("days-desks").value),
        cause: byId("days-cause").value,
        idempotency_key: this._key,
      }),
    );
  }
}
