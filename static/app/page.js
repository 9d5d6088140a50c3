/* What the template told the page: who reads it, in which language and time zone, and its words. */

const data = JSON.parse(document.getElementById("page-data").textContent);

export const { role, locale, timeZone, words } = data;

/* This is a European service: its English writes 15:30 and 24 November. */
const region = { en: "en-GB", fr: "fr-FR" }[locale] ?? locale;

/** Everything else that this page alone was given. */
export const given = data.given ?? {};

/** The territory's day when the page was made. */
export const { today } = given;

/** The words under a key, with {places} filled; a count `n` chooses between `.one` and `.other`. */
export function t(key, values = {}) {
  const chosen = "n" in values && `${key}.one` in words ? `${key}.${plural(values.n)}` : key;
  const text = words[chosen];
  if (text === undefined) throw new Error(`no words for ${chosen}`);
  return text.replace(/\{(\w+)\}/g, (_, name) =>
    typeof values[name] === "number" ? number(values[name], 1) : values[name],
  );
}

function plural(n) {
  return new Intl.PluralRules(region).select(n) === "one" ? "one" : "other";
}

/** A number as the reader writes it. */
export function number(value, digits = 0) {
  return new Intl.NumberFormat(region, { maximumFractionDigits: digits }).format(value);
}

/** An instant's time of day in the territory. */
export function clock(instant) {
  return format(instant, { hour: "2-digit", minute: "2-digit" });
}

/** An instant's day in the territory. */
export function day(instant) {
  return format(instant, { day: "numeric", month: "short", year: "numeric" });
}

/** An instant's day in the territory, without its year. */
export function dayInShort(instant) {
  return format(instant, { day: "numeric", month: "short" });
}

/** An instant's calendar date (YYYY-MM-DD) in the territory. */
export function dateOf(instant) {
  return new Intl.DateTimeFormat("sv", { timeZone }).format(new Date(instant));
}

/** A calendar date (YYYY-MM-DD) with its year. */
export function dateInWords(date) {
  return format(`${date}T12:00:00Z`, { day: "numeric", month: "long", year: "numeric" });
}

/** A calendar date (YYYY-MM-DD), which has no time zone, in words. */
export function dayOf(date) {
  return new Intl.DateTimeFormat(region, {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  }).format(new Date(`${date}T12:00:00Z`));
}

/** A calendar date in short, for tables and axes. */
export function shortDay(date, { weekday } = { weekday: "short" }) {
  return new Intl.DateTimeFormat(region, { weekday, day: "numeric", month: "short", timeZone: "UTC" }).format(
    new Date(`${date}T12:00:00Z`),
  );
}

/** A calendar date `days` after another. */
export function daysAfter(date, days) {
  const instant = new Date(`${date}T12:00:00Z`);
  instant.setUTCDate(instant.getUTCDate() + days);
  return instant.toISOString().slice(0, 10);
}

const SPACE = "\u00a0"; // no line ends between a figure and its unit

/** Metres as kilometres. */
export function kilometres(metres) {
  return `${number(metres / 1000, metres < 10_000 ? 1 : 0)}${SPACE}km`;
}

/** Metres as a walker or driver wants them: tens of metres, from a kilometre on kilometres. */
export function length(metres) {
  return metres < 995 ? `${number(Math.max(10, Math.round(metres / 10) * 10))}${SPACE}m` : kilometres(metres);
}

/** Seconds as hours and minutes. */
export function duration(seconds) {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}${SPACE}min`;
  return `${Math.floor(minutes / 60)}${SPACE}h${SPACE}${String(minutes % 60).padStart(2, "0")}`;
}

function format(instant, options) {
  return new Intl.DateTimeFormat(region, { ...options, timeZone }).format(new Date(instant));
}
