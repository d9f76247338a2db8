import { type Address, encodeAbiParameters, type Hex, keccak256, pad, slice } from 'viem';
import type { Platform, Wallet } from './platform.ts';

/** What the anchor contract is told. */
export type AnchorClaim = Readonly<{ sequence: bigint; size: bigint; root: Hex; previousHead: Hex }>;

const TYPES = {
  Anchor: [
    { name: 'sequence', type: 'uint64' },
    { name: 'size', type: 'uint64' },
    { name: 'root', type: 'bytes32' },
    { name: 'previousHead', type: 'bytes32' },
  ],
} as const;

/** A role's signature under a claim, for this platform's anchor contract unless told otherwise. */
export const signAnchor = (
  p: Platform,
  signer: Wallet,
  message: AnchorClaim,
  domain: Readonly<{ chainId?: number; verifyingContract?: Address }> = {},
) =>
  signer.signTypedData({
    domain: {
      name: 'Freehold LedgerAnchor',
      version: '1',
      chainId: p.deployment.chainId,
      verifyingContract: p.anchor.address,
      ...domain,
    },
    types: TYPES,
    primaryType: 'Anchor',
    message,
  });

/** The last 24 bytes of the hash of everything before and this anchor. */
export const headOf = ({ previousHead, sequence, size, root }: AnchorClaim): Hex => {
  const hash = keccak256(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'uint64' }, { type: 'uint64' }, { type: 'bytes32' }],
      [previousHead, sequence, size, root],
    ),
  );
  return pad(slice(hash, 8), { size: 32 });
};
