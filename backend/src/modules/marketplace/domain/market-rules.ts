import type { ErrorIssue } from '@freehold/shared/errors';
import { formatMoney, formatShares, usdc } from '@freehold/shared/money';
import { costOf } from '@freehold/shared/signed-order';
import { isAddressEqual, zeroAddress } from 'viem';
import type { SignedOrder } from './signed-order.ts';

/** A tick is a cent, a lot 10⁻⁴ of a share: together they always make whole units of USDC. */
export const TICK = 10_000n;
export const LOT = 10n ** 14n;
/** Ten million dollars for a share: beyond it somebody mistook the unit. */
export const MAX_PRICE = 10n ** 13n;

/** From the last moment in the book to the end of the signature: time to settle what was matched last. */
export const SETTLEMENT_MARGIN_SECONDS = 15 * 60;
export const MIN_LIFE_SECONDS = 60;
export const MAX_LIFE_SECONDS = 90 * 86_400;

export type MarketRules = Readonly<{
  token: `0x${string}`;
  marketplace: `0x${string}`;
  tick: bigint;
  lot: bigint;
  maxShares: bigint;
  maxPrice: bigint;
  feeBps: number;
}>;

/** Last second in the book. */
export const engineExpiry = (signedExpiry: number): number => signedExpiry - SETTLEMENT_MARGIN_SECONDS;

/** Everything about an order that the market does not take, each with what to do; empty when it may stand. */
export function breaches(order: SignedOrder, rules: MarketRules, now: number): ErrorIssue[] {
  const issues: ErrorIssue[] = [];
  const must = (holds: boolean, path: string, message: string): void => {
    if (!holds) issues.push({ path: `order.${path}`, message });
  };
  must(isAddressEqual(order.token, rules.token), 'token', `must be ${rules.token}, the token of this market`);
  must(order.shares > 0n, 'shares', 'must be more than zero');
  must(order.shares % rules.lot === 0n, 'shares', `must be a multiple of ${formatShares(rules.lot)} shares`);
  must(order.shares <= rules.maxShares, 'shares', `must be at most ${formatShares(rules.maxShares)} shares`);
  must(order.price > 0n, 'price', 'must be more than zero');
  must(order.price % rules.tick === 0n, 'price', `must be a multiple of ${formatMoney(usdc(rules.tick))}`);
  must(
    order.price <= rules.maxPrice,
    'price',
    `must be at most ${formatMoney(usdc(rules.maxPrice))} a share`,
  );
  must(costOf(order.shares, order.price) > 0n, 'shares', 'are worth less than the smallest unit of USDC');
  must(order.feeBps === rules.feeBps, 'feeBps', `must be ${rules.feeBps}, the fee of this market`);
  must(order.minShares === 0n, 'minShares', 'must be 0: this market fills orders in parts');
  must(isAddressEqual(order.taker, zeroAddress), 'taker', 'must be the zero address: anyone may be met');
  must(
    isAddressEqual(order.settler, rules.marketplace),
    'settler',
    `must be ${rules.marketplace}, so that only the platform settles`,
  );
  const life = engineExpiry(order.expiry) - now;
  const margin = SETTLEMENT_MARGIN_SECONDS;
  must(
    life >= MIN_LIFE_SECONDS,
    'expiry',
    `must be at least ${MIN_LIFE_SECONDS + margin} seconds away: the last ${margin} are kept for settling`,
  );
  must(life <= MAX_LIFE_SECONDS, 'expiry', `must be at most ${MAX_LIFE_SECONDS / 86_400} days away`);
  return issues;
}
