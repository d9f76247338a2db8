import { z } from 'zod';
import type { Command } from './matching/engine.types.ts';

const whole = z
  .string()
  .regex(/^\d+$/)
  .transform((text) => BigInt(text));

const orderSchema = z.strictObject({
  id: z.string(),
  investor: z.string(),
  side: z.enum(['SELL', 'BUY']),
  price: whole,
  shares: whole,
  expiry: z.number().int(),
  immediate: z.boolean(),
  sequence: z.number().int(),
});

/** A row of the journal: enough for any engine to do what the first one did. */
export const commandRow = z
  .object({ number: z.coerce.number().int(), at: z.coerce.number().int() })
  .and(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('place'), payload: z.strictObject({ order: orderSchema }) }),
      z.object({ kind: z.literal('cancel'), payload: z.strictObject({ orderId: z.string() }) }),
      z.object({ kind: z.literal('cancelAll'), payload: z.strictObject({ investor: z.string() }) }),
      z.object({ kind: z.literal('expire'), payload: z.strictObject({}) }),
      z.object({ kind: z.literal('reopen'), payload: z.strictObject({ order: orderSchema }) }),
    ]),
  );
export type CommandRow = z.output<typeof commandRow>;

/** The command of a row, as the engine takes it. */
export function toCommand(row: CommandRow): Command {
  const head = { sequence: row.number, at: row.at };
  switch (row.kind) {
    case 'place':
    case 'reopen':
      return { ...head, kind: row.kind, order: row.payload.order };
    case 'cancel':
      return { ...head, kind: row.kind, orderId: row.payload.orderId };
    case 'cancelAll':
      return { ...head, kind: row.kind, investor: row.payload.investor };
    case 'expire':
      return { ...head, kind: row.kind };
  }
}
