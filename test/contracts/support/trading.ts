import type { marketplaceAbi } from '@freehold/contracts/abis';
import { issue, type TokenizeChange, tokenize } from './acts.ts';
import { allow, BUY, fundBuyer, type OrderChange, SELL, signed, type tradeOf } from './market.ts';
import { type Platform, SHARE, type Token } from './platform.ts';

export type Trade = ReturnType<typeof tradeOf>;

type MarketErrorName = Extract<(typeof marketplaceAbi)[number], { type: 'error' }>['name'];

/** Sends a trade to be settled by somebody without any role. */
export const settle = (p: Platform, trade: Trade) =>
  p.marketplace.write.settle([trade, []], { account: p.stranger.account });

/** Settling this trade is refused by the marketplace with this error. */
export const refuses = (p: Platform, trade: Trade, error: MarketErrorName) =>
  p.viem.assertions.revertWithCustomError(settle(p, trade), p.marketplace, error);

/** Alice holds 100 shares and bob 100,000 USDC and one share; both have allowed the marketplace to move them. */
export async function openMarket(p: Platform, change: TokenizeChange = {}) {
  const { token } = await tokenize(p, change);
  await issue(p, token, [
    [p.alice.account.address, 100n * SHARE],
    [p.bob.account.address, SHARE],
    [p.carol.account.address, SHARE],
  ]);
  await fundBuyer(p, p.bob);
  await allow(p, token, p.alice, p.bob);
  return token;
}

/** Signed orders of alice, who sells, and bob, who buys. */
export async function pairOf(p: Platform, token: Token, sell: OrderChange = {}, buy: OrderChange = {}) {
  return [await signed(p, p.alice, token, SELL, sell), await signed(p, p.bob, token, BUY, buy)] as const;
}
