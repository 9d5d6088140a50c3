/* The nights and the evenings ahead as one chart, read with the pointer or the arrow keys. */

import uPlot from "../../vendor/uplot/uPlot.esm.js";
import { dayOf, given, number, shortDay, t } from "../page.js";
import { percent } from "./tiles.js";

const HEIGHT = { wide: 360, narrow: 260 };
const NARROW = 560; // px of width below which the chart is a phone's
const INK = colour("--ink");
const SOFT = colour("--ink-soft");
const ACCENT = colour("--accent");
const LEVELS = [95, 80, 50];
const BANDS = { 95: "rgb(179 64 31 / 12%)", 80: "rgb(179 64 31 / 16%)", 50: "rgb(179 64 31 / 22%)" };
const FONT = '12px system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';

/** One chart in `root`, with what the cursor is on written to `readout`. */
export class Drawing {
  constructor(root, readout) {
    Object.assign(this, { _root: root, _readout: readout, _days: [] });
    root.addEventListener("keydown", (event) => this._step(event));
    new ResizeObserver(() => this._fit()).observe(root);
  }

  draw(nights, evenings) {
    this._days = daysOf(nights, evenings);
    this._root.setAttribute("aria-label", summary(nights));
    const data = columns(this._days);
    if (this._plot) this._plot.setData(data);
    else this._plot = new uPlot(this._options(), data, this._root);
    this._read(this._plot.cursor.idx);
    this._fit();
  }

  _options() {
    const line = (label, stroke, more = {}) => ({ label, stroke, width: 2, points: { show: false }, ...more });
    const edge = () => ({ stroke: "transparent", width: 0, points: { show: false } });
    const dots = (fill, stroke) => ({ paths: () => null, points: { show: true, size: 7, fill, stroke, width: 2 } });
    return {
      ...this._size(),
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
      scales: { y: { range: (_, __, most) => [0, Math.max(1, most * 1.06)] } },
      axes: [
        axis({ size: 32, values: (_, splits) => splits.map(short), space: 70 }),
        axis({ size: 44, values: (_, s) => s.map((n) => number(n)) }),
      ],
      series: [
        {},
        line("capacity", SOFT, { dash: [6, 4], width: 1.5, paths: uPlot.paths.stepped({ align: 1 }) }),
        line("kept", colour("--held"), { width: 1 }),
        line("occupied", INK, { fill: "rgb(18 48 63 / 12%)" }),
        ...LEVELS.flatMap(() => [edge(), edge()]),
        line("expected", ACCENT, { dash: [4, 3] }),
        dots(ACCENT, ACCENT),
        dots("#fff", INK),
      ],
      bands: [
        { series: [2, 3], fill: "rgb(217 146 26 / 45%)" },
        ...LEVELS.map((level, n) => ({ series: [4 + 2 * n, 5 + 2 * n], fill: BANDS[level] })),
      ],
      hooks: { setCursor: [(plot) => this._read(plot.cursor.idx)] },
    };
  }

  _size() {
    const width = Math.max(240, this._root.clientWidth);
    return { width, height: width < NARROW ? HEIGHT.narrow : HEIGHT.wide };
  }

  _fit() {
    if (!this._plot || !this._root.clientWidth) return;
    const { width, height } = this._size();
    if (this._plot.width !== width || this._plot.height !== height) this._plot.setSize({ width, height });
  }

  _step(event) {
    const move = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (move === undefined || !this._plot) return;
    event.preventDefault();
    const last = this._days.length - 1;
    const from = this._plot.cursor.idx ?? (move > 0 ? -1 : last + 1);
    const index = Math.min(last, Math.max(0, from + move));
    this._plot.setCursor({ left: this._plot.valToPos(this._days[index].at, "x"), top: 10 });
  }

  _read(index) {
    const day = this._days[index];
    this._readout.textContent = day ? said(day) : "";
  }
}

/** Every day once: its night, its evening ahead, or tonight's both. */
function daysOf(nights, evenings) {
  const days = new Map(nights.map((night) => [night.night, { night }]));
  for (const evening of evenings) days.set(evening.night, { ...days.get(evening.night), evening });
  return [...days].map(([date, day]) => ({ date, at: Date.parse(`${date}T12:00:00Z`) / 1000, ...day }));
}

/** The columns in the order of the series; the forecast begins at the last night before it. */
function columns(days) {
  const of = (pick) => days.map((day) => pick(day) ?? null);
  const last = days.findIndex(({ evening }) => evening) - 1;
  const joined = (pick) => days.map((day, n) => (n === last ? day.night.occupied : (pick(day) ?? null)));
  const isTonight = ({ date }) => date === given.today;
  const before = ({ night, evening }) => (evening ? null : night);
  return [
    of(({ at }) => at),
    of(({ night, evening }) => (night ?? evening).capacity),
    of((day) => before(day) && day.night.occupied + day.night.held),
    of((day) => before(day)?.occupied),
    ...LEVELS.flatMap((level) => [
      joined(({ evening }) => evening?.bands[level][1]),
      joined(({ evening }) => evening?.bands[level][0]),
    ]),
    joined(({ evening }) => evening?.expected),
    of((day) => (day.night?.over_95 ? day.night.occupied : null)),
    of((day) => (isTonight(day) ? day.night?.occupied : null)),
  ];
}

function said({ date, night, evening }) {
  const day = dayOf(date);
  const words = [];
  if (night && date === given.today) words.push(t("occupancy.tonight", { ...night, day }));
  else if (night) words.push(t("occupancy.night", { ...night, day, rate: percent(night.rate) }));
  if (evening)
    words.push(t("occupancy.evening", { ...evening, day, low: evening.bands[80][0], high: evening.bands[80][1] }));
  if (night?.over_95) words.push(t("occupancy.state.over"));
  return words.join(" · ");
}

function summary(nights) {
  const occupied = nights.map((night) => night.occupied);
  return t("occupancy.chart", {
    nights: nights.length,
    occupied: occupied.at(-1),
    least: Math.min(...occupied),
    most: Math.max(...occupied),
    over: nights.filter((night) => night.over_95).length,
  });
}

function axis(more) {
  return {
    stroke: SOFT,
    font: FONT,
    grid: { stroke: "rgb(18 48 63 / 10%)", width: 1 },
    ticks: { show: false },
    ...more,
  };
}

function short(seconds) {
  return shortDay(new Date(seconds * 1000).toISOString().slice(0, 10), {});
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
