import type { Address, Hex } from 'viem';
import type { AccessOptions } from './access/options.ts';

/** What decides the contracts; not where they go. */
export type ContractOptions = Readonly<{
  /** Pays for everything; owner of every contract unless `access` is given. */
  deployerKey: Hex;
  /** Agent of every contract: tokenizes, declares, pays, credits, settles. */
  operator: Address;
  /** Trusted issuer of attestations. */
  attester: Address;
  /** The two roles that sign anchors, in order; they must differ. */
  anchorSigners: readonly [Address, Address];
  /** Existing USDC. Without it a test USDC is deployed, on local chains only. */
  usdc?: Address;
  /** Minters of the test USDC. */
  usdcMinters?: readonly Address[];
  /** Most USDC (10^-6) that may leave the treasury per UTC day. */
  dailyLimit?: bigint;
  /** Seconds during which a dividend can be claimed. */
  claimPeriod?: number;
  /** Who governs the contracts in the deployer's place. */
  access?: AccessOptions;
}>;
