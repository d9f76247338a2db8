/** 'YYYY-MM-DD' as the DATE column wants it: midnight UTC. */
export const toDate = (day: string): Date => new Date(`${day}T00:00:00.000Z`);

/** A DATE column as 'YYYY-MM-DD'. */
export const toDay = (date: Date): string => date.toISOString().slice(0, 10);

export const today = (): string => toDay(new Date());

/** First day of a period 'YYYY-MM', and of the one after. */
export function boundsOf(period: string): { readonly first: Date; readonly next: Date } {
  const [year = 0, month = 1] = period.split('-').map(Number);
  return { first: new Date(Date.UTC(year, month - 1, 1)), next: new Date(Date.UTC(year, month, 1)) };
}

/** A day of the month of a period. */
export const dayOf = (period: string, day: number): Date =>
  toDate(`${period}-${String(day).padStart(2, '0')}`);
