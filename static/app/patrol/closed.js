/* The roads that are closed while a patrol is out: on its map, and in words above its way. */

import { byId, h } from "../dom.js";
import { t } from "../page.js";
import { closuresBetween } from "../roads/of_day.js";
import { periodOf } from "../roads/period.js";

/** Show them; none once the patrol is over. */
export async function showClosed(map, group, patrol) {
  const over = patrol.status === "done";
  const found = over ? [] : await closuresBetween(map, group, patrol.starts_at, patrol.ends_at);
  if (over) group.clearLayers();
  byId("closed").hidden = found.length === 0;
  if (!found.length) return;
  byId("closed-title").textContent = t("roads.closed", { n: found.length });
  byId("closed-roads").replaceChildren(
    ...found.map((closure) => h("li", {}, h("strong", {}, closure.name), ` · ${periodOf(closure)}`)),
  );
}
