import { toDay } from '../../../common/dates.ts';

/** A month or a year: from `start` on, before `end`. */
export interface StatementSpan {
  readonly period: string;
  readonly start: Date;
  readonly end: Date;
  readonly first: string;
  readonly last: string;
}

const DAY = 86_400_000;

/** The days of '2026-04' or '2026', in UTC. */
export function spanOf(period: string): StatementSpan {
  const [year = 0, month] = period.split('-').map(Number);
  const start = new Date(Date.UTC(year, (month ?? 1) - 1, 1));
  const end = new Date(month === undefined ? Date.UTC(year + 1, 0, 1) : Date.UTC(year, month, 1));
  return { period, start, end, first: toDay(start), last: toDay(new Date(end.getTime() - DAY)) };
}

/** 'April 2026' or '2026'. */
export function periodWords(period: string): string {
  if (!period.includes('-')) return period;
  return spanOf(period).start.toLocaleDateString('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });
}

export const within = (span: StatementSpan, at: Date): boolean => at >= span.start && at < span.end;

/** The month and the year an instant belongs to. */
export const periodsOf = (at: Date): readonly [string, string] => {
  const day = toDay(at);
  return [day.slice(0, 7), day.slice(0, 4)];
};
