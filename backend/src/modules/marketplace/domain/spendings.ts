import type { Spending } from '@freehold/shared/market-permit';
import { Injectable } from '@nestjs/common';
import { getAddress } from 'viem';
import { MarketChain } from '../datasources/market.chain.ts';
import { PermitChain } from '../datasources/permit.chain.ts';
import { PermitStore } from '../datasources/permit.store.ts';
import { ReservationStore } from '../datasources/reservation.store.ts';
import type { Side } from './matching/engine.types.ts';
import { unixNow } from './permissions.ts';
import { allowed, usable } from './permit.ts';
import { assetOf } from './signed-order.ts';

/** What a wallet may still promise, and what it would have to sign to promise more. */
@Injectable()
export class Spendings {
  constructor(
    private readonly market: MarketChain,
    private readonly chain: PermitChain,
    private readonly permits: PermitStore,
    private readonly reservations: ReservationStore,
  ) {}

  async look(
    wallet: string,
    side: Side,
    token: string,
  ): Promise<{ readonly free: bigint; readonly spending: Spending }> {
    const purse = { wallet, asset: assetOf(side, token, this.market.usdc) };
    const [maker, asset] = [getAddress(wallet), getAddress(purse.asset)];
    // What is bound first: a settlement between the two questions then makes the answer too small, never too large.
    const bound = await this.reservations.bound(purse);
    const kept = await this.permits.kept(purse);
    const [unfrozen, permission, domain] = await Promise.all([
      this.market.unfrozen(maker, side, getAddress(token)),
      this.chain.permission(maker, asset),
      this.chain.domain(asset),
    ]);
    const now = unixNow();
    const limit = allowed(permission, kept, now);
    const free = (unfrozen < limit ? unfrozen : limit) - bound;
    const good = usable(permission, kept, now);
    return {
      free: free > 0n ? free : 0n,
      spending: {
        promised: bound.toString(),
        allowance: permission.allowance.toString(),
        permit:
          permission.nonce === null || domain === null
            ? null
            : {
                domain,
                nonce: permission.nonce.toString(),
                kept: good.map(({ value, deadline }) => ({ value: value.toString(), deadline })),
                underWay: good.some(({ state }) => state === 'SENT'),
              },
      },
    };
  }
}
