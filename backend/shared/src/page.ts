import { z } from 'zod';

/** One page of a list; `nextCursor` is null on the last. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** A list that is always complete. */
export const listOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) });
