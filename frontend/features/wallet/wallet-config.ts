import type { PublicConfig } from '@freehold/shared/config';
import { type Chain, defineChain, http } from 'viem';
import { type Config, createConfig } from 'wagmi';

/** The platform's chain as viem knows chains; the endpoint comes from the API at run time. */
export function chainOf(config: PublicConfig): Chain {
  return defineChain({
    id: config.chainId,
    name: config.chainName,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [config.rpcUrl] } },
    ...(config.explorerUrl
      ? { blockExplorers: { default: { name: 'Explorer', url: config.explorerUrl } } }
      : {}),
    testnet: config.sandbox,
  });
}

/** Wallets are those that announce themselves in this browser (EIP-6963); nothing is loaded from elsewhere. */
export function walletConfigOf(config: PublicConfig): Config {
  const chain = chainOf(config);
  return createConfig({
    chains: [chain],
    connectors: [],
    multiInjectedProviderDiscovery: true,
    // Nothing is connected again by itself, so nothing is kept. With a storage, wagmi forgets the connection each time
    // the provider is rendered again: an open dialog lost its wallet whenever the page around it changed.
    storage: null,
    transports: { [chain.id]: http(config.rpcUrl) },
  });
}
