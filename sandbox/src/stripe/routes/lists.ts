import type { Identified, ListQuery, Page } from '../../core/collection.ts';

interface PageInput {
  readonly limit: number;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
  readonly created?: { from: number | undefined; to: number | undefined } | undefined;
}

/** Stripe's paging parameters as a query on a collection. */
export function toQuery(input: PageInput, where: NonNullable<ListQuery['where']> = {}): ListQuery {
  return {
    where,
    limit: input.limit,
    after: input.starting_after,
    before: input.ending_before,
    createdFrom: input.created?.from,
    createdTo: input.created?.to,
  };
}

export function listOf<T extends Identified>(
  page: Page<T>,
  url: string,
  present: (record: T) => object,
): object {
  return { object: 'list', data: page.data.map(present), has_more: page.hasMore, url };
}
