import { propertyFactoryAbi, propertyTokenAbi } from '@freehold/contracts/abis';
import { propertyKey } from '@freehold/shared/chain-keys';
import { Injectable } from '@nestjs/common';
import { type Address, encodeFunctionData, type Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { Configuration } from '../../../config/configuration.ts';
import { ChainClient } from '../../blockchain/domain/chain-client.ts';

/** Calls to the factory and the tokens. */
@Injectable()
export class TokenChain {
  readonly operator: Address;
  /** Agents of new tokens: the operator issues the shares, the AccessManager acts for guardians and the Safe. */
  readonly #agents: readonly Address[];
  readonly factory: Address;
  readonly chainId: number;

  constructor(
    private readonly chain: ChainClient,
    configuration: Configuration,
  ) {
    const { OPERATOR_PRIVATE_KEY, CHAIN_ID } = configuration.environment;
    this.operator = privateKeyToAccount(OPERATOR_PRIVATE_KEY).address;
    const { access } = configuration.deployment;
    this.#agents = access ? [this.operator, access.accessManager] : [this.operator];
    this.factory = configuration.deployment.propertyFactory;
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

  mintCall(allocations: readonly { readonly wallet: Address; readonly shares: bigint }[]): Hex {
    return encodeFunctionData({
      abi: propertyTokenAbi,
      functionName: 'batchMint',
      args: [allocations.map(({ wallet }) => wallet), allocations.map(({ shares }) => shares)],
    });
  }
}
