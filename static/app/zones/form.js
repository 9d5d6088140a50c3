/* The form of one zone: what is said of it goes into its draft as one types. */

import { byId, h } from "../dom.js";
import { Languages } from "./languages.js";
import { Rhythm } from "./rhythm.js";

const NUMBERS = ["revisit_interval_days", "weight", "service_minutes", "teams_at_once"];
const GROWTH = ["service_per_person_minutes", "service_limit_minutes"];

/** `show(draft)`; `onSave()` when it is sent, in one piece. */
export class ZoneForm {
  constructor({ onSave }) {
    this._form = byId("zone-form");
    this._languages = new Languages(() => this._said());
    this._rhythm = new Rhythm(byId("zone-rhythm"), byId("rhythm-add"), () => this._said());
    this._form.addEventListener("input", () => this._said());
    this._form.addEventListener("submit", (event) => {
      event.preventDefault();
      onSave();
    });
  }

  /** The languages that the territory's teams speak. */
  offer(tags) {
    this._languages.offer(tags);
  }

  show(draft, { readOnly = false } = {}) {
    this._draft = null; // filling in says nothing
    const { said } = draft;
    const { elements } = this._form;
    elements.name.value = said.name;
    for (const name of [...NUMBERS, ...GROWTH]) elements[name].value = said[name] ?? "";
    elements.grows.checked = said.service_per_person_minutes !== null;
    this._languages.value = said.languages;
    this._rhythm.value = said.rhythm;
    byId("zone-fields").disabled = readOnly;
    this._fit();
    this.blame({});
    this._draft = draft;
  }

  /** Whether everything can be sent; if not, the browser says what is missing. */
  valid() {
    this._rhythm.check();
    return this._form.reportValidity();
  }

  /** Say beside each field what the server has against it; the rest is returned. */
  blame(errors) {
    for (const told of this._form.querySelectorAll(".field-error")) told.remove();
    for (const control of this._form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
    return Object.entries(errors).filter(([field, words]) => !this._blameOne(field.split(".")[0], words.join(" ")));
  }

  _blameOne(field, words) {
    const control = field === "rhythm" ? byId("zone-rhythm") : this._form.elements[field];
    if (!(control instanceof Element)) return false;
    const id = `error-${field}`;
    if (control.matches("input")) {
      control.setAttribute("aria-invalid", "true");
      control.setAttribute("aria-describedby", id);
      control.focus();
    }
    control.after(h("span", { class: "field-error", id }, words));
    return true;
  }

  _said() {
    this._fit();
    if (!this._draft) return;
    const { elements } = this._form;
    const count = (name) => Number(elements[name].value);
    const growth = (name) => (elements.grows.checked ? count(name) : null);
    this._draft.say({
      name: elements.name.value.trim(),
      ...Object.fromEntries(NUMBERS.map((name) => [name, count(name)])),
      ...Object.fromEntries(GROWTH.map((name) => [name, growth(name)])),
      languages: this._languages.value,
      rhythm: this._rhythm.value,
    });
  }

  /** What a visit grows by is asked only where it grows. */
  _fit() {
    const grows = this._form.elements.grows.checked;
    byId("zone-grows").hidden = !grows;
    for (const name of GROWTH) this._form.elements[name].disabled = !grows;
  }
}
