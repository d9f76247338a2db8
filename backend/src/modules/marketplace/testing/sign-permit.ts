import { permitTypes } from '@freehold/shared/market-permit';
import { readOrderTerms } from '@freehold/shared/marketplace';
import { boundBy } from '@freehold/shared/signed-order';
import { getAddress } from 'viem';
import type { MarketRig, OrderWish, Trader } from './market-rig.ts';

/** A permit for what an order may cost, as a page would have it signed. */
export async function signPermit(rig: MarketRig, trader: Trader, wish: OrderWish, expiry: number) {
  const { address } = trader.account;
  const terms = await trader.browser.call(readOrderTerms, {
    params: { id: rig.propertyId },
    query: { wallet: address },
  });
  const { promised, permit } = wish.side === 'SELL' ? terms.spending.shares : terms.spending.usdc;
  if (permit === null) throw new Error('This asset takes no permits.');
  const order = { side: wish.side, price: wish.cents * 10_000n, feeBps: terms.feeBps };
  const value = wish.permit?.value ?? BigInt(promised) + boundBy(order, wish.lots * 10n ** 14n);
  const nonce = wish.permit?.nonce ?? BigInt(permit.nonce);
  const deadline = wish.permit?.deadline ?? expiry;
  const signature = await trader.account.signTypedData({
    domain: { ...permit.domain, verifyingContract: getAddress(permit.domain.verifyingContract) },
    types: permitTypes,
    primaryType: 'Permit',
    message: {
      ...{ owner: address, spender: rig.deployment.marketplace, value, nonce },
      deadline: BigInt(deadline),
    },
  });
  return { value: value.toString(), nonce: nonce.toString(), deadline, signature };
}
