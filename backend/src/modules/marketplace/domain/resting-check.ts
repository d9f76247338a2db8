import type { PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { getAddress } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { PermitChain } from '../datasources/permit.chain.ts';
import { PermitStore } from '../datasources/permit.store.ts';
import { type Purse, ReservationStore } from '../datasources/reservation.store.ts';
import { OrderEndings } from './order-endings.ts';
import { unixNow } from './permissions.ts';
import { allowed, type KeptPermit, type Permission, uncovered } from './permit.ts';

const ACTOR = 'resting-check';
const PURSES_AT_ONCE = 50;
/** Told to the investor; the page has a sentence for it. */
const REASON = 'PERMIT_STALE';

/** Looks whether kept permits are still worth anything, and ends the orders that are not covered without them. */
@Injectable()
export class RestingCheck {
  constructor(
    private readonly prisma: PrismaService,
    private readonly chain: PermitChain,
    private readonly permits: PermitStore,
    private readonly reservations: ReservationStore,
    private readonly endings: OrderEndings,
    private readonly log: LogService,
  ) {}

  async lookAround(signal: AbortSignal): Promise<void> {
    for (const purse of await this.permits.nextToLookAt(PURSES_AT_ONCE)) {
      if (signal.aborted) return;
      await this.#look(purse);
    }
  }

  async #look(purse: Purse): Promise<void> {
    const version = await this.reservations.version(purse);
    const permission = await this.chain.permission(getAddress(purse.wallet), getAddress(purse.asset));
    await this.prisma.transaction(async (tx) => {
      // Something settled meanwhile: the next look has newer numbers.
      if ((await this.reservations.lock(tx, purse)) !== version) return;
      const kept = await this.permits.kept(purse, tx);
      const now = unixNow();
      const worthless = kept.filter((permit) => isWorthless(permit, permission, now));
      if (worthless.length === 0) return;
      // What the chain has taken for these may be in its allowance already, and is not yet in our books.
      if ((await this.reservations.inFlight(purse, tx)) > 0n) return;
      const ids = worthless.map(({ id }) => id);
      await this.permits.end(tx, ids, ACTOR, 'the token takes it no more');
      const good = kept.filter(({ id }) => !ids.includes(id));
      await this.#endUncovered(tx, purse, allowed(permission, good, now));
    });
  }

  async #endUncovered(tx: PrismaTransaction, purse: Purse, limit: bigint): Promise<void> {
    const bound = await this.reservations.bound(purse, tx);
    if (bound <= limit) return;
    const promises = await tx.marketReservation.findMany({ where: purse });
    const amounts = new Map(promises.map(({ subjectId, amount }) => [subjectId, toBigInt(amount)]));
    const orders = await tx.marketOrder.findMany({
      where: { id: { in: [...amounts.keys()] }, state: { in: ['OPEN', 'PARTIALLY_FILLED'] } },
    });
    const ending = uncovered(
      orders.map(({ id, sequence }) => ({ id, sequence, amount: amounts.get(id) ?? 0n })),
      bound,
      limit,
    );
    this.log.logger.info({ ...purse, orders: ending.length }, 'orders end: their permit is worthless');
    const ids = new Set(ending.map(({ id }) => id));
    await this.endings.end(
      tx,
      orders.filter(({ id }) => ids.has(id)),
      { actor: ACTOR, reason: REASON },
    );
  }
}

const isWorthless = (permit: KeptPermit, { nonce }: Permission, now: number): boolean =>
  permit.state === 'WAITING' && (nonce === null || permit.nonce < nonce || permit.deadline < now);
