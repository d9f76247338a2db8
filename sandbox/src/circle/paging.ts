import { z } from 'zod';
import type { ListQuery } from '../core/collection.ts';

export const pageParams = {
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  pageBefore: z.string().optional(),
  pageAfter: z.string().optional(),
  pageSize: z.coerce.number().int().min(1).max(50).default(50),
};

interface PageInput {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly pageBefore?: string | undefined;
  readonly pageAfter?: string | undefined;
  readonly pageSize: number;
}

const toSeconds = (iso: string | undefined) =>
  iso === undefined ? undefined : Math.floor(Date.parse(iso) / 1_000);

/** Circle's paging as a query: newest first, `pageAfter` continues towards the past. */
export function toQuery(input: PageInput, where: NonNullable<ListQuery['where']> = {}): ListQuery {
  return {
    where,
    limit: input.pageSize,
    after: input.pageAfter,
    before: input.pageBefore,
    createdFrom: toSeconds(input.from),
    createdTo: toSeconds(input.to),
  };
}
