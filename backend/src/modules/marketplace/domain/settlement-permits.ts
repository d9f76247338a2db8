import { Injectable } from '@nestjs/common';
import { getAddress } from 'viem';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { MarketChain } from '../datasources/market.chain.ts';
import { PermitChain } from '../datasources/permit.chain.ts';
import { PermitStore } from '../datasources/permit.store.ts';
import { type Purse, ReservationStore } from '../datasources/reservation.store.ts';
import type { Matched } from '../datasources/trade-row.ts';
import { unixNow } from './permissions.ts';
import { type KeptPermit, permitToSend } from './permit.ts';

/** Chooses the permits a settlement carries: where the allowance would not do, and only one for a wallet and an asset. */
@Injectable()
export class SettlementPermits {
  constructor(
    private readonly market: MarketChain,
    private readonly chain: PermitChain,
    private readonly store: PermitStore,
    private readonly reservations: ReservationStore,
  ) {}

  async choose(trades: readonly Matched[], token: string): Promise<KeptPermit[]> {
    const chosen: KeptPermit[] = [];
    for (const { purse, amount } of this.#needs(trades, token)) {
      const kept = await this.store.kept(purse);
      if (kept.length === 0) continue;
      // What is under way takes its part of the allowance first.
      const before = await this.reservations.inFlight(purse);
      const permission = await this.chain.permission(getAddress(purse.wallet), getAddress(purse.asset));
      const permit = permitToSend(permission, kept, { amount: amount + before, now: unixNow() });
      if (permit !== undefined) chosen.push(permit);
    }
    return chosen;
  }

  #needs(trades: readonly Matched[], token: string): { readonly purse: Purse; readonly amount: bigint }[] {
    const needs = new Map<string, { readonly purse: Purse; readonly amount: bigint }>();
    const add = (purse: Purse, amount: bigint): void => {
      const key = `${purse.wallet}:${purse.asset}`;
      needs.set(key, { purse, amount: amount + (needs.get(key)?.amount ?? 0n) });
    };
    for (const { trade, sell, buy } of trades) {
      add({ wallet: sell.maker, asset: token.toLowerCase() }, toBigInt(trade.shares));
      const paid = toBigInt(trade.cost) + toBigInt(trade.buyerFee);
      add({ wallet: buy.maker, asset: this.market.usdc.toLowerCase() }, paid);
    }
    return [...needs.values()];
  }
}
