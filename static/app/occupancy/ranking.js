/* The sites, those with the most nights over 95 % first; each is a way to its own nights. */

import { byId, h } from "../dom.js";
import { t } from "../page.js";
import { percent } from "./tiles.js";

export function drawRanking(sites, onChoose) {
  const most = Math.max(1, ...sites.map((site) => site.over_95));
  const listed = sites.filter((site) => site.nights > 0);
  if (listed.length === 0) return byId("ranking").replaceChildren(h("li", { class: "soft" }, t("occupancy.none")));
  byId("ranking").replaceChildren(...listed.map((site) => item(site, most, onChoose)));
}

function item(site, most, onChoose) {
  const fill = h("span", { class: "share" });
  fill.style.width = `${(site.over_95 / most) * 100}%`;
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", onclick: () => onChoose(site.site_id) },
      h("span", { class: "name" }, site.name),
      h("span", { class: "count" }, t("occupancy.ranked", { n: site.over_95 })),
      h("span", { class: "track", "aria-hidden": "true" }, fill),
      h("span", { class: "soft small" }, t("occupancy.rate", { rate: percent(site.rate) })),
    ),
  );
}
