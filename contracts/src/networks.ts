import type { Address } from 'viem';

/** An explorer that takes sources for verification by Etherscan's protocol. */
export type Explorer = Readonly<{ name: string; api: string; page: string; needsKey: boolean }>;

export type PublicNetwork = Readonly<{
  id: number;
  name: string;
  /** Circle's own USDC, as developers.circle.com lists it; never a bridged one. */
  usdc: Address;
  /** Blocks after which a deployment is taken as settled. */
  confirmations: number;
  /** Whether its coins are worth money. */
  real: boolean;
  explorers: readonly Explorer[];
}>;

/** One API for all chains; the chain is a parameter. */
const etherscan = (page: string): Explorer => ({
  ...{ name: 'etherscan', api: 'https://api.etherscan.io/v2/api', page, needsKey: true },
});
const blockscout = (page: string): Explorer => ({
  ...{ name: 'blockscout', api: `${page}/api`, page, needsKey: false },
});

/** Chains the platform can be deployed to, by the name used in NETWORK. */
export const NETWORKS: Readonly<Record<string, PublicNetwork>> = {
  'polygon-amoy': {
    ...{ id: 80002, name: 'Polygon Amoy', real: false, confirmations: 10 },
    usdc: '0x41E94Eb019C0762f9Bfcf9Fb1E58725BfB0e7582',
    explorers: [etherscan('https://amoy.polygonscan.com')],
  },
  'base-sepolia': {
    ...{ id: 84532, name: 'Base Sepolia', real: false, confirmations: 10 },
    usdc: '0x036CbD53842c5426634e7929541eC2318f3dCF7e',
    explorers: [etherscan('https://sepolia.basescan.org'), blockscout('https://base-sepolia.blockscout.com')],
  },
  polygon: {
    ...{ id: 137, name: 'Polygon', real: true, confirmations: 64 },
    usdc: '0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359',
    explorers: [etherscan('https://polygonscan.com'), blockscout('https://polygon.blockscout.com')],
  },
  base: {
    ...{ id: 8453, name: 'Base', real: true, confirmations: 64 },
    usdc: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
    explorers: [etherscan('https://basescan.org'), blockscout('https://base.blockscout.com')],
  },
};
