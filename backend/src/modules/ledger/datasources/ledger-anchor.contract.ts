import { ledgerAnchorAbi } from '@freehold/contracts/abis';
import { anchorHead } from '@freehold/shared/journal-encoding';
import { encodeFunctionData, type Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { AnchorClaim, AnchorContract } from '../domain/anchor.ts';

/** Signs EIP-712 data for one of the two anchoring roles. A local key in development; a key service elsewhere. */
export interface AnchorSigner {
  signAnchor(domain: AnchorDomain, claim: AnchorClaim): Promise<Hex>;
}

export interface AnchorDomain {
  readonly chainId: number;
  readonly contract: Hex;
}

const types = {
  Anchor: [
    { name: 'sequence', type: 'uint64' },
    { name: 'size', type: 'uint64' },
    { name: 'root', type: 'bytes32' },
    { name: 'previousHead', type: 'bytes32' },
  ],
} as const;

export class LocalAnchorSigner implements AnchorSigner {
  readonly #account: ReturnType<typeof privateKeyToAccount>;

  constructor(privateKey: Hex) {
    this.#account = privateKeyToAccount(privateKey);
  }

  signAnchor(domain: AnchorDomain, claim: AnchorClaim): Promise<Hex> {
    const { sequence, size, root, previousHead } = claim;
    return this.#account.signTypedData({
      domain: {
        name: 'Freehold LedgerAnchor',
        version: '1',
        chainId: domain.chainId,
        verifyingContract: domain.contract,
      },
      types,
      primaryType: 'Anchor',
      message: { sequence, size, root, previousHead },
    });
  }
}

/** The role that sends the transaction, which is its signature. */
export const submitter: AnchorSigner = { signAnchor: () => Promise.resolve('0x') };

/** Calldata and heads of the LedgerAnchor contract, signed by both roles. */
export class LedgerAnchorContract implements AnchorContract {
  readonly #domain: AnchorDomain;
  readonly #signers: readonly [AnchorSigner, AnchorSigner];

  /** `signers` in the order of the contract: signerA, signerB. One may be the `submitter`. */
  constructor(domain: AnchorDomain, signers: readonly [AnchorSigner, AnchorSigner]) {
    this.#domain = domain;
    this.#signers = signers;
  }

  headOf({ previousHead, sequence, size, root }: AnchorClaim): Hex {
    return anchorHead({ previousHead, root, sequence: sequence.toString(), size: size.toString() });
  }

  async signedCall(claim: AnchorClaim): Promise<Hex> {
    const [first, second] = this.#signers;
    const signatures = [
      await first.signAnchor(this.#domain, claim),
      await second.signAnchor(this.#domain, claim),
    ] as const;
    return encodeFunctionData({
      abi: ledgerAnchorAbi,
      functionName: 'anchor',
      args: [claim.sequence, claim.size, claim.root, claim.previousHead, ...signatures],
    });
  }
}
