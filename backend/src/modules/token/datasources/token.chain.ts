import { identityRegistryAbi, propertyFactoryAbi, propertyTokenAbi } from '@freehold/contracts/abis';
import { propertyKey } from '@freehold/shared/chain-keys';
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

export interface SignedAttestation extends Attestation {
  readonly signature: Hex;
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

/** Calls to the factory, the registry and the tokens, and the signature of the trusted issuer. */
@Injectable()
export class TokenChain {
  readonly #issuer: ReturnType<typeof privateKeyToAccount>;
  readonly operator: Address;
  /** Agents of new tokens: the operator issues the shares, the AccessManager acts for guardians and the Safe. */
  readonly #agents: readonly Address[];
  readonly factory: Address;
  readonly registry: Address;
  readonly chainId: number;

  constructor(
    private readonly chain: ChainClient,
    configuration: Configuration,
  ) {
    const { ATTESTATION_PRIVATE_KEY, OPERATOR_PRIVATE_KEY, CHAIN_ID } = configuration.environment;
    this.#issuer = privateKeyToAccount(ATTESTATION_PRIVATE_KEY);
    this.operator = privateKeyToAccount(OPERATOR_PRIVATE_KEY).address;
    const { access } = configuration.deployment;
    this.#agents = access ? [this.operator, access.accessManager] : [this.operator];
    this.factory = configuration.deployment.propertyFactory;
    this.registry = configuration.deployment.identityRegistry;
    this.chainId = CHAIN_ID;
  }

  /** Who owns the factory owns the tokens it makes. */
  owner(): Promise<Address> {
    return this.chain.client.readContract({
      address: this.factory,
      abi: propertyFactoryAbi,
      functionName: 'owner',
    });
  }

  /** Unix seconds, as the chain counts them. */
  async now(): Promise<number> {
    return Number((await this.chain.client.getBlock()).timestamp);
  }

  tokenizeCall(input: {
    readonly propertyId: string;
    readonly name: string;
    readonly symbol: string;
    readonly maxSupply: bigint;
    readonly owner: Address;
  }): Hex {
    const rules = {
      countryMode: 0,
      countries: [],
      maxBalance: 0n,
      maxShareBps: 0,
      maxHolders: 0,
      lockedUntil: 0,
      lockupSeconds: 0,
      windowSeconds: 0,
      windowLimit: 0n,
      accreditedOnly: false,
      approvalNeeded: false,
      vettedSpendersOnly: false,
      trackPositions: true,
    };
    const { name, symbol, maxSupply, owner } = input;
    const agents = this.#agents;
    return encodeFunctionData({
      abi: propertyFactoryAbi,
      functionName: 'tokenize',
      args: [{ key: propertyKey(input.propertyId), name, symbol, maxSupply, owner, agents, rules }],
    });
  }

  async attest(attestation: Attestation): Promise<SignedAttestation> {
    const signature = await this.#issuer.signTypedData({
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
    return { ...attestation, signature };
  }

  attestCall({ signature, ...attestation }: SignedAttestation): Hex {
    return encodeFunctionData({
      abi: identityRegistryAbi,
      functionName: 'attest',
      args: [attestation, signature],
    });
  }

  mintCall(allocations: readonly { readonly wallet: Address; readonly shares: bigint }[]): Hex {
    return encodeFunctionData({
      abi: propertyTokenAbi,
      functionName: 'batchMint',
      args: [allocations.map(({ wallet }) => wallet), allocations.map(({ shares }) => shares)],
    });
  }
}

/** One identity per investor: all wallets of a person count as one holder. */
export const identityOf = (userId: string): Address =>
  `0x${keccak256(stringToHex(`identity:${userId}`)).slice(-40)}`;
