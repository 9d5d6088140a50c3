/* A published patrol to take along: its sheet to print, its route for a navigation device. */

import { h } from "../dom.js";
import { t } from "../page.js";

/** The two links of a patrol. */
export function takeAlong({ id }) {
  const page = `/patrols/${id}`;
  return h(
    "p",
    { class: "take-along" },
    h("a", { class: "button", href: `${page}/sheet.pdf`, target: "_blank", rel: "noopener" }, t("take.sheet")),
    h("a", { class: "button", href: `${page}/route.gpx`, download: true }, t("take.gpx")),
  );
}
