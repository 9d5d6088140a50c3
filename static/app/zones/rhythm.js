/* Other intervals on some weekdays and hours: rows of the zone's form. */

import { h } from "../dom.js";
import { locale, t } from "../page.js";

const NEW = { weekdays: [5, 6], starts: "08:00", ends: "18:00", revisit_interval_days: 1 };
const MONDAY = new Date("2024-01-01T12:00:00Z"); // weekday 0

/** The rows within `root`; `onChange()` hears every edit. */
export class Rhythm {
  constructor(root, add, onChange) {
    Object.assign(this, { _root: root, _onChange: onChange });
    add.addEventListener("click", () => this._add());
  }

  get value() {
    return [...this._root.children].map((row) => {
      const value = (name) => row.querySelector(`[name=${name}]`).value;
      const days = [...row.querySelectorAll("[name=weekday]:checked")];
      return {
        weekdays: days.map((box) => Number(box.value)),
        starts: value("stretch_starts"),
        ends: value("stretch_ends"),
        revisit_interval_days: Number(value("stretch_interval")),
      };
    });
  }

  set value(rhythm) {
    this._root.replaceChildren(...rhythm.map((stretch, index) => this._row(stretch, index)));
    this.check();
  }

  /** A row without a day, or that ends before it begins, is said to be so when the form is sent. */
  check() {
    for (const row of this._root.children) {
      const boxes = [...row.querySelectorAll("[name=weekday]")];
      for (const box of boxes) box.required = !boxes.some(({ checked }) => checked);
    }
  }

  _add() {
    this._root.append(this._row(NEW, this._root.children.length));
    this._root.lastElementChild.querySelector("input").focus();
    this._changed();
  }

  _changed() {
    this.check();
    this._onChange();
  }

  _row(stretch, index) {
    const remove = () => {
      row.remove();
      this._changed();
    };
    const row = h(
      "fieldset",
      { class: "stretch" },
      h("legend", { class: "visually-hidden" }, t("zones.stretch", { n: index + 1 })),
      h("div", { class: "weekdays" }, ...[0, 1, 2, 3, 4, 5, 6].map((day) => weekday(day, stretch))),
      h(
        "div",
        { class: "zone-numbers" },
        field("stretch_starts", { type: "time", value: stretch.starts }),
        field("stretch_ends", { type: "time", value: stretch.ends }),
        field("stretch_interval", {
          ...{ type: "number", min: 0.01, max: 365, step: "any" },
          value: stretch.revisit_interval_days,
        }),
        h("button", { type: "button", class: "button quiet", onclick: remove }, t("zones.stretch_remove")),
      ),
    );
    return row;
  }
}

function field(name, attributes) {
  return h(
    "label",
    { class: "field" },
    h("span", { class: "label small" }, t(`zones.${name}`)),
    h("input", { class: "input", name, required: true, ...attributes }),
  );
}

function weekday(day, { weekdays }) {
  const box = h("input", { type: "checkbox", name: "weekday", value: day, checked: weekdays.includes(day) });
  box.setAttribute("aria-label", t(`day.weekday.${day}`));
  return h("label", { class: "chip" }, box, h("span", { "aria-hidden": "true" }, short(day)));
}

/** A weekday in two or three letters. */
export function short(day) {
  const date = new Date(MONDAY.getTime() + day * 86_400_000);
  return new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" }).format(date).replace(".", "");
}
