import type { Prisma, PrismaTransaction } from '@freehold/database/client';
import { FreeholdError, illegalTransition } from '@freehold/shared/errors';
import type { SignedOrderInput } from '@freehold/shared/marketplace';
import { formatMoney, formatShares, usdc } from '@freehold/shared/money';
import { boundBy, sideNumber } from '@freehold/shared/signed-order';
import { Injectable } from '@nestjs/common';
import { getAddress, type Hash, isHex } from 'viem';
import { isUniqueViolation } from '../../../common/database/database-errors.ts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { JournalStore } from '../datasources/journal.store.ts';
import { MarketChain } from '../datasources/market.chain.ts';
import { type OrderRow, stateOf } from '../datasources/order-row.ts';
import { type Purse, ReservationStore } from '../datasources/reservation.store.ts';
import { MarketService } from './market.service.ts';
import { breaches, engineExpiry } from './market-rules.ts';
import { OrderChecks } from './order-checks.ts';
import { recordOrderSteps } from './order-state.ts';
import { assetOf, type OrderWithSignature, orderToJson, type SignedOrder } from './signed-order.ts';
import { Turns } from './turns.ts';

/** A balance read just before a settlement released what it had bound is read again. */
const ATTEMPTS = 5;

interface Wish {
  readonly id: string;
  readonly marketId: string;
  readonly investorId: string;
  readonly signed: OrderWithSignature;
  readonly hash: Hash;
  readonly side: 'SELL' | 'BUY';
  readonly immediate: boolean;
}

/** Takes orders into the book and asks for their end. What happens to them in the book, its leader decides. */
@Injectable()
export class OrderService {
  readonly #turns = new Turns();

  constructor(
    private readonly prisma: PrismaService,
    private readonly markets: MarketService,
    private readonly chain: MarketChain,
    private readonly checks: OrderChecks,
    private readonly reservations: ReservationStore,
    private readonly journal: JournalStore,
  ) {}

