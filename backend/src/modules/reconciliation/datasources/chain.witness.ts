import { Injectable } from '@nestjs/common';
import { Contract, JsonRpcProvider } from 'ethers';
import { z } from 'zod';
import { Configuration } from '../../../config/configuration.ts';

// Written by hand and read through another client than everything else uses: the check must not share its mistakes.
const ERC20 = ['function balanceOf(address) view returns (uint256)'];
const TREASURY = [
  'function allocated() view returns (uint256)',
  'function unallocated() view returns (uint256)',
];

const amount = z.bigint();

export interface ChainTestimony {
  readonly block: bigint;
  /** USDC units. */
  readonly treasury: bigint;
  readonly dividends: bigint;
  readonly allocated: bigint;
  readonly unallocated: bigint;
}

/** What the chain holds at one block, asked through ethers. */
@Injectable()
export class ChainWitness {
  constructor(private readonly configuration: Configuration) {}

  async at(block: bigint): Promise<ChainTestimony> {
    const { RPC_URL, CHAIN_ID } = this.configuration.environment;
    const { usdc, treasury, dividends } = this.configuration.deployment;
    const [url = RPC_URL] = RPC_URL.split(',');
    const provider = new JsonRpcProvider(url, CHAIN_ID, { staticNetwork: true });
    try {
      const blockTag = Number(block);
      const token = new Contract(usdc, ERC20, provider).getFunction('balanceOf');
      const vault = new Contract(treasury, TREASURY, provider);
      const [inTreasury, inDividends, allocated, unallocated] = await Promise.all([
        token.staticCall(treasury, { blockTag }),
        token.staticCall(dividends, { blockTag }),
        vault.getFunction('allocated').staticCall({ blockTag }),
        vault.getFunction('unallocated').staticCall({ blockTag }),
      ]);
      return {
        block,
        treasury: amount.parse(inTreasury),
        dividends: amount.parse(inDividends),
        allocated: amount.parse(allocated),
        unallocated: amount.parse(unallocated),
      };
    } finally {
      provider.destroy();
    }
  }
}
