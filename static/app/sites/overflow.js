/* More people there, or on their way, than places: said in words wherever a site is shown. */

import { h } from "../dom.js";
import { t } from "../page.js";

/** Who is there or awaited without a place: said in words, never only in colour. */
export function overflowNotice(site) {
  const parts = site.places
    .filter((place) => place.overflow > 0)
    .map((place) => t("overflow.of", { n: place.overflow, category: t(`category.${place.category}`) }));
  return h(
    "p",
    { class: "notice bad overflow", role: "status", "data-overflow": site.overflow },
    h("strong", {}, t("overflow.site", { n: site.overflow })),
    ` ${parts.join(", ")}`,
  );
}
