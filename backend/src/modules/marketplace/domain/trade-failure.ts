import type { PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { publish } from '../../live/domain/publish.ts';
import { type Entry, JournalStore } from '../datasources/journal.store.ts';
import { MarketChain } from '../datasources/market.chain.ts';
import {
  lockOrders,
  type OrderRow,
  orderEvent,
  reservationOf,
  toResting,
  toSigned,
  toStanding,
} from '../datasources/order-row.ts';
import { ReservationStore } from '../datasources/reservation.store.ts';
import { type Matched, toCall, tradeEvents, tradeStateOf } from '../datasources/trade-row.ts';
import { type ContractReason, type Fault, faultOf } from './contract-fault.ts';
import { isAlive, recordOrderSteps, recordTradeSteps } from './order-state.ts';
import { Permissions } from './permissions.ts';
import { orderToJson } from './signed-order.ts';
import type { Standing } from './standing.ts';

const ACTOR = 'settlement';
/** An order whose trades fail so often without a reason that can be found does not come back once more. */
const MOST_FAILURES = 3;

interface Consequence {
  readonly row: OrderRow;
  readonly now: Standing;
  readonly failures: number;
  readonly command: Entry | null;
}

/** Takes a trade back that did not happen on chain: its shares return to the book, or their orders leave it. */
@Injectable()
export class TradeFailure {
  constructor(
    private readonly prisma: PrismaService,
    private readonly chain: MarketChain,
    private readonly permissions: Permissions,
    private readonly journal: JournalStore,
    private readonly reservations: ReservationStore,
    private readonly log: LogService,
  ) {}

  async takeBack(matched: Matched, token: string, reason: ContractReason): Promise<void> {
    const { trade, sell, buy } = matched;
    const fault = await this.#faultOf(matched, token, reason);
    this.log.logger.warn({ trade: trade.id, fault, alarm: 'trade-reverted' }, reason.message);
    await this.prisma.transaction(async (tx) => {
      const rows = await lockOrders(tx, [sell.id, buy.id]);
      const { count } = await tx.marketTrade.updateMany({
        where: { id: trade.id, state: trade.state },
        data: { state: 'REVERTED', reason: reason.message },
      });
      if (count !== 1) return;
      const move = {
        id: trade.id,
        from: tradeStateOf(trade),
        to: 'REVERTED',
        reason: reason.message,
      } as const;
      await recordTradeSteps(tx, ACTOR, [move]);
      await this.reservations.release(tx, [trade.id]);
      const consequences = [sell, buy].map(({ id }) => {
        const row = rows.get(id);
        if (row === undefined) throw new Error(`Order ${id} is not there.`);
        const own = id === sell.id ? fault.sell : fault.buy;
        return consequenceOf(row, { shares: toBigInt(trade.shares), reason, own, found: isFound(fault) });
      });
      await this.#write(tx, token, consequences);
      await publish(tx, [
        ...tradeEvents(matched, 'REVERTED', reason.message),
        ...consequences.map(({ row, now }) => orderEvent(row, now)),
      ]);
    });
  }

  async #faultOf(matched: Matched, token: string, reason: ContractReason): Promise<Fault> {
    const { sell, buy } = matched;
    const [ofSell, ofBuy, ofTrade] = await Promise.all([
      this.permissions.orderReasons(toSigned(sell, token)),
      this.permissions.orderReasons(toSigned(buy, token)),
      this.permissions.tradeReasons(toCall(matched, token)),
    ]);
    const later = sell.sequence > buy.sequence ? 'sell' : 'buy';
    return faultOf(reason, { sell: ofSell, buy: ofBuy, trade: ofTrade, later });
  }

  async #write(tx: PrismaTransaction, token: string, consequences: readonly Consequence[]): Promise<void> {
    for (const { row, now, failures, command } of consequences) {
      await tx.marketOrder.update({
        where: { id: row.id },
        data: {
          ...{ matchedShares: now.matched.toString(), reopeningShares: now.reopening.toString() },
          ...{ state: now.state, reason: now.reason, failures },
          ...(command?.kind === 'cancel' ? { cancelRequestedAt: row.cancelRequestedAt ?? new Date() } : {}),
        },
      });
      const { id, state: to, reason } = now;
      await recordOrderSteps(tx, ACTOR, [{ id, from: toStanding(row).state, to, reason }]);
    }
    await this.reservations.set(
      tx,
      consequences.map(({ row, now }) => reservationOf(row, now, { token, usdc: this.chain.usdc })),
    );
    const [first] = consequences;
    const commands = consequences.flatMap(({ command }) => command ?? []);
    if (first !== undefined) await this.journal.append(tx, first.row.marketId, () => commands);
  }
}

const isFound = (fault: Fault): boolean => fault.sell !== null || fault.buy !== null;

/** What the failure means for one of the two orders. */
function consequenceOf(
  row: OrderRow,
  what: {
    readonly shares: bigint;
    readonly reason: ContractReason;
    /** What speaks against this very order. */
    readonly own: ContractReason | null;
    /** Whether either order is at fault. */
    readonly found: boolean;
  },
): Consequence {
  const before = toStanding(row);
  const matched = before.matched - what.shares;
  const failures = row.failures + (what.found ? 0 : 1);
  const lost = { ...before, matched };
  if (!isAlive(before.state)) return { row, now: lost, failures, command: null };
  const tired = failures >= MOST_FAILURES ? what.reason : null;
  const against = what.own ?? tired;
  const inBook = before.open + before.reopening > 0n;
  if (against !== null || row.cancelRequestedAt !== null) {
    const reason = against?.message ?? 'CANCELLED';
    const command: Entry = { kind: 'cancel', payload: { orderId: row.id }, actor: ACTOR, reason };
    // In the book the leader ends it; elsewhere nobody else would.
    const now: Standing = inBook
      ? { ...lost, state: matched > 0n ? 'PARTIALLY_FILLED' : 'OPEN' }
      : { ...lost, state: 'CANCELLED', reason };
    return { row, now, failures, command };
  }
  const now: Standing = {
    ...lost,
    reopening: before.reopening + what.shares,
    state: matched > 0n ? 'PARTIALLY_FILLED' : 'OPEN',
    reason: what.reason.message,
  };
  const order = orderToJson(toResting(row, what.shares));
  const command: Entry = { kind: 'reopen', payload: { order }, actor: ACTOR, reason: what.reason.message };
  return { row, now, failures, command };
}
