import { connectionConfig } from '@freehold/database/pool';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { JournalStore } from '../datasources/journal.store.ts';
import { type Applied, LeadershipLost, OrderBookStore } from '../datasources/order-book.store.ts';
import { toCommand } from './journal.ts';
import { MatchingEngine } from './matching/matching-engine.ts';

const ACTOR = 'matching';
/** Commands whose results are written in one transaction. */
const BATCH = 200;

interface Seat {
  readonly term: bigint;
  readonly engine: MatchingEngine;
}

const lockRow = z.object({ locked: z.boolean() });

/**
 * The markets this process leads: it holds their advisory locks on one connection, and their engines in memory. Whoever
 * finds a lock taken stands by. The lock keeps two leaders from working at once; the term in the database keeps a leader
 * that does not know yet that its lock is gone from writing.
 */
@Injectable()
export class MarketLeaders implements OnApplicationShutdown {
  readonly #seats = new Map<string, Seat>();
  #locks: pg.Client | null = null;

  constructor(
    private readonly prisma: PrismaService,
    private readonly configuration: Configuration,
    private readonly journal: JournalStore,
    private readonly books: OrderBookStore,
    private readonly log: LogService,
  ) {}

  /** Applies every command that waits in a market this process leads, or can lead. */
  async advance(signal: AbortSignal): Promise<void> {
    const markets = await this.prisma.client.market.findMany({
      select: { id: true },
      orderBy: { createdAt: 'asc' },
    });
    let failure: unknown;
    for (const { id } of markets) {
      if (signal.aborted) return;
      try {
        await this.#lead(id, signal);
      } catch (error) {
        // One market that stands still keeps no other from going on.
        this.log.logger.error(
          { err: error, market: id, alarm: 'market-stopped' },
          'a market could not be led',
        );
        failure = error;
      }
    }
    if (failure !== undefined) throw failure;
  }

  async onApplicationShutdown(): Promise<void> {
    this.#seats.clear();
    await this.#locks?.end().catch(() => undefined);
    this.#locks = null;
  }

  async #lead(marketId: string, signal: AbortSignal): Promise<void> {
    const seat = this.#seats.get(marketId) ?? (await this.#takeSeat(marketId));
    if (seat === null) return;
    try {
      await this.#endExpired(marketId);
      while (!signal.aborted && (await this.#applyBatch(marketId, seat)));
    } catch (error) {
      // The engine may be ahead of the tables: the next look builds it anew.
      this.#seats.delete(marketId);
      if (!(error instanceof LeadershipLost)) throw error;
      this.log.logger.warn({ market: marketId }, error.message);
      await this.#dropLocks();
    }
  }

  async #takeSeat(marketId: string): Promise<Seat | null> {
    const locks = this.#locks ?? (await this.#connect());
    const { rows } = await locks.query('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked', [
      `freehold-market:${marketId}`,
    ]);
    if (!lockRow.parse(rows[0]).locked) return null;
    const { term, applied, at, orders } = await this.books.takeOver(marketId);
    const engine = new MatchingEngine({ sequence: applied, at, orders });
    const seat = { term, engine };
    this.#seats.set(marketId, seat);
    this.log.logger.info({ market: marketId, term: String(term), orders: orders.length }, 'leads a market');
    return seat;
  }

  /** Asks for an end of what is past its time; the engine decides, as it does for everything. */
  async #endExpired(marketId: string): Promise<void> {
    const late = {
      marketId,
      state: { in: ['OPEN', 'PARTIALLY_FILLED'] },
      openShares: { gt: 0 },
      expiry: { lt: BigInt(Math.floor(Date.now() / 1_000)) },
    };
    if ((await this.prisma.client.marketOrder.count({ where: late })) === 0) return;
    await this.prisma.transaction(async (tx) => {
      await this.journal.append(tx, marketId, () => [{ kind: 'expire', payload: {}, actor: ACTOR }]);
    });
  }

  /** Whether there was something to do. */
  async #applyBatch(marketId: string, { engine, term }: Seat): Promise<boolean> {
    const from = engine.sequence;
    const rows = await this.journal.after(this.prisma.client, marketId, from, BATCH);
    if (rows.length === 0) return false;
    const applied = rows.map((row): Applied => {
      const command = toCommand(row);
      return { command, events: engine.apply(command), reason: row.reason };
    });
    await this.books.commit({ marketId, term, from, applied });
    return true;
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client(
      connectionConfig(this.configuration.environment.DATABASE_URL, 'backend', {
        applicationName: 'freehold-market-leader',
      }),
    );
    const lost = (): void => {
      if (this.#locks !== client) return;
      this.#locks = null;
      this.#seats.clear();
    };
    client.on('error', lost);
    client.on('end', lost);
    await client.connect();
    this.#locks = client;
    return client;
  }

  async #dropLocks(): Promise<void> {
    const locks = this.#locks;
    this.#locks = null;
    this.#seats.clear();
    await locks?.end().catch(() => undefined);
  }
}
