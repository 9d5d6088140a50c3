/* The same as numbers: the evenings ahead, then the nights, the newest first. */

import { byId, h } from "../dom.js";
import { given, number, shortDay, t } from "../page.js";
import { isOver, percent } from "./tiles.js";

export function drawNumbers(nights, evenings) {
  const heads = ["column.occupied", "column.held", "occupancy.column.capacity", "occupancy.column.out"];
  const more = ["occupancy.column.overflow", "occupancy.column.rate"];
  byId("numbers").replaceChildren(
    h(
      "table",
      { class: "numbers" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, t("occupancy.column.evening")),
          ...[...heads, ...more].map((key) => h("th", { scope: "col", class: "number" }, t(key))),
          h("th", { scope: "col" }, t("occupancy.column.state")),
        ),
      ),
      h("tbody", {}, ...evenings.toReversed().map(ahead), ...nights.toReversed().map(past)),
    ),
  );
}

function past(night) {
  const state = [];
  if (night.over_95) state.push(t("occupancy.state.over"));
  if (night.night === given.today) state.push(t("occupancy.state.tonight"));
  else if (!night.final) state.push(t("occupancy.state.open"));
  const counts = [night.occupied, night.held, night.capacity, night.out_of_service, night.overflow];
  return row(night.night, [...counts.map((count) => number(count)), percent(night.rate)], state, night.over_95);
}

function ahead(evening) {
  const rate = percent(evening.capacity ? evening.expected / evening.capacity : null);
  const state = [t("occupancy.state.forecast")];
  if (isOver(evening)) state.push(t("occupancy.state.over"));
  const counts = [number(evening.expected), "–", number(evening.capacity), "–", "–", rate];
  return row(evening.night, counts, state, isOver(evening), "ahead");
}

function row(date, cells, state, over, kind = "past") {
  return h(
    "tr",
    { class: over ? `${kind} over` : kind },
    h("th", { scope: "row" }, shortDay(date)),
    ...cells.map((cell) => h("td", { class: "number" }, cell)),
    h("td", {}, state.join(", ")),
  );
}
