import { propertyFactoryAbi, propertyTokenAbi } from '@freehold/contracts/abis';
import { propertyKey } from '@freehold/shared/chain-keys';
import type { ComplianceRules } from '@freehold/shared/compliance-rules';
import type { CostEstimate } from '@freehold/shared/token';
import { Injectable } from '@nestjs/common';
import { type Address, BaseError, encodeFunctionData, type Hex, RawContractError } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { Configuration } from '../../../config/configuration.ts';
import { ChainClient } from '../../blockchain/domain/chain-client.ts';
import { errorNameOf } from '../../offering/domain/contract-errors.ts';
import { chainRules } from '../domain/chain-rules.ts';

/** Calls to the factory and the tokens. */
@Injectable()
export class TokenChain {
  readonly operator: Address;
  /** Agents of new tokens: operator and primary sales issue the shares, the AccessManager acts for guardians and the Safe. */
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
    const { offering } = configuration.deployment;
    this.#agents = [this.operator, access?.accessManager, offering].filter((agent) => agent !== undefined);
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
    readonly rules: ComplianceRules | null;
  }): Hex {
    const { name, symbol, maxSupply, owner } = input;
    const agents = this.#agents;
    const rules = chainRules(input.rules);
    return encodeFunctionData({
      abi: propertyFactoryAbi,
      functionName: 'tokenize',
      args: [{ key: propertyKey(input.propertyId), name, symbol, maxSupply, owner, agents, rules }],
    });
  }

  /** What a call to the factory would cost now; names the error when the factory would refuse. */
  async estimate(data: Hex): Promise<CostEstimate> {
    const { client } = this.chain;
    const call = { account: this.operator, to: this.factory, data };
    const { maxFeePerGas } = await client.estimateFeesPerGas();
    try {
      const gas = await client.estimateGas(call);
      return { gas: `${gas}`, gasPrice: `${maxFeePerGas}`, fee: `${gas * maxFeePerGas}`, refusal: null };
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === null) throw error;
      return { gas: '0', gasPrice: `${maxFeePerGas}`, fee: '0', refusal };
    }
  }

  mintCall(allocations: readonly { readonly wallet: Address; readonly shares: bigint }[]): Hex {
    return encodeFunctionData({
      abi: propertyTokenAbi,
      functionName: 'batchMint',
      args: [allocations.map(({ wallet }) => wallet), allocations.map(({ shares }) => shares)],
    });
  }
}

/** Name of the contract's error inside a failed call; null when the call failed for another reason. */
function refusalOf(error: unknown): string | null {
  const refused =
    error instanceof BaseError ? error.walk((cause) => cause instanceof RawContractError) : null;
  if (!(refused instanceof RawContractError)) return null;
  const data = typeof refused.data === 'object' ? refused.data.data : refused.data;
  return data === undefined ? 'UNKNOWN_REVERT' : errorNameOf(data.slice(0, 10));
}
