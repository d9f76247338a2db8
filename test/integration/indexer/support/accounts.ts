import { mnemonicToAccount } from 'viem/accounts';

const MNEMONIC = 'test test test test test test test test test test test junk';
const account = (addressIndex: number) => mnemonicToAccount(MNEMONIC, { addressIndex });

export const owner = account(0);
export const operator = account(1);
export const attester = account(2);
export const anchorSigner = account(3);
/** May mint the test USDC. */
export const minter = account(4);
export const investors = [5, 6, 7, 8, 9].map(account);
export type Signer = ReturnType<typeof account>;

/** Deterministic random numbers: the same seed tells the same story. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
