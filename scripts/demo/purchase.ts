import {
  type Authorization,
  authorizeSubscription,
  createSubscription,
  listMySubscriptions,
  type Subscription,
} from '@freehold/shared/offering';
import { getAddress, type Hex } from 'viem';
import type { ApiClient } from './api-client.ts';
import { investorAccount, investorAddress } from './cast.ts';

const types = {
  ReceiveWithAuthorization: [
    { name: 'from', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'validAfter', type: 'uint256' },
    { name: 'validBefore', type: 'uint256' },
    { name: 'nonce', type: 'bytes32' },
  ],
} as const;

/** What the wallet of the n-th investor signs so that its USDC pays for one purchase (ERC-3009). */
export function signPayment(index: number, { domain, message }: Authorization): Promise<Hex> {
  return investorAccount(index).signTypedData({
    domain: { ...domain, verifyingContract: getAddress(domain.verifyingContract) },
    types,
    primaryType: 'ReceiveWithAuthorization',
    message: {
      from: getAddress(message.from),
      to: getAddress(message.to),
      value: BigInt(message.value),
      validAfter: BigInt(message.validAfter),
      validBefore: BigInt(message.validBefore),
      nonce: `0x${message.nonce.slice(2)}`,
    },
  });
}

/** Buys with one signature, as the investor's browser does; the platform sends it and pays for that. */
export async function buyBySignature(
  client: ApiClient,
  index: number,
  offeringId: string,
  shares: bigint,
): Promise<Subscription> {
  const wish = await client.call(createSubscription, {
    params: { id: offeringId },
    body: { wallet: investorAddress(index), shares: shares.toString(), method: 'AUTHORIZATION' },
  });
  if (wish.authorization === null) return latest(client, wish.id);
  const signature = await signPayment(index, wish.authorization);
  return client.call(authorizeSubscription, { params: { id: wish.id }, body: { signature } });
}

/** The purchase as it stands, when a lost answer hid that it was signed already. */
async function latest(client: ApiClient, id: string): Promise<Subscription> {
  const { items } = await client.call(listMySubscriptions);
  const found = items.find((item) => item.id === id);
  if (found === undefined) throw new Error(`Purchase ${id} is not among the investor's.`);
  return found;
}
