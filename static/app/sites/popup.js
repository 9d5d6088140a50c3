/* What a site's popup says: kind, hours, live places by category, and keeping places there. */

import { h } from "../dom.js";
import { dateInWords, given, number, t } from "../page.js";
import { overflowNotice } from "./overflow.js";
import { hasPlaces } from "./store.js";

/** What the popup must not slide under: the controls above, the sheet below on a phone. */
function roomOf(map) {
  const sheet = Number.parseFloat(getComputedStyle(map.getContainer()).getPropertyValue("--sheet")) || 0;
  return { autoPanPaddingTopLeft: [12, 68], autoPanPaddingBottomRight: [12, sheet + 24] };
}

/** A popup that follows the store while it is open. */
export function openSitePopup(map, marker, sites, id, { onKeep }) {
  const content = h("div", { class: "site-popup" });
  const draw = () => content.replaceChildren(...body(sites.get(id), onKeep));
  const follow = ({ detail }) => {
    if (!detail.site || detail.site.id === id) draw();
  };
  draw();
  sites.addEventListener("change", follow);
  const popup = L.popup({ maxWidth: 320, minWidth: 270, offset: [0, -14], closeButton: false, ...roomOf(map) })
    .setLatLng(marker.getLatLng())
    .setContent(content);
  popup.on("remove", () => sites.removeEventListener("change", follow));
  content.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) map.closePopup(popup);
  });
  return popup.openOn(map);
}

function body(site, onKeep) {
  return [
    h(
      "header",
      {},
      h("h2", {}, site.name),
      h("button", { type: "button", class: "close", "data-close": true, "aria-label": t("close") }, "×"),
    ),
    h("p", { class: "soft" }, [t(`kind.${site.kind}`), site.commune].filter(Boolean).join(" · ")),
    h(
      "p",
      { class: "small" },
      h("span", { class: `status ${site.status}` }, t(`status.${site.status}`)),
      ` · ${hours(site)}`,
    ),
    site.overflow > 0 ? overflowNotice(site) : null,
    hasPlaces(site) ? placesTable(site) : appointments(site),
    site.out_of_service > 0 ? h("p", { class: "small soft" }, t("places.out", { n: site.out_of_service })) : null,
    given.mayKeep && hasPlaces(site) ? keepButton(site, onKeep) : null,
    given.nights && hasPlaces(site) && (given.nights === "all" || given.nights === site.id)
      ? h("a", { class: "button wide night", href: `/sites/${site.id}` }, t("site.night"))
      : null,
    h(
      "p",
      { class: "small soft provenance" },
      t("site.verified", { date: dateInWords(site.verified_on), source: site.provenance }),
    ),
  ].filter(Boolean);
}

/** The table of places by category, with what is left first. */
export function placesTable(site) {
  return h(
    "table",
    { class: "places" },
    h(
      "caption",
      {},
      h("strong", { "data-total": site.available }, number(site.available)),
      ` ${t("places.left_of", { n: site.available, capacity: site.capacity })}`,
    ),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        ...["category", "available", "held", "occupied"].map((name) =>
          h("th", { scope: "col", class: name === "category" ? null : "number" }, t(`column.${name}`)),
        ),
      ),
    ),
    h("tbody", {}, ...site.places.map(row)),
  );
}

function row(place) {
  return h(
    "tr",
    { class: place.available === 0 ? "none-left" : null },
    h("th", { scope: "row" }, t(`category.${place.category}`)),
    h("td", { class: "number left" }, place.overflow > 0 ? over(place) : number(place.available)),
    h("td", { class: "number" }, number(place.held)),
    h("td", { class: "number" }, `${number(place.occupied)}/${number(place.capacity)}`),
  );
}

/** In overflow it is not that nothing is left: so many are too many. */
function over({ overflow }) {
  return h("span", { class: "over", title: t("overflow.site", { n: overflow }) }, `+${number(overflow)}`);
}

function appointments(site) {
  return site.desks ? h("p", {}, t("site.desks", { n: site.desks })) : null;
}

function keepButton(site, onKeep) {
  return h(
    "button",
    {
      type: "button",
      class: "button primary wide",
      disabled: site.available === 0,
      onclick: () => onKeep(site.id),
    },
    site.available === 0 ? t("hold.none_left") : t("hold.keep"),
  );
}

/** Today's opening hours in words. */
function hours(site) {
  const weekday = (new Date(`${given.today}T12:00:00Z`).getUTCDay() + 6) % 7;
  const spans = site.opening_hours.filter((span) => span.weekday === weekday);
  if (spans.length === 0) return t("site.closed_today");
  if (spans.some((span) => span.opens <= "00:00" && span.closes >= "23:59")) return t("site.open_all_day");
  return spans.map((span) => `${span.opens.slice(0, 5)}–${span.closes.slice(0, 5)}`).join(", ");
}
