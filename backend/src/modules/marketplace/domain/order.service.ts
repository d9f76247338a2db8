import type { Prisma, PrismaTransaction } from '@freehold/database/client';
import { FreeholdError, illegalTransition } from '@freehold/shared/errors';
import type { OrderPermitInput } from '@freehold/shared/market-permit';
import type { SignedOrderInput } from '@freehold/shared/marketplace';
import { boundBy } from '@freehold/shared/signed-order';
import { Injectable } from '@nestjs/common';
import { getAddress, type Hash, isHex } from 'viem';
import { isUniqueViolation } from '../../../common/database/database-errors.ts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { JournalStore } from '../datasources/journal.store.ts';
import { MarketChain } from '../datasources/market.chain.ts';
import { type OrderRow, stateOf } from '../datasources/order-row.ts';
import { PermitChain } from '../datasources/permit.chain.ts';
import { PermitStore } from '../datasources/permit.store.ts';
import { type Purse, ReservationStore } from '../datasources/reservation.store.ts';
import { MarketService } from './market.service.ts';
import { breaches, engineExpiry } from './market-rules.ts';
import { OrderChecks } from './order-checks.ts';
import { exceeds, toOrder, toPermit } from './order-input.ts';
import { recordOrderSteps } from './order-state.ts';
import { allowed, type Permission, type Permit } from './permit.ts';
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
  readonly permit: Permit | null;
}

/** What the chain said just before, and when: `version` tells whether it is still worth anything. */
interface Funds {
  readonly purse: Purse;
  readonly version: bigint;
  readonly unfrozen: bigint;
  readonly permission: Permission;
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
    private readonly permitChain: PermitChain,
    private readonly permits: PermitStore,
    private readonly reservations: ReservationStore,
    private readonly journal: JournalStore,
  ) {}

  /**
   * Lets a signed order into the book, with what it may cost reserved. `operationId` makes a repetition a read.
   * Throws NOT_FOUND, MARKET_HALTED, ORDER_WALLET_NOT_OWN, ORDER_TERMS_REFUSED, ORDER_SIGNATURE_INVALID,
   * ORDER_PERMIT_REFUSED, ORDER_PERMIT_UNDER_WAY, ORDER_WOULD_FAIL, ORDER_EXCEEDS_FREE, ORDER_NONCE_TAKEN, ALREADY_EXISTS.
   */
  async place(
    actor: Actor,
    marketId: string,
    request: {
      readonly operationId: string;
      readonly order: SignedOrderInput;
      readonly signature: string;
      readonly immediate: boolean;
      readonly permit?: OrderPermitInput | undefined;
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
    const { side } = request.order;
    const permit =
      request.permit === undefined
        ? null
        : toPermit(request.permit, order, assetOf(side, order.token, this.chain.usdc));
    await this.checks.refuseHopeless(marketId, signed, permit ?? undefined);
    await this.#reserve({
      ...{ id, marketId, investorId: actor.userId, signed, hash: this.chain.hashOf(order) },
      ...{ side, immediate: request.immediate, permit },
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
      const [unfrozen, permission] = await Promise.all([
        this.chain.unfrozen(order.maker, wish.side, order.token),
        this.permitChain.permission(order.maker, getAddress(purse.asset)),
      ]);
      const done = await this.#turns.take(`${purse.wallet}:${purse.asset}`, () =>
        this.#accept(wish, { purse, version, unfrozen, permission }),
      );
      if (done) return;
    }
    throw new FreeholdError(
      'UPSTREAM_UNAVAILABLE',
      'The balance of this wallet changes too fast. Try again.',
    );
  }

  /** Order, reservation, permit and command together. False when what was read is no longer worth anything. */
  async #accept(wish: Wish, funds: Funds): Promise<boolean> {
    const { purse, version } = funds;
    try {
      return await this.prisma.transaction(async (tx) => {
        if ((await this.reservations.lock(tx, purse)) !== version) return false;
        if (await this.#isThere(tx, wish)) return true;
        const { order } = wish.signed;
        const amount = boundBy({ side: wish.side, price: order.price, feeBps: order.feeBps }, order.shares);
        const { spendable, permit } = await this.#spendable(tx, wish, funds);
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
        if (permit !== null) await this.permits.keep(tx, wish.id, permit, wish.investorId);
        return true;
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw new FreeholdError('ORDER_NONCE_TAKEN');
      throw error;
    }
  }

  /** What may be promised in all while the order is good, and the permit of the order where that needs it. */
  async #spendable(
    tx: PrismaTransaction,
    { permit, signed }: Wish,
    { purse, unfrozen, permission }: Funds,
  ): Promise<{ readonly spendable: bigint; readonly permit: Permit | null }> {
    const kept = await this.permits.kept(purse, tx);
    const without = allowed(permission, kept, signed.order.expiry);
    const useful = permit !== null && permit.value > without;
    if (useful && kept.some(({ state, nonce }) => state === 'SENT' && nonce === permit.nonce))
      throw new FreeholdError('ORDER_PERMIT_UNDER_WAY');
    const limit = useful ? allowed(permission, [...kept, permit], signed.order.expiry) : without;
    return { spendable: unfrozen < limit ? unfrozen : limit, permit: useful ? permit : null };
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

const engineJson = ({ id, investorId, side, immediate, signed }: Wish, sequence: number) =>
  orderToJson({
    ...{ id, investor: investorId, side, immediate, sequence },
    ...{ price: signed.order.price, shares: signed.order.shares, expiry: engineExpiry(signed.order.expiry) },
  });

const isOpen = (row: OrderRow): boolean => ['OPEN', 'PARTIALLY_FILLED'].includes(stateOf(row));
