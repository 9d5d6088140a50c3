/* What is shown as a file that a spreadsheet opens: France's expects semicolons, and a mark first. */

import { h } from "../dom.js";
import { given, locale, t } from "../page.js";

const MARK = "\u{FEFF}"; // without it a spreadsheet takes UTF-8 for something else

export function save(past, evenings, name) {
  const separator = locale === "fr" ? ";" : ",";
  const lines = [heads(), ...past.nights.map(night), ...evenings.map(evening)];
  const text = lines.map((cells) => cells.map((cell) => quoted(cell, separator)).join(separator)).join("\r\n");
  const address = URL.createObjectURL(new Blob([MARK, text, "\r\n"], { type: "text/csv" }));
  const file = [t("occupancy.file"), name, past.from, past.to].filter(Boolean).join(" ");
  h("a", { href: address, download: `${file.replace(/[^\p{L}\p{N}-]+/gu, "-")}.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function heads() {
  const counts = ["column.occupied", "column.held", "occupancy.column.capacity", "occupancy.column.out"];
  const bands = [50, 80, 95].flatMap((level) => [`${level} % min`, `${level} % max`]);
  const first = ["occupancy.column.evening", "occupancy.column.state", ...counts, "occupancy.column.overflow"];
  return [...first.map((key) => t(key)), ...bands];
}

function night({ night: date, occupied, held, capacity, out_of_service: out, overflow, final }) {
  const state = date === given.today ? t("occupancy.state.tonight") : final ? "" : t("occupancy.state.open");
  return [date, state, occupied, held, capacity, out, overflow, "", "", "", "", "", ""];
}

function evening({ night: date, expected, capacity, bands }) {
  const edges = [50, 80, 95].flatMap((level) => bands[level]);
  return [date, t("occupancy.state.forecast"), expected, "", capacity, "", "", ...edges];
}

function quoted(cell, separator) {
  const text = String(cell);
  return text.includes(separator) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
}
