/* One question at the desk: which category, how many, why; and what it will lead to, said before. */

import { byId, h } from "../dom.js";
import { t } from "../page.js";
import { Stepper } from "../patrol/fields.js";

/** The dialog of `_act.html`, asked for one act at a time. */
export class AskDialog {
  constructor() {
    this._dialog = byId("act-dialog");
    this._form = this._dialog.querySelector("form");
    this._error = byId("act-error");
    this._form.addEventListener("submit", (event) => this._submit(event));
    this._form.addEventListener("change", () => this._foresee());
    this._form.addEventListener("input", () => this._foresee());
    this._dialog.querySelector("[data-cancel]").addEventListener("click", () => this._dialog.close());
  }

  /** Ask.

  `question` = {title, about, submit, send} and, where it has them, `places` (balances to choose
  from, by category), `count` ({label, range(place), value(place)}), `choice` ({label, options:
  [[value, words]], pick(place)}) and `foresee(place, n, chosen)`: words, or {words, bad}. `send`
  gets the same three; what it throws is shown, and the dialog stays open. */
  open(question) {
    this._question = question;
    this._error.hidden = true;
    byId("act-title").textContent = question.title;
    byId("act-about").textContent = question.about ?? "";
    byId("act-about").hidden = !question.about;
    this._form.querySelector("[type=submit]").textContent = question.submit;
    this._stepper = question.count ? this._counter(question.count) : null;
    byId("act-category").replaceChildren(...this._categories());
    byId("act-choice").replaceChildren(...this._choices());
    byId("act-count").replaceChildren(...(this._stepper ? [this._stepper.element] : []));
    this._reset();
    this._dialog.showModal();
  }

  /** Take the balances in again, as they have changed elsewhere. */
  renew(places) {
    if (!this._dialog.open || !this._question.places) return;
    this._question.places = this._question.places.map(
      (old) => places.find((one) => one.category === old.category) ?? old,
    );
    this._stepper?.limit();
    this._foresee();
  }

  get _place() {
    const { places } = this._question;
    if (!places || places.length === 1) return places?.[0];
    const chosen = this._form.querySelector("[name=act-category]:checked")?.value;
    return places.find((one) => one.category === chosen);
  }

  get _chosen() {
    return this._form.querySelector("[name=act-choice]:checked")?.value;
  }

  _counter({ label, range }) {
    return new Stepper({
      name: "act",
      label,
      range: () => (this._stepper ? range(this._place) : { min: 0, max: 10_000 }),
      onChange: () => this._foresee(),
    });
  }

  _categories() {
    const { places } = this._question;
    if (!places || places.length < 2) return [];
    return group(
      t("column.category"),
      places.map(({ category }) => [category, t(`category.${category}`)]),
      "act-category",
      () => this._reset(),
    );
  }

  _choices() {
    const { choice } = this._question;
    return choice
      ? group(choice.label, choice.options, "act-choice", choice.onPick ? () => this._picked() : undefined)
      : [];
  }

  _picked() {
    const value = this._question.choice.onPick(this._place, this._chosen);
    if (value !== undefined && this._stepper) this._stepper.value = value;
    this._foresee();
  }

  _reset() {
    const { count } = this._question;
    if (this._stepper) this._stepper.value = count.value(this._place);
    this._foresee();
  }

  _foresee() {
    byId("act-choice").hidden = Boolean(this._place?.fresh); // a new category is opened, whatever the cause
    const told = this._question?.foresee?.(this._place, this._stepper?.value, this._chosen) ?? "";
    const { words, bad } = typeof told === "string" ? { words: told, bad: false } : told;
    const line = byId("act-foresight");
    line.textContent = words;
    line.classList.toggle("bad", bad);
    line.hidden = !words;
  }

  async _submit(event) {
    event.preventDefault();
    const button = this._form.querySelector("[type=submit]");
    button.disabled = true;
    this._error.hidden = true;
    try {
      await this._question.send(this._place, this._stepper?.value, this._chosen);
      this._dialog.close();
    } catch (error) {
      this._error.textContent = error.message;
      this._error.hidden = false;
    } finally {
      button.disabled = false;
    }
  }
}

function group(label, options, name, onchange) {
  return [
    h(
      "fieldset",
      { class: "group" },
      h("legend", {}, label),
      h(
        "div",
        { class: "chips" },
        ...options.map(([value, words], index) =>
          h(
            "label",
            { class: "chip" },
            h("input", { type: "radio", name, value, checked: index === 0, onchange }),
            h("span", {}, words),
          ),
        ),
      ),
    ),
  ];
}
