import { dividendsAbi, treasuryAbi } from '@freehold/contracts/abis';
import { propertyKey, referenceKey } from '@freehold/shared/chain-keys';
import { Injectable } from '@nestjs/common';
import { type Address, encodeFunctionData, getAddress, type Hex, isHex } from 'viem';
import { Configuration } from '../../../config/configuration.ts';
import { ChainClient } from '../../blockchain/domain/chain-client.ts';

export interface Call {
  readonly to: Address;
  readonly data: Hex;
}

/** Questions asked of the node at once. */
const QUESTIONS = 100;

/** Calls to the contracts that pay dividends. */
@Injectable()
export class DividendContracts {
  constructor(
    private readonly chain: ChainClient,
    private readonly configuration: Configuration,
  ) {}

  declare(input: { chainId: string; token: string; amount: bigint; statementHash: string }): Call {
    const args = [
      hexOf(input.chainId),
      getAddress(input.token),
      input.amount,
      hexOf(input.statementHash),
    ] as const;
    const data = encodeFunctionData({ abi: dividendsAbi, functionName: 'declare', args });
    return { to: this.configuration.deployment.dividends, data };
  }

  /** Out of the property's own USDC, once per dividend. */
  fund(input: { dividendId: string; propertyId: string; chainId: string }): Call {
    const args = [
      referenceKey('dividend-fund', input.dividendId),
      propertyKey(input.propertyId),
      hexOf(input.chainId),
    ] as const;
    const data = encodeFunctionData({ abi: treasuryAbi, functionName: 'fundDividend', args });
    return { to: this.configuration.deployment.treasury, data };
  }

  pay(chainId: string, holders: readonly string[]): Call {
    const args = [hexOf(chainId), holders.map((holder) => getAddress(holder))] as const;
    const data = encodeFunctionData({ abi: dividendsAbi, functionName: 'pay', args });
    return { to: this.configuration.deployment.dividends, data };
  }

  /** What the contract itself says each holder is entitled to, in the order given. */
  async entitlements(chainId: string, holders: readonly string[]): Promise<bigint[]> {
    const amounts: bigint[] = [];
    for (let start = 0; start < holders.length; start += QUESTIONS) {
      const some = holders.slice(start, start + QUESTIONS);
      amounts.push(
        ...(await Promise.all(
          some.map((holder) =>
            this.chain.client.readContract({
              address: this.configuration.deployment.dividends,
              abi: dividendsAbi,
              functionName: 'entitlementOf',
              args: [hexOf(chainId), getAddress(holder)],
            }),
          ),
        )),
      );
    }
    return amounts;
  }
}

function hexOf(text: string): Hex {
  if (!isHex(text)) throw new Error(`Not hex: ${text}`);
  return text;
}
