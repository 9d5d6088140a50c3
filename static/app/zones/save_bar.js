/* What is not saved: save or discard it; and what the server has against it, where it can be mended. */

import { byId } from "../dom.js";
import { t } from "../page.js";

/** `onDiscard`, `onTheirs`, `onMine` and `onWhere` are what its buttons do. */
export class SaveBar {
  constructor({ onDiscard, onTheirs, onMine, onWhere }) {
    byId("zone-discard").addEventListener("click", onDiscard);
    byId("save-theirs").addEventListener("click", onTheirs);
    byId("save-mine").addEventListener("click", onMine);
    byId("save-where").addEventListener("click", onWhere);
  }

  show(dirty) {
    byId("save-bar").hidden = !dirty;
    if (!dirty) this.forgive();
  }

  busy(busy) {
    byId("zone-save").disabled = busy;
  }

  forgive() {
    byId("save-error").hidden = true;
  }

  /** Say why it was refused; `rest` are mistakes of fields that the form does not have. */
  refuse(error, rest) {
    const code = error.problem?.code;
    const kept = error.status ? "" : t("zones.kept");
    const more = rest.map(([, told]) => told.join(" ")).filter((words) => !error.message.includes(words));
    byId("save-words").textContent = [error.message, ...more, kept].filter(Boolean).join(" ");
    byId("save-where").hidden = code !== "zone-overlaps";
    byId("save-conflict").hidden = code !== "zone-changed";
    byId("save-error").hidden = false;
  }
}
