import { randomUUID } from 'node:crypto';
import type { PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { notify, providerEventChannel } from '../../blockchain/domain/channels.ts';

export type Provider = 'stripe' | 'circle' | 'sumsub' | 'persona' | 'veriff';

export interface ReceivedEvent {
  readonly provider: Provider;
  readonly eventId: string;
  readonly eventType: string;
  /** Kind of the object the event is about, as the provider names it. */
  readonly objectType: string;
  readonly objectId: string;
  /** The bytes as they came. */
  readonly raw: Uint8Array;
  readonly source: 'webhook' | 'sweep';
  /** How we know that it is the provider's. */
  readonly verdict: string;
}

/**
 * Brings our books in line with one object of a provider: reads it from the provider, never from the event, and posts
 * what is missing. Runs in a transaction that holds the object's lock. Doing it again changes nothing.
 */
export type Synchronise = (tx: PrismaTransaction, objectId: string) => Promise<void>;

/** Where everything providers tell us is kept, once. */
@Injectable()
export class ProviderInbox {
  readonly #synchronisers = new Map<string, Synchronise>();

  constructor(private readonly prisma: PrismaService) {}

  /** Says how objects of a kind are brought in line; once per kind, while the module starts. */
  register(provider: Provider, objectType: string, synchronise: Synchronise): void {
    this.#synchronisers.set(`${provider}/${objectType}`, synchronise);
  }

  synchroniser(provider: string, objectType: string): Synchronise | undefined {
    return this.#synchronisers.get(`${provider}/${objectType}`);
  }

  /** Keeps events that are not kept yet; answers how many were new. */
  async keep(events: readonly ReceivedEvent[]): Promise<number> {
    if (events.length === 0) return 0;
    return this.prisma.transaction(async (tx) => {
      const { count } = await tx.providerEvent.createMany({
        data: events.map((event) => ({
          id: randomUUID(),
          provider: event.provider,
          eventId: event.eventId,
          eventType: event.eventType,
          objectType: event.objectType,
          objectId: event.objectId,
          source: event.source,
          raw: new Uint8Array(event.raw),
          signatureVerdict: event.verdict,
          state: 'RECEIVED',
        })),
        skipDuplicates: true,
      });
      if (count > 0) await notify(tx, providerEventChannel);
      return count;
    });
  }

  /**
   * Brings one object in line now, with its lock held, as the inbox does for events about it. Used by the sweeps,
   * which find what no event told us.
   */
  async synchroniseNow(provider: Provider, objectType: string, objectId: string): Promise<void> {
    const synchronise = this.synchroniser(provider, objectType);
    if (synchronise === undefined) throw new Error(`Nobody brings ${provider}/${objectType} in line.`);
    await this.prisma.transaction(async (tx) => {
      await lockObject(tx, provider, objectType, objectId);
      await synchronise(tx, objectId);
    });
  }
}

/** Until the transaction ends, nobody else works on this object. */
export async function lockObject(
  tx: PrismaTransaction,
  provider: string,
  objectType: string,
  objectId: string,
): Promise<void> {
  const key = `${provider}/${objectType}/${objectId}`;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
}
