import type { Address } from 'viem';

/** A party's word as contracts/interfaces/Party.sol packs it. */
export const partyOf = (identity: Address, country: number, verified: boolean, accredited = false): bigint =>
  BigInt(identity) |
  (BigInt(country) << 160n) |
  (verified ? 1n << 176n : 0n) |
  (accredited ? 1n << 177n : 0n);
