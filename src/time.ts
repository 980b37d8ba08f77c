/** The only grammar of times: for options, the store, and partners. Pure. */

/**
 * The instants that a text can mean: from `from` to before `until`. A day for a date, a second for a time in seconds.
 */
export interface TimeSpan {
  from: Date;
  until: Date;
}

const DAY = 86_400_000;
const MINUTE = 60_000;

/** Day, time and offset: `2026-11-01`, `2026-11-01 10:00`, `2026-11-01T10:00:00.123456+01:00`, `… +0100`, `…+01`, `… UTC`. */
const TIME =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(?:(Z|UTC|GMT)|([+-])(\d\d)(?::?(\d\d))?))?)?$/i;

/** The largest offset from UTC of any place. */
const MOST_HOURS = 14;

/**
 * Reads a time of ISO-8601, as programs and databases write it. Without an offset it is one of `timeZone`, an IANA name.
 * Digits beyond milliseconds are dropped. Undefined for an invalid time or date.
 * Throws a RangeError for a time zone that does not exist.
 */
export function parseTime(text: string, timeZone = 'UTC'): TimeSpan | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [, day = '', hours, minutes = '00', seconds, fraction = ''] = match;
  const clock = `${hours ?? '00'}:${minutes}:${seconds ?? '00'}.${`${fraction}000`.slice(0, 3)}`;
  const local = Date.parse(`${day}T${clock}Z`);
  // `Date` accepts February 30 as a day of March, and 24:00 as the next day.
  if (Number.isNaN(local) || !new Date(local).toISOString().startsWith(`${day}T${hours ?? '00'}`))
    return undefined;
  const offset = offsetOf(match);
  if (offset === undefined) return undefined;
  const lengthMs = hours === undefined ? DAY : lengthOf(seconds, fraction);
  if (offset !== null) return span(local - offset, local - offset + lengthMs);
  if (timeZone === 'UTC') return span(local, local + lengthMs);
  return span(zoned(local, timeZone).first, zoned(local + lengthMs - 1, timeZone).last + 1);
}

/** Whether a time may lie in the window `since <= t < until`; `since` is null without a start. */
export function touches(
  { from, until }: TimeSpan,
  window: { since: Date | null; until: Date },
): boolean {
  return from < window.until && (window.since === null || until > window.since);
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

const span = (from: number, until: number): TimeSpan => ({
  from: new Date(from),
  until: new Date(until),
});

/** The length of the time span that a text stands for, by its precision. */
function lengthOf(seconds: string | undefined, fraction: string): number {
  if (seconds === undefined) return MINUTE;
  return 10 ** (3 - Math.min(fraction.length, 3));
}

/** Milliseconds ahead of UTC; null without an offset, undefined for an invalid one. */
function offsetOf(match: RegExpExecArray): number | null | undefined {
  const [, , , , , , utc, sign, hours, minutes = '00'] = match;
  if (utc !== undefined) return 0;
  if (hours === undefined) return null;
  if (Number(hours) > MOST_HOURS || Number(minutes) > 59) return undefined;
  const ahead = (Number(hours) * 60 + Number(minutes)) * MINUTE;
  return sign === '-' ? -ahead : ahead;
}

/**
 * The instants at which clocks of the zone show a local time. There are two when clocks are set back. If clocks are
 * set forward over that time, it is the instant by the offset before the change.
 */
function zoned(local: number, timeZone: string): { first: number; last: number } {
  const { before, after } = offsetsAround(local, timeZone);
  if (before === after) return { first: local - before, last: local - before };
  const instants = [local - before, local - after].filter(
    (at) => local - at === offsetAt(at, timeZone),
  );
  const [first = local - before, last = first] = instants;
  return { first, last };
}

interface Offsets {
  before: number;
  after: number;
}

/** Cached by zone and day, because asking the calendar is slow. */
const known = new Map<string, Offsets>();
const MOST_KNOWN = 20_000;

/** Checks a day before and a day after, since a zone changes its clocks far less often. */
function offsetsAround(local: number, timeZone: string): Offsets {
  const day = Math.floor(local / DAY);
  const name = `${timeZone} ${day}`;
  const cached = known.get(name);
  if (cached !== undefined) return cached;
  if (known.size >= MOST_KNOWN) known.clear();
  const noon = day * DAY + DAY / 2;
  const offsets = {
    before: offsetAt(noon - 1.5 * DAY, timeZone),
    after: offsetAt(noon + 1.5 * DAY, timeZone),
  };
  known.set(name, offsets);
  return offsets;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const made =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  formats.set(timeZone, made);
  return made;
}

/** Milliseconds that a zone is ahead of UTC at an instant. */
function offsetAt(at: number, timeZone: string): number {
  const shown = formatOf(timeZone).format(at);
  const [, sign, hours = 0, minutes = 0, seconds = 0] =
    /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(shown) ?? [];
  const ahead = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -ahead : ahead;
}
