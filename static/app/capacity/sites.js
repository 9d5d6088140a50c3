/* One line a site, which unfolds into its categories. */

import { h } from "../dom.js";
import { number, t } from "../page.js";
import { bar, inWords } from "../sites/list.js";
import { sign } from "../sites/marker.js";

const COLUMNS = ["capacity", "out_of_service", "occupied", "held", "available", "overflow"];

/** Whether a site is one of those looked for, by a part of its name or commune and by its kind. */
export function wanted(text, kind) {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return (site) =>
    (!kind || site.kind === kind) && words.every((word) => plain(`${site.name} ${site.commune}`).includes(word));
}

/** The sites into `root`, or that there are `none`; those unfolded stay so. `able.state(site)` states a capacity. */
export function drawSites(root, sites, able, none) {
  const open = new Set([...root.querySelectorAll("details[open]")].map((one) => one.dataset.site));
  const focused = document.activeElement?.closest("[data-site]")?.dataset.site;
  const which = document.activeElement?.dataset.act;
  if (sites.length === 0) return root.replaceChildren(h("li", { class: "notice" }, none));
  root.replaceChildren(...sites.map((site) => h("li", {}, row(site, open.has(site.id), able))));
  if (focused && which) root.querySelector(`[data-site="${focused}"] [data-act="${which}"]`)?.focus();
}

function row(site, open, able) {
  return h(
    "details",
    { class: "site", "data-site": site.id, "data-overflow": site.overflow, open },
    h(
      "summary",
      { "data-act": "unfold" },
      sign(site, 40),
      h(
        "span",
        { class: "who" },
        h("span", { class: "name" }, site.name),
        h("small", { class: "soft" }, `${t(`kind.${site.kind}`)} · ${site.commune}`),
        site.overflow > 0 ? h("small", { class: "over" }, t("overflow.site", { n: site.overflow })) : null,
      ),
      h(
        "span",
        { class: "left" },
        h("strong", {}, number(site.available)),
        h("small", { class: "soft" }, t("places.left_of", { n: site.available, capacity: site.capacity })),
      ),
      h("span", { class: "filled" }, bar(site), h("small", { class: "soft", "aria-hidden": "true" }, inWords(site))),
    ),
    h("div", { class: "inside" }, table(site, able), links(site, able)),
  );
}

function table(site, able) {
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": t("capacity.detail", { site: site.name }) },
    h(
      "table",
      { class: "balances" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, t("column.category")),
          ...COLUMNS.map((column) => h("th", { scope: "col", class: "number" }, t(`column.${column}`))),
        ),
      ),
      h("tbody", {}, ...site.places.map((place) => line(site, place, able))),
      h(
        "tfoot",
        {},
        h("tr", {}, h("th", { scope: "row" }, t("capacity.sum")), ...COLUMNS.map((column) => cell(site, column))),
      ),
    ),
  );
}

function line(site, place, able) {
  const name = t(`category.${place.category}`);
  const change = () => able.state(site, place.category);
  return h(
    "tr",
    { "data-category": place.category },
    h("th", { scope: "row" }, able ? h("button", { type: "button", class: "link", onclick: change }, name) : name),
    ...COLUMNS.map((column) => cell(place, column)),
  );
}

function cell(balance, column) {
  return h("td", { class: `number ${column}`, "data-column": column }, number(balance[column]));
}

function links(site, able) {
  return h(
    "p",
    { class: "turns" },
    h("a", { class: "button", href: `/sites/${site.id}` }, t("overflow.see")),
    able
      ? h(
          "button",
          {
            ...{ type: "button", class: "button", "data-act": "state", onclick: () => able.state(site) },
            "aria-label": t("capacity.change_at", { site: site.name }),
          },
          t("capacity.change"),
        )
      : null,
  );
}

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
