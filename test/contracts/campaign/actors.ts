import type { Address, HDAccount } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { lower } from '../reference/refusal.ts';
import type { Platform } from '../support/platform.ts';

// The well-known mnemonic of Hardhat's network.
const MNEMONIC = 'test test test test test test test test test test test junk';
const account = (addressIndex: number): HDAccount => mnemonicToAccount(MNEMONIC, { addressIndex });

/** Who acts in a campaign. All can send transactions and sign. */
export function actorsOf(p: Platform) {
  const accounts = Array.from({ length: 20 }, (_, index) => account(index));
  const at = (index: number): Address => lower(accounts[index]?.address ?? '0x');
  const bySigner = new Map(accounts.map((one) => [lower(one.address), one]));
  const signerOf = (address: Address): HDAccount => {
    const signer = bySigner.get(lower(address));
    if (!signer) throw new Error(`nobody has the key of ${address}`);
    return signer;
  };
  return {
    owner: lower(p.owner.account.address),
    operator: lower(p.operator.account.address),
    attester: lower(p.attester.account.address),
    cosigner: lower(p.cosigner.account.address),
    circle: lower(p.circle.account.address),
    secondIssuer: at(17),
    stranger: at(19),
    /** Wallets of investors; some of one person. */
    wallets: [5, 6, 7, 8, 9, 10, 11, 12].map(at),
    signerOf,
  };
}

export type Actors = ReturnType<typeof actorsOf>;
