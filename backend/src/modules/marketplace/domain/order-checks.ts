import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import type { Address } from 'viem';
import { MarketChain } from '../datasources/market.chain.ts';
import { MarketProjection } from '../datasources/market.projection.ts';
import { againstSide, type ContractReason } from './contract-fault.ts';
import type { Side } from './matching/engine.types.ts';
import { Permissions } from './permissions.ts';
import type { Permit } from './permit.ts';
import type { OrderWithSignature, SignedOrder } from './signed-order.ts';

const OTHERWISE_SEEN = new Set([
  'MarketplaceInvalidSignature',
  'MarketplaceInsufficientAllowance',
  'MarketplaceInsufficientBalance',
]);

/** Asks the chain, before an order rests, for every reason against it. */
@Injectable()
export class OrderChecks {
  constructor(
    private readonly chain: MarketChain,
    private readonly permissions: Permissions,
    private readonly projection: MarketProjection,
  ) {}

  /**
   * Throws `ORDER_SIGNATURE_INVALID`, `ORDER_PERMIT_REFUSED`, or `ORDER_WOULD_FAIL` whose issues name the contract's
   * errors. `permit` came with the order.
   */
  async refuseHopeless(marketId: string, signed: OrderWithSignature, permit?: Permit): Promise<void> {
    if (!(await this.chain.isSigned(signed))) throw new FreeholdError('ORDER_SIGNATURE_INVALID');
    if (permit !== undefined) await this.permissions.refuseWorthless(permit, signed.order.expiry);
    const reasons = await this.permissions.orderReasons(signed, permit);
    const found = reasons.length > 0 ? reasons : await this.#ruleReasons(marketId, signed);
    if (found.length > 0) throw wouldFail(found);
  }

  /**
   * What speaks against an order that nobody has signed yet. Balance and permission are left out: the page knows them and
   * what to do about them.
   */
  async obstacles(marketId: string, order: SignedOrder): Promise<ContractReason[]> {
    const all = await this.chain.orderReasons({ order, signature: '0x' });
    const reasons = all.filter(({ name }) => !OTHERWISE_SEEN.has(name));
    return reasons.length > 0 ? reasons : this.#ruleReasons(marketId, { order, signature: '0x' });
  }

  /**
   * The rules of the property judge a movement between two wallets. Who the other will be is not known yet, so likely ones
   * are tried, and only what would be said against this side whoever the other is counts.
   */
  async #ruleReasons(marketId: string, { order }: OrderWithSignature): Promise<ContractReason[]> {
    const side: Side = order.side === 0 ? 'SELL' : 'BUY';
    const others = await this.projection.likelyCounterparties(marketId, order.token, order.maker, side);
    for (const other of others) {
      const [from, to]: [Address, Address] = side === 'SELL' ? [order.maker, other] : [other, order.maker];
      const reason = await this.chain.movementReason(order.token, from, to, order.shares);
      const own = reason === null ? [] : againstSide([reason], side);
      if (own.length > 0) return own;
    }
    return [];
  }
}

export const wouldFail = (reasons: readonly ContractReason[]): FreeholdError =>
  new FreeholdError(
    'ORDER_WOULD_FAIL',
    `This order would fail on chain: ${reasons.map(({ message }) => message).join('; ')}.`,
    { issues: reasons.map(({ name, message }) => ({ path: `contract.${name}`, message })) },
  );
