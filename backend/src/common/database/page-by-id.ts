import { FreeholdError } from '@freehold/shared/errors';
import { z } from 'zod';

/** One page of a list whose cursor is the id of the last row seen. */
export interface IdPage {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface Reading {
  readonly take: number;
  readonly cursor?: { readonly id: string };
  readonly skip?: number;
}

/**
 * What a query of Prisma needs to read such a page: one row more than is shown tells whether another page follows. Throws
 * VALIDATION_FAILED for what is no id.
 */
export function readingPage({ cursor, limit }: IdPage): Reading {
  if (cursor === undefined) return { take: limit + 1 };
  if (!z.uuid().safeParse(cursor).success) {
    const issues = [{ path: 'query.cursor', message: 'is no cursor of this list' }];
    throw new FreeholdError('VALIDATION_FAILED', undefined, { issues });
  }
  return { take: limit + 1, cursor: { id: cursor }, skip: 1 };
}

/** The rows to show of those that `readingPage` read, and where the next page begins. */
export function pageOfRows<Row extends { readonly id: string }>(
  rows: readonly Row[],
  limit: number,
): { readonly shown: readonly Row[]; readonly nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  return { shown, nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}
