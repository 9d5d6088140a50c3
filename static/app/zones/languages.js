/* The languages that a zone's team must speak: those of the teams to choose from, and any other by its tag. */

import { byId, h } from "../dom.js";
import { locale, t } from "../page.js";

const names = new Intl.DisplayNames(locale, { type: "language" });

/** A language in the reader's words. */
export function languageName(tag) {
  return names.of(tag) ?? tag;
}

/** The chips; `onChange()` hears every edit. */
export class Languages {
  constructor(onChange) {
    this._onChange = onChange;
    this._spoken = [];
    byId("zone-languages").addEventListener("change", onChange);
    byId("language-add").addEventListener("click", () => this._add());
    byId("language-tag").addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // the form is not sent yet
      this._add();
    });
  }

  /** What the territory's teams speak. */
  offer(tags) {
    this._spoken = tags;
    this.value = this.value;
  }

  get value() {
    return [...byId("zone-languages").querySelectorAll("input:checked")].map(({ value }) => value);
  }

  set value(chosen) {
    const all = [...new Set([...this._spoken, ...chosen])];
    all.sort((one, other) => languageName(one).localeCompare(languageName(other), locale));
    byId("zone-languages").replaceChildren(...all.map((tag) => chip(tag, chosen.includes(tag))));
  }

  _add() {
    const field = byId("language-tag");
    if (!field.value) return field.focus();
    if (!field.checkValidity()) return field.reportValidity();
    this.value = [...new Set([...this.value, field.value])];
    field.value = "";
    this._onChange();
  }
}

function chip(tag, checked) {
  const box = h("input", { type: "checkbox", value: tag, checked });
  return h("label", { class: "chip" }, box, h("span", {}, languageName(tag)));
}

/** Languages in a sentence. */
export function languageNames(tags) {
  return tags.length ? tags.map(languageName).join(", ") : t("zone_diff.none");
}