  /**
   * Lets a signed order into the book, with what it may cost reserved. `operationId` makes a repetition a read.
   * Throws NOT_FOUND, MARKET_HALTED, ORDER_WALLET_NOT_OWN, ORDER_TERMS_REFUSED, ORDER_SIGNATURE_INVALID, ORDER_WOULD_FAIL,
   * ORDER_EXCEEDS_FREE, ORDER_NONCE_TAKEN, ALREADY_EXISTS.
   */
  async place(
    actor: Actor,
    marketId: string,
    request: {
      readonly operationId: string;
      readonly order: SignedOrderInput;
      readonly signature: string;
      readonly immediate: boolean;
    },
  ): Promise<string> {
    const id = request.operationId;
    const known = await this.prisma.client.marketOrder.findUnique({ where: { id }, select: { id: true } });
    if (known !== null) return id;
    const market = await this.markets.require(marketId);
    if (market.state === 'HALTED') throw new FreeholdError('MARKET_HALTED');
    const order = toOrder(request.order);
    await this.#requireOwn(actor, order);
    const issues = breaches(order, this.markets.rulesOf(market), Math.floor(Date.now() / 1_000));
    if (issues.length > 0) throw new FreeholdError('ORDER_TERMS_REFUSED', undefined, { issues });
    if (!isHex(request.signature)) throw new FreeholdError('ORDER_SIGNATURE_INVALID');
    const signed = { order, signature: request.signature };
    await this.checks.refuseHopeless(marketId, signed);
    await this.#reserve({
      ...{ id, marketId, investorId: actor.userId, signed, hash: this.chain.hashOf(order) },
      ...{ side: request.order.side, immediate: request.immediate },
    });
    return id;
  }

  /** Asks for the end of an own order. Throws NOT_FOUND, ILLEGAL_TRANSITION. */
  async cancel(actor: Actor, id: string): Promise<void> {
    const row = await this.prisma.client.marketOrder.findFirst({ where: { id, investorId: actor.userId } });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    await this.prisma.transaction(async (tx) => {
      const { count } = await this.#askedToEnd(tx, { id });
      if (count === 0) {
        const now = await tx.marketOrder.findUniqueOrThrow({ where: { id } });
        // Asked before: the leader is on its way.
        if (now.cancelRequestedAt !== null && isOpen(now)) return;
        throw illegalTransition('order', now.state, 'CANCELLED');
      }
      await this.journal.append(tx, row.marketId, () => [
        { kind: 'cancel', payload: { orderId: id }, actor: actor.userId },
      ]);
    });
  }

  /** Asks for the end of all own orders, of one market or of all; how many that are. */
  async cancelAll(actor: Actor, marketId?: string): Promise<number> {
    const open = await this.prisma.client.marketOrder.groupBy({
      by: ['marketId'],
      where: {
        ...{ investorId: actor.userId, state: { in: ['OPEN', 'PARTIALLY_FILLED'] } },
        ...(marketId === undefined ? {} : { marketId }),
      },
      orderBy: { marketId: 'asc' },
    });
    let cancelling = 0;
    for (const { marketId: id } of open) {
      cancelling += await this.prisma.transaction(async (tx) => {
        const { count } = await this.#askedToEnd(tx, { marketId: id, investorId: actor.userId });
        await this.journal.append(tx, id, () => [
          { kind: 'cancelAll', payload: { investor: actor.userId }, actor: actor.userId },
        ]);
        return count;
      });
    }
    return cancelling;
  }

  /** Shares of a failed settlement do not come back to an order whose end was asked for. */
  #askedToEnd(tx: PrismaTransaction, where: Prisma.MarketOrderWhereInput) {
    return tx.marketOrder.updateMany({
      where: { ...where, state: { in: ['OPEN', 'PARTIALLY_FILLED'] }, cancelRequestedAt: null },
      data: { cancelRequestedAt: new Date() },
    });
  }

  async #requireOwn(actor: Actor, order: SignedOrder): Promise<void> {
    const wallet = await this.prisma.client.wallet.findUnique({
      where: { address: order.maker.toLowerCase() },
    });
    if (wallet?.userId !== actor.userId) throw new FreeholdError('ORDER_WALLET_NOT_OWN');
  }

  async #reserve(wish: Wish): Promise<void> {
    const { order } = wish.signed;
    const purse = {
      wallet: order.maker.toLowerCase(),
      asset: assetOf(wish.side, order.token, this.chain.usdc),
    };
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const version = await this.reservations.version(purse);
      const spendable = await this.chain.spendable(order.maker, wish.side, order.token);
      const done = await this.#turns.take(`${purse.wallet}:${purse.asset}`, () =>
        this.#accept(wish, { purse, version, spendable }),
      );
      if (done) return;
    }
    throw new FreeholdError(
      'UPSTREAM_UNAVAILABLE',
      'The balance of this wallet changes too fast. Try again.',
    );
  }

  /** Order, reservation and command together. False when the balance read is no longer worth anything. */
  async #accept(
    wish: Wish,
    funds: { readonly purse: Purse; readonly version: bigint; readonly spendable: bigint },
  ): Promise<boolean> {
    const { purse, version, spendable } = funds;
    try {
      return await this.prisma.transaction(async (tx) => {
        if ((await this.reservations.lock(tx, purse)) !== version) return false;
        if (await this.#isThere(tx, wish)) return true;
        const { order } = wish.signed;
        const amount = boundBy({ side: wish.side, price: order.price, feeBps: order.feeBps }, order.shares);
        const free = spendable - (await this.reservations.bound(purse, tx));
        if (amount > free) throw exceeds(wish.side, amount, free > 0n ? free : 0n);
        const sequence = await this.journal.append(tx, wish.marketId, (head) => {
          if (head.state === 'HALTED') throw new FreeholdError('MARKET_HALTED');
          return [
            { kind: 'place', payload: { order: engineJson(wish, head.first) }, actor: wish.investorId },
          ];
        });
        await this.#write(tx, wish, sequence);
        await this.reservations.set(tx, [{ subjectId: wish.id, ...purse, amount }]);
        return true;
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw new FreeholdError('ORDER_NONCE_TAKEN');
      throw error;
    }
  }

  /** Throws when another order stands in the way. */
  async #isThere(tx: PrismaTransaction, { id, hash, signed }: Wish): Promise<boolean> {
    const others = await tx.marketOrder.findMany({
      where: {
        OR: [
          { id },
          { hash },
          {
            maker: signed.order.maker.toLowerCase(),
            nonce: signed.order.nonce.toString(),
            state: { notIn: ['CANCELLED', 'EXPIRED'] },
          },
        ],
      },
      select: { id: true, hash: true },
    });
    if (others.some((other) => other.id === id)) return true;
    if (others.some((other) => other.hash === hash)) {
      throw new FreeholdError(
        'ALREADY_EXISTS',
        'This order was placed before. Sign a new one with another nonce.',
      );
    }
    if (others.length > 0) throw new FreeholdError('ORDER_NONCE_TAKEN');
    return false;
  }

  async #write(tx: PrismaTransaction, wish: Wish, sequence: number): Promise<void> {
    const { id, marketId, investorId, hash, side, immediate } = wish;
    const { order, signature } = wish.signed;
    await tx.marketOrder.create({
      data: {
        ...{ id, marketId, investorId, hash, side, immediate, signature, state: 'OPEN' },
        ...{ maker: order.maker.toLowerCase(), taker: order.taker, settler: order.settler },
        ...{ shares: order.shares.toString(), minShares: order.minShares.toString() },
        ...{ openShares: order.shares.toString(), price: order.price.toString(), feeBps: order.feeBps },
        ...{ signedExpiry: BigInt(order.expiry), expiry: BigInt(engineExpiry(order.expiry)) },
        ...{ nonce: order.nonce.toString(), counter: order.counter.toString(), sequence: BigInt(sequence) },
      },
    });
    await recordOrderSteps(tx, investorId, [{ id, from: null, to: 'OPEN' }]);
  }
}

const toOrder = (input: SignedOrderInput): SignedOrder => ({
  maker: getAddress(input.maker),
  token: getAddress(input.token),
  side: sideNumber(input.side),
  shares: BigInt(input.shares),
  minShares: BigInt(input.minShares),
  price: BigInt(input.price),
  feeBps: input.feeBps,
  expiry: input.expiry,
  nonce: BigInt(input.nonce),
  counter: BigInt(input.counter),
  taker: getAddress(input.taker),
  settler: getAddress(input.settler),
});

const engineJson = ({ id, investorId, side, immediate, signed }: Wish, sequence: number) =>
  orderToJson({
    ...{ id, investor: investorId, side, immediate, sequence },
    ...{ price: signed.order.price, shares: signed.order.shares, expiry: engineExpiry(signed.order.expiry) },
  });

const isOpen = (row: OrderRow): boolean => ['OPEN', 'PARTIALLY_FILLED'].includes(stateOf(row));

function exceeds(side: 'SELL' | 'BUY', amount: bigint, free: bigint): FreeholdError {
  const text = (value: bigint): string =>
    side === 'SELL' ? `${formatShares(value)} shares` : formatMoney(usdc(value));
  return new FreeholdError(
    'ORDER_EXCEEDS_FREE',
    `This order may take ${text(amount)}, and your open orders and unsettled trades leave ${text(free)}. Cancel an order or give a smaller one.`,
  );
}
