import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { zeroAddress } from 'viem';
import { WagmiProvider } from 'wagmi';
import { mock } from 'wagmi/connectors';
import { walletConfigOf } from './wallet-config.ts';

const config = {
  ...{ chainId: 31_337, chainName: 'Local', rpcUrl: 'http://127.0.0.1:1', explorerUrl: null },
  ...{ deployedAtBlock: 0, platformFeeBps: 0, reserveBps: 0, sandbox: true },
  contracts: {
    ...{ usdc: zeroAddress, identityRegistry: zeroAddress, propertyFactory: zeroAddress },
    ...{ dividends: zeroAddress, treasury: zeroAddress, ledgerAnchor: zeroAddress },
  },
};

test('a connected wallet stays connected when the page around its dialog is rendered again', () => {
  const wallets = walletConfigOf(config);
  const connector = wallets._internal.connectors.setup(mock({ accounts: [zeroAddress] }));
  const connection = { accounts: [zeroAddress] as const, chainId: config.chainId, connector };
  wallets.setState((state) => ({
    ...{ ...state, current: connector.uid, status: 'connected' },
    connections: new Map([[connector.uid, connection]]),
  }));
  renderToString(createElement(WagmiProvider, { config: wallets, reconnectOnMount: false }));
  assert.equal(wallets.state.connections.get(connector.uid)?.accounts[0], zeroAddress);
});
