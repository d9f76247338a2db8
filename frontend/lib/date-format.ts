const LOCALE = 'en-US';

const dayFormat = new Intl.DateTimeFormat(LOCALE, { year: 'numeric', month: 'short', day: 'numeric' });
const utcDayFormat = new Intl.DateTimeFormat(LOCALE, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  timeZone: 'UTC',
});
const instantFormat = new Intl.DateTimeFormat(LOCALE, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const periodFormat = new Intl.DateTimeFormat(LOCALE, { year: 'numeric', month: 'long', timeZone: 'UTC' });

/** A calendar day (`2026-11-01`, no time zone) or an instant (ISO with time) as `Nov 1, 2026`. */
export function formatDay(iso: string): string {
  const calendarDay = /^\d{4}-\d{2}-\d{2}$/.test(iso);
  return calendarDay ? utcDayFormat.format(new Date(`${iso}T00:00:00Z`)) : dayFormat.format(new Date(iso));
}

/** An instant in the reader's own zone: `Nov 1, 2026, 14:05`. */
export function formatInstant(iso: string): string {
  return instantFormat.format(new Date(iso));
}

/** The same instant in UTC for titles: `2026-11-01 14:05:09 UTC`. */
export function utcTitle(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The period `2026-11` as `November 2026`. */
export function formatPeriod(period: string): string {
  return periodFormat.format(new Date(`${period}-01T00:00:00Z`));
}

const shortPeriodFormat = new Intl.DateTimeFormat(LOCALE, {
  year: '2-digit',
  month: 'short',
  timeZone: 'UTC',
});

/** The period `2026-11` as `Nov 26`, for the axis of a chart. */
export function formatShortPeriod(period: string): string {
  return shortPeriodFormat.format(new Date(`${period}-01T00:00:00Z`));
}

/** The period a moment lies in, in UTC: `2026-11`. */
export function periodOf(moment: Date): string {
  return moment.toISOString().slice(0, 7);
}

/** The period `months` after (or, negative, before) the given one. */
export function shiftPeriod(period: string, months: number): string {
  const [year = 0, month = 1] = period.split('-').map(Number);
  return periodOf(new Date(Date.UTC(year, month - 1 + months, 1)));
}

/** True when the text is a period such as `2026-11`. */
export function isPeriod(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

const relativeFormat = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });
const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** How far an instant is from `now`: `in 3 days`, `2 minutes ago`, `now`. */
export function formatRelative(iso: string, now: Date = new Date()): string {
  const seconds = Math.round((new Date(iso).getTime() - now.getTime()) / 1000);
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return relativeFormat.format(Math.trunc(seconds / size), unit);
  }
  return relativeFormat.format(0, 'second');
}

/** Whole days from `today` to a calendar day; negative when it is past. */
export function daysUntil(day: string, today: Date = new Date()): number {
  const start = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate());
  return Math.round((new Date(`${day.slice(0, 10)}T00:00:00Z`).getTime() - start) / 86_400_000);
}
