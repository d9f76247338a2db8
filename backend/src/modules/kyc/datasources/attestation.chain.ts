import { identityRegistryAbi } from '@freehold/contracts/abis';
import { Injectable } from '@nestjs/common';
import { type Address, encodeFunctionData, type Hex, keccak256, stringToHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { Configuration } from '../../../config/configuration.ts';
import { ChainClient } from '../../blockchain/domain/chain-client.ts';

export interface Attestation {
  readonly wallet: Address;
  readonly identity: Address;
  /** ISO 3166-1 numeric. */
  readonly country: number;
  readonly accredited: boolean;
  /** Unix seconds. */
  readonly validUntil: number;
  readonly issuedAt: number;
}

const attestationTypes = {
  Attestation: [
    { name: 'wallet', type: 'address' },
    { name: 'identity', type: 'address' },
    { name: 'country', type: 'uint16' },
    { name: 'accredited', type: 'bool' },
    { name: 'validUntil', type: 'uint40' },
    { name: 'issuedAt', type: 'uint40' },
  ],
} as const;

/** What the registry is told and asked, and the signature of the trusted issuer. */
@Injectable()
export class AttestationChain {
  readonly #issuer: ReturnType<typeof privateKeyToAccount>;
  readonly registry: Address;
  readonly chainId: number;

  constructor(
    private readonly chain: ChainClient,
    configuration: Configuration,
  ) {
    this.#issuer = privateKeyToAccount(configuration.environment.ATTESTATION_PRIVATE_KEY);
    this.registry = configuration.deployment.identityRegistry;
    this.chainId = configuration.environment.CHAIN_ID;
  }

  /** Attestations of earlier epochs count no longer. */
  epoch(): Promise<number> {
    return this.chain.client.readContract({
      address: this.registry,
      abi: identityRegistryAbi,
      functionName: 'epoch',
    });
  }

  /**
   * A time of issue the registry will take: now, as the chain counts, and after everything it was told about the
   * wallet before. Unix seconds.
   */
  async issueTime(wallet: Address): Promise<number> {
    const [block, [, newest]] = await Promise.all([
      this.chain.client.getBlock(),
      this.chain.client.readContract({
        address: this.registry,
        abi: identityRegistryAbi,
        functionName: 'attestationOf',
        args: [wallet],
      }),
    ]);
    return Math.max(Number(block.timestamp), newest + 1);
  }

  sign(attestation: Attestation): Promise<Hex> {
    return this.#issuer.signTypedData({
      domain: {
        name: 'Freehold IdentityRegistry',
        version: '1',
        chainId: this.chainId,
        verifyingContract: this.registry,
      },
      types: attestationTypes,
      primaryType: 'Attestation',
      message: attestation,
    });
  }

  attestCall(attestation: Attestation, signature: Hex): Hex {
    return encodeFunctionData({
      abi: identityRegistryAbi,
      functionName: 'attest',
      args: [attestation, signature],
    });
  }

  revokeCall(wallet: Address): Hex {
    return encodeFunctionData({
      abi: identityRegistryAbi,
      functionName: 'revokeAttestation',
      args: [wallet],
    });
  }
}

/** One identity per investor: all wallets of a person count as one holder. */
export const identityOf = (userId: string): Address =>
  `0x${keccak256(stringToHex(`identity:${userId}`)).slice(-40)}`;
