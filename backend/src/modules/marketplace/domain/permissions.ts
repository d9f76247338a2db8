import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { type Address, getAddress } from 'viem';
import { MarketChain, type TradeCall } from '../datasources/market.chain.ts';
import { PermitChain } from '../datasources/permit.chain.ts';
import { PermitStore } from '../datasources/permit.store.ts';
import type { ContractReason } from './contract-fault.ts';
import { allowed, type Permit } from './permit.ts';
import type { OrderWithSignature } from './signed-order.ts';

/** What wallets allow the marketplace to take, by allowance or by a permit it keeps. */
@Injectable()
export class Permissions {
  constructor(
    private readonly market: MarketChain,
    private readonly chain: PermitChain,
    private readonly store: PermitStore,
  ) {}

  /** Throws ORDER_PERMIT_REFUSED unless the token would take the permit now and as long as the order is good. */
  async refuseWorthless(permit: Permit, orderExpiry: number): Promise<void> {
    const { nonce } = await this.chain.permission(permit.wallet, permit.asset);
    const issues = [
      ...(nonce === null ? [issue('', 'is not possible for this asset: allow it by a transaction')] : []),
      ...(nonce !== null && nonce !== permit.nonce
        ? [issue('.nonce', `must be ${nonce}: the wallet used another permission meanwhile; sign a new one`)]
        : []),
      ...(permit.deadline < orderExpiry
        ? [issue('.deadline', `must be at least ${orderExpiry}, the end of the order`)]
        : []),
    ];
    if (issues.length === 0 && !(await this.chain.isTaken(permit)))
      issues.push(
        issue('.signature', 'is not by the wallet of the order, for this amount; sign the permission again'),
      );
    if (issues.length > 0) throw new FreeholdError('ORDER_PERMIT_REFUSED', undefined, { issues });
  }

  /** What speaks against an order now, whoever the other side is; a kept permit counts as if it had been used. */
  async orderReasons(signed: OrderWithSignature, brought?: Permit): Promise<ContractReason[]> {
    return this.#lasting(await this.market.orderReasons(signed), signed.order.expiry, brought);
  }

  /** As `orderReasons`, of a trade that is to be settled now. */
  async tradeReasons(call: TradeCall): Promise<ContractReason[]> {
    return this.#lasting(await this.market.tradeReasons(call), unixNow());
  }

  /** The most that may be taken until then, permits included. */
  async allowed(wallet: Address, asset: Address, until: number): Promise<bigint> {
    const purse = { wallet: wallet.toLowerCase(), asset: asset.toLowerCase() };
    // Permits first: one that is used meanwhile is in the allowance that is read after it.
    const kept = await this.store.kept(purse);
    return allowed(await this.chain.permission(wallet, asset), kept, until);
  }

  async #lasting(
    reasons: readonly ContractReason[],
    until: number,
    brought?: Permit,
  ): Promise<ContractReason[]> {
    const lasting: ContractReason[] = [];
    for (const reason of reasons) {
      const { shortage } = reason;
      if (shortage !== undefined) {
        const most = await this.allowed(getAddress(shortage.wallet), getAddress(shortage.asset), until);
        if (most >= shortage.needed || (brought?.value ?? 0n) >= shortage.needed) continue;
      }
      lasting.push(reason);
    }
    return lasting;
  }
}

const issue = (path: string, message: string) => ({ path: `permit${path}`, message });

export const unixNow = (): number => Math.floor(Date.now() / 1_000);
