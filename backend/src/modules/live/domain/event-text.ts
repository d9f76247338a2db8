import type { Cursor, StoredEvent } from '../datasources/live-event.store.ts';

/** An event as text/event-stream has it. `topic` is what the browser asked for. */
export const eventText = (event: StoredEvent, topic: string): string =>
  `id: ${event.transaction_id}-${event.id}\ndata: ${JSON.stringify({ topic, kind: event.kind, data: event.data })}\n\n`;

/** The place that an id names; null for none or a strange one. */
export function cursorFrom(id: string | undefined): Cursor | null {
  const match = /^(\d{1,18})-(\d{1,18})$/.exec(id ?? '');
  if (match?.[1] === undefined || match[2] === undefined) return null;
  return { transaction: BigInt(match[1]), id: BigInt(match[2]) };
}
