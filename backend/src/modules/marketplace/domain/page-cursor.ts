import { z } from 'zod';

/** Where a page of rows sorted by (time, id), newest first, ended. */
const cursorSchema = z
  .string()
  .regex(/^\d{1,16}_[0-9a-f-]{36}$/)
  .transform((text) => {
    const [at = '0', id = ''] = text.split('_');
    return { at: new Date(Number(at)), id };
  });

export const cursorAfter = (row: { readonly createdAt: Date; readonly id: string }): string =>
  `${row.createdAt.getTime()}_${row.id}`;

/** Where a cursor stands; null for none, or one that is not ours. */
export function placeOf(cursor: string | undefined): { readonly at: Date; readonly id: string } | null {
  return cursorSchema.safeParse(cursor).data ?? null;
}

/** The filter for the rows behind a cursor; everything for none, or one that is not ours. */
export function behind(cursor: string | undefined) {
  const place = placeOf(cursor);
  if (place === null) return {};
  const { at, id } = place;
  return { OR: [{ createdAt: { lt: at } }, { createdAt: at, id: { lt: id } }] };
}
