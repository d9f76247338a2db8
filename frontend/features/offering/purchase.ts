import type { MoneyJson } from '@freehold/shared/money';
import type { Authorization, Subscription } from '@freehold/shared/offering';
import { type Address, getAddress, type Hex, isHex } from 'viem';

/** What somebody is about to buy, as the review card shows it. */
export interface Purchase {
  readonly wallet: string;
  readonly shares: string;
  readonly cost: MoneyJson;
  /** The purchase as the platform already knows it. */
  readonly begun?: Subscription;
}

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

/** What the wallet shows and signs must be what the review card said. */
interface Reviewed {
  readonly wallet: string;
  readonly contract: string;
  readonly cost: string;
  readonly usdc: string;
  readonly chainId: number;
}

/** The typed data to sign. Throws when it says anything else than what was reviewed. */
export function typedPayment({ domain, message }: Authorization, reviewed: Reviewed) {
  const same =
    isSame(message.from, reviewed.wallet) &&
    isSame(message.to, reviewed.contract) &&
    isSame(domain.verifyingContract, reviewed.usdc) &&
    domain.chainId === reviewed.chainId &&
    message.value === reviewed.cost;
  if (!same) throw new Error('What should be signed is not what you reviewed, so nothing was signed.');
  return {
    account: getAddress(message.from),
    domain: { ...domain, verifyingContract: getAddress(domain.verifyingContract) },
    types,
    primaryType: 'ReceiveWithAuthorization',
    message: {
      from: getAddress(message.from),
      to: getAddress(message.to),
      value: BigInt(message.value),
      validAfter: BigInt(message.validAfter),
      validBefore: BigInt(message.validBefore),
      nonce: hexOf(message.nonce),
    },
  } as const;
}

export function hexOf(text: string): Hex {
  if (!isHex(text)) throw new Error('The platform answered with something that is not hex.');
  return text;
}

export const addressOf = (text: string): Address => getAddress(text);

export const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
