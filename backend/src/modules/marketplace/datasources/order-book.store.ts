import type { PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { derivedId } from '../../../common/idempotency/operation-id.ts';
import { notify, settlementChannel } from '../../blockchain/domain/channels.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { marketTopic, type NewLiveEvent, publish } from '../../live/domain/publish.ts';
import type { Command, EngineEvent, RestingOrder } from '../domain/matching/engine.types.ts';
import { recordOrderSteps, recordTradeSteps } from '../domain/order-state.ts';
import { foldCommand, type MatchedTrade, namedBy, type Standing, touchedBy } from '../domain/standing.ts';
import { MarketChain } from './market.chain.ts';
import {
  lockOrders,
  type OrderRow,
  orderEvent,
  reservationOf,
  stateOf,
  toResting,
  toStanding,
  tradeReservations,
} from './order-row.ts';
import { ReservationStore } from './reservation.store.ts';

const ACTOR = 'matching';
const termRow = z.object({ term: z.bigint(), applied: z.bigint(), at: z.bigint() });

/** Somebody else has become leader: whatever was worked out here is worth nothing. */
export class LeadershipLost extends Error {
  override readonly name = 'LeadershipLost';
}

export interface Restored {
  readonly term: bigint;
  readonly applied: number;
  readonly at: number;
  readonly orders: readonly RestingOrder[];
}

export interface Applied {
  readonly command: Command;
  readonly events: readonly EngineEvent[];
  /** Why somebody gave the command; told with what it cancels. */
  readonly reason: string | null;
}

export interface Batch {
  readonly marketId: string;
  readonly term: bigint;
  /** Number of the last command before this batch. */
  readonly from: number;
  readonly applied: readonly Applied[];
}

interface Outcome {
  readonly marketId: string;
  readonly token: string;
  readonly before: ReadonlyMap<string, OrderRow>;
  readonly standings: ReadonlyMap<string, Standing>;
  readonly trades: readonly MatchedTrade[];
}

export const tradeId = (marketId: string, trade: Pick<MatchedTrade, 'number' | 'index'>): string =>
  derivedId('trade', marketId, String(trade.number), String(trade.index));

/** What the leader of a market reads when it begins, and writes after every batch of commands. */
@Injectable()
export class OrderBookStore {
  constructor(
    private readonly prisma: PrismaService,
    private readonly reservations: ReservationStore,
    private readonly chain: MarketChain,
  ) {}

  /** Takes over: from now on no earlier leader can write. Answers with all an engine needs to go on. */
  async takeOver(marketId: string): Promise<Restored> {
    return this.prisma.transaction(async (tx) => {
      const rows = await tx.$queryRaw<unknown[]>`
        UPDATE app.market_engine SET term = term + 1 WHERE market_id = ${marketId}::uuid
        RETURNING term, applied, at`;
      const { term, applied, at } = termRow.parse(rows[0]);
      const resting = await tx.marketOrder.findMany({
        where: {
          marketId,
          state: { in: ['OPEN', 'PARTIALLY_FILLED'] },
          sequence: { lte: applied },
          openShares: { gt: 0 },
        },
      });
      const orders = resting.map((row) => toResting(row, toBigInt(row.openShares)));
      // Exact: numbers of commands and unix seconds.
      return { term, applied: Number(applied), at: Number(at), orders };
    });
  }

  /** Writes all that a batch did, or nothing. @throws LeadershipLost */
  async commit({ marketId, term, from, applied }: Batch): Promise<void> {
    const last = applied.at(-1);
    if (last === undefined) return;
    await this.prisma.transaction(async (tx) => {
      const { count } = await tx.marketEngine.updateMany({
        where: { marketId, term, applied: BigInt(from) },
        data: { applied: BigInt(last.command.sequence), at: BigInt(last.command.at) },
      });
      if (count !== 1) throw new LeadershipLost(`Term ${term} of market ${marketId} is over.`);
      const { tokenAddress: token } = await tx.market.findUniqueOrThrow({ where: { id: marketId } });
      const named = applied.flatMap(({ command, events }) => [...namedBy(command), ...touchedBy(events)]);
      const before = await lockOrders(tx, named);
      const standings = new Map([...before].map(([id, row]) => [id, toStanding(row)]));
      const trades = applied.flatMap((one) => foldCommand(standings, one.command, one.events, one.reason));
      const outcome = { marketId, token, before, standings, trades };
      await this.#orders(tx, outcome);
      await this.#trades(tx, outcome);
      await this.#bind(tx, outcome);
      await publish(tx, liveEventsOf(outcome, last.command.sequence));
      if (trades.length > 0) await notify(tx, settlementChannel);
    });
  }

  async #orders(tx: PrismaTransaction, { before, standings }: Outcome): Promise<void> {
    const all = [...standings.values()];
    if (all.length === 0) return;
    await tx.$executeRaw`
      UPDATE app.market_order o
      SET open_shares = n.open, reopening_shares = n.reopening, matched_shares = n.matched, state = n.state,
          reason = n.reason, updated_at = now()
      FROM unnest(
        ${all.map(({ id }) => id)}::uuid[], ${all.map(({ open }) => open.toString())}::numeric[],
        ${all.map(({ reopening }) => reopening.toString())}::numeric[],
        ${all.map(({ matched }) => matched.toString())}::numeric[],
        ${all.map(({ state }) => state)}::text[], ${all.map(({ reason }) => reason)}::text[]
      ) AS n (id, open, reopening, matched, state, reason)
      WHERE o.id = n.id`;
    await recordOrderSteps(
      tx,
      ACTOR,
      all.map(({ id, state, reason }) => ({ id, from: stateOf(need(before, id)), to: state, reason })),
    );
  }

  async #trades(tx: PrismaTransaction, { marketId, trades }: Outcome): Promise<void> {
    if (trades.length === 0) return;
    await tx.marketTrade.createMany({
      data: trades.map((trade) => ({
        ...{ id: tradeId(marketId, trade), marketId, number: BigInt(trade.number), index: trade.index },
        ...{ at: BigInt(trade.at), takerSide: trade.takerSide, sellOrderId: trade.sellOrderId },
        ...{ buyOrderId: trade.buyOrderId, price: trade.price.toString(), shares: trade.shares.toString() },
        ...{ cost: trade.cost.toString(), buyerFee: trade.buyerFee.toString() },
        ...{ sellerFee: trade.sellerFee.toString(), state: 'MATCHED' },
      })),
    });
    await recordTradeSteps(
      tx,
      ACTOR,
      trades.map((trade) => ({ id: tradeId(marketId, trade), from: null, to: 'MATCHED' as const })),
    );
  }

  /** What orders do not bind any more is bound by their trades, or free. */
  async #bind(tx: PrismaTransaction, { marketId, token, before, standings, trades }: Outcome): Promise<void> {
    const { usdc } = this.chain;
    const orders = [...standings.values()].map((standing) =>
      reservationOf(need(before, standing.id), standing, { token, usdc }),
    );
    const bound = trades.flatMap((trade) => {
      const makers = {
        seller: need(before, trade.sellOrderId).maker,
        buyer: need(before, trade.buyOrderId).maker,
      };
      return tradeReservations({ id: tradeId(marketId, trade), ...trade }, makers, { token, usdc });
    });
    await this.reservations.set(tx, [...orders, ...bound]);
  }
}

function need(rows: ReadonlyMap<string, OrderRow>, id: string): OrderRow {
  const row = rows.get(id);
  if (row === undefined) throw new Error(`Order ${id} is not there.`);
  return row;
}

function liveEventsOf({ marketId, before, standings, trades }: Outcome, sequence: number): NewLiveEvent[] {
  const topic = marketTopic(marketId);
  const orders = [...standings.values()].map((now) => orderEvent(need(before, now.id), now));
  const tape = trades.map((trade): NewLiveEvent => {
    const data = {
      ...{ id: tradeId(marketId, trade), marketId, at: trade.at, side: trade.takerSide },
      ...{ price: trade.price.toString(), shares: trade.shares.toString() },
    };
    return { topic, kind: 'trade', data };
  });
  const book = standings.size === 0 ? [] : [{ topic, kind: 'book', data: { sequence } }];
  return [...tape, ...book, ...orders];
}
