// Times as people read them. Pure: the zone and the present moment are parameters, because the workspace's clock can be moved.

const day = 86_400;
const formats = new Map();

function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-US", { timeZone: zone, ...options }));
  return formats.get(key);
}

const part = (unix, zone, options) => format(zone, options).format(new Date(unix * 1000));
const parts = (unix, zone, options) => Object.fromEntries(format(zone, options).formatToParts(new Date(unix * 1000)).map((p) => [p.type, p.value]));

export function validZone(zone) {
  try {
    format(zone, {});
    return zone;
  } catch {
    return "UTC";
  }
}

// isoDay is the calendar day "2026-11-23" on which the moment falls in the zone.
export function isoDay(unix, zone) {
  const { year, month, day } = parts(unix, zone, { year: "numeric", month: "2-digit", day: "2-digit" });
  return `${year}-${month}-${day}`;
}

export const clockTime = (unix, zone, seconds = false) =>
  part(unix, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(seconds ? { second: "2-digit" } : {}) });

export const weekdayDate = (unix, zone) => {
  const p = parts(unix, zone, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  return `${p.weekday} ${p.day} ${p.month} ${p.year}`;
};

const ordinal = (n) => {
  const teen = n % 100 >= 11 && n % 100 <= 13;
  return n + (teen ? "th" : { 1: "st", 2: "nd", 3: "rd" }[n % 10] ?? "th");
};

function relativeDay(unix, zone, now) {
  const on = isoDay(unix, zone);
  if (on === isoDay(now, zone)) return "today";
  if (on === isoDay(now - day, zone)) return "yesterday";
  if (on === isoDay(now + day, zone)) return "tomorrow";
  return null;
}

// Slack leaves out the year of a date that is less than six months past or three months ahead.
const needsYear = (unix, now) => unix < now - 182 * day || unix > now + 91 * day;

function longDate(unix, zone, now, weekday) {
  const p = parts(unix, zone, { weekday: "long", month: "long", day: "numeric", year: "numeric" });
  const text = `${p.month} ${ordinal(Number(p.day))}${needsYear(unix, now) ? `, ${p.year}` : ""}`;
  return weekday ? `${p.weekday}, ${text}` : text;
}

const shortDate = (unix, zone, now) =>
  part(unix, zone, { month: "short", day: "numeric", ...(needsYear(unix, now) ? { year: "numeric" } : {}) });

export function ago(unix, now) {
  const distance = Math.abs(now - unix);
  const [size, unit] = [[day, "day"], [3600, "hour"], [60, "minute"]].find(([size]) => distance >= size) ?? [1, "second"];
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(Math.trunc((unix - now) / size), unit);
}

const tokens = {
  date_num: (u, z) => isoDay(u, z),
  date: (u, z, n) => longDate(u, z, n, false),
  date_long: (u, z, n) => longDate(u, z, n, true),
  date_long_full: (u, z, n) => longDate(u, z, n, true),
  date_short: shortDate,
  date_pretty: (u, z, n) => relativeDay(u, z, n) ?? longDate(u, z, n, false),
  date_long_pretty: (u, z, n) => relativeDay(u, z, n) ?? longDate(u, z, n, true),
  date_short_pretty: (u, z, n) => relativeDay(u, z, n) ?? shortDate(u, z, n),
  day_divider_pretty: (u, z, n) => relativeDay(u, z, n) ?? longDate(u, z, n, true),
  time: (u, z) => clockTime(u, z),
  time_secs: (u, z) => clockTime(u, z, true),
  ago: (u, _, n) => ago(u, n),
};

// slackDate fills the {tokens} of <!date^unix^format|fallback>; at the start of the text "today" becomes "Today".
export function slackDate(unix, pattern, zone, now) {
  const text = pattern.replace(/\{(\w+)\}/g, (written, name) => tokens[name]?.(unix, zone, now) ?? written);
  return pattern.startsWith("{") ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

export function dayTitle(unix, zone, now) {
  const text = relativeDay(unix, zone, now) ?? longDate(unix, zone, now, true);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// zonedUnix is the moment at which a wall clock in the zone shows "2026-11-23T09:00".
export function zonedUnix(local, zone) {
  const wall = Date.parse(local + "Z") / 1000;
  const shown = (unix) => Date.parse(`${isoDay(unix, zone)}T${clockTime(unix, zone)}Z`) / 1000;
  const guess = wall - (shown(wall) - wall);
  return guess - (shown(guess) - wall);
}

export const zonedLocal = (unix, zone) => `${isoDay(unix, zone)}T${clockTime(unix, zone)}`;
