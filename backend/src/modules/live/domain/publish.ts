import type { PrismaTransaction } from '@freehold/database/client';
import { liveEventChannel, notify } from '../../blockchain/domain/channels.ts';

/** Plain JSON: what a browser is told. */
type Told = string | number | boolean | null | readonly Told[] | { readonly [name: string]: Told };

export interface NewLiveEvent {
  readonly topic: string;
  readonly kind: string;
  readonly data: Told;
}

export const marketTopic = (marketId: string): string => `market:${marketId}`;
/** Heard by this person alone, as topic "own". */
export const userTopic = (userId: string): string => `user:${userId}`;

/** Tells those who listen, exactly when the caller's own change is committed. */
export async function publish(tx: PrismaTransaction, events: readonly NewLiveEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO app.live_event (topic, kind, data)
    SELECT topic, kind, data
    FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb) AS e (topic text, kind text, data jsonb)`;
  await notify(tx, liveEventChannel);
}
