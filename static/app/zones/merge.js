/* Merge a zone with neighbours: those whose border comes as near as the server takes for the same. */

import { byId, h } from "../dom.js";
import { t } from "../page.js";
import { gap, opened } from "./geometry.js";

const SAME_BORDER = 2; // metres, as the server snaps

/** `open(zone, zones)`; `chosen` are the neighbours to take; `onChoice()` hears every change. */
export class MergeDesk {
  constructor({ onChoice }) {
    this._onChoice = onChoice;
    this._root = byId("merge-with");
    this._root.addEventListener("change", onChoice);
  }

  open(zone, zones) {
    const here = opened(zone.area.coordinates);
    const beside = zones.filter((other) => other.id !== zone.id && near(zone, other) && touches(here, other));
    this._root.replaceChildren(...beside.map(({ id, name }) => choice(id, name)));
    byId("merge-none").hidden = beside.length > 0;
    byId("merge-none").textContent = t("zones.not_neighbours");
    byId("merge-desk").hidden = false;
    this._onChoice();
  }

  close() {
    byId("merge-desk").hidden = true;
    this._root.replaceChildren();
    this._onChoice();
  }

  /** The ids of the chosen zones. */
  get chosen() {
    return [...this._root.querySelectorAll("input:checked")].map(({ value }) => value);
  }

  /** A zone was pressed on the map. */
  toggle(id) {
    const box = this._root.querySelector(`[value="${CSS.escape(id)}"]`);
    if (!box) return;
    box.checked = !box.checked;
    this._onChoice();
  }
}

function choice(id, name) {
  return h("label", { class: "check" }, h("input", { type: "checkbox", value: id }), h("span", {}, name));
}

function touches(here, other) {
  return gap(here, opened(other.area.coordinates)) <= SAME_BORDER;
}

/** Whether the zones' boxes come near each other: most do not, and need no measuring. */
function near(one, other) {
  const [first, second] = [one, other].map(({ area }) => L.polygon(area.coordinates[0]).getBounds());
  return first.pad(0.1).intersects(second);
}
