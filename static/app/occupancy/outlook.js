/* The evenings ahead in words: how many, how sure, by which method, and how good that has been. */

import { byId, h } from "../dom.js";
import { clock, day, number, shortDay, t } from "../page.js";
import { isOver } from "./tiles.js";

export function drawForecast(forecast) {
  const done = forecast?.state === "done";
  byId("again").hidden = !done && forecast?.state !== "failed";
  byId("forecast-state").textContent = state(forecast);
  byId("evenings").replaceChildren(...(done ? [evenings(forecast.points)] : []));
  byId("quality").replaceChildren(...(done ? quality(forecast) : []));
}

function state(forecast) {
  if (forecast?.state === "failed") return forecast.problem?.detail ?? t("forecast.failed");
  if (forecast?.state !== "done") return t("forecast.making");
  return t("forecast.made", { date: day(forecast.made_at), time: clock(forecast.made_at) });
}

function evenings(ahead) {
  const heads = [t("column.occupied"), t("occupancy.column.band", { level: 80 }), t("occupancy.column.chance")];
  return h(
    "table",
    { class: "numbers" },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col" }, t("occupancy.column.evening")),
        ...heads.map((head) => h("th", { scope: "col", class: "number" }, head)),
      ),
    ),
    h("tbody", {}, ...ahead.map(row)),
  );
}

function row(evening) {
  const [low, high] = evening.bands[80];
  return h(
    "tr",
    { class: isOver(evening) ? "over" : "" },
    h("th", { scope: "row" }, shortDay(evening.night)),
    h("td", { class: "number" }, number(evening.expected)),
    h("td", { class: "number" }, low === high ? number(low) : t("occupancy.range", { low, high })),
    h("td", { class: "number" }, t("occupancy.percent", { n: Math.round(evening.chance_over_95 * 100) })),
  );
}

function quality({ method, backtest }) {
  const words = method === "naive" && !backtest ? "naive_untested" : method;
  const lines = [h("p", {}, t(`forecast.${words}`))];
  if (!backtest) return lines;
  const errors = ["smoothing", "naive"].map((name) => t(`forecast.error.${name}`, { error: backtest.errors[name] }));
  const share = (level) => Math.round(backtest.inside[level] * 100);
  const inside = t("forecast.inside", { half: share(50), most: share(80), nearly: share(95) });
  return [
    ...lines,
    h("p", {}, t("forecast.tested", { n: backtest.weeks, evenings: backtest.evenings })),
    h("ul", { class: "bullets" }, ...[...errors, inside].map((line) => h("li", {}, line))),
  ];
}
