import { CANONICAL_SAFE } from '@freehold/contracts/access/safe';
import { bytecode } from '@freehold/contracts/bytecode';
import { readNetworkDeployment } from '@freehold/contracts/network-environment';
import { network } from 'hardhat';
import { createPublicClient, custom, type Hex, type Transport } from 'viem';
import { addressOf } from './acts.ts';
import { DEPLOYER_KEY } from './platform.ts';

const AMOY = 80002;
const AMOY_USDC = '0x41E94Eb019C0762f9Bfcf9Fb1E58725BfB0e7582';

export const environment = {
  ...{ NETWORK: 'polygon-amoy', RPC_URL: 'http://127.0.0.1:1', DEPLOYER_PRIVATE_KEY: DEPLOYER_KEY },
  ...{ OPERATOR_ADDRESS: addressOf(1), ATTESTER_ADDRESS: addressOf(2) },
  ...{ ANCHOR_SIGNER_A: addressOf(3), ANCHOR_SIGNER_B: addressOf(4) },
  ...{ SAFE_OWNERS: [11, 12, 13].map(addressOf).join(','), SAFE_THRESHOLD: '2' },
  ...{ GUARDIANS: [addressOf(1), addressOf(14)].join(', '), CONFIRMATIONS: '1' },
};

export const wantedIn = (file: string, change: Readonly<Record<string, string>> = {}) =>
  readNetworkDeployment({ ...environment, DEPLOYMENT_FILE: file, ...change });

/**
 * A chain in this process that passes for Polygon Amoy: its number, Circle's USDC where it is there, and the Safe's
 * published contracts at their canonical addresses. The line to it can be cut.
 */
export async function createAmoy({ withSafe = true } = {}) {
  const { provider, viem, networkHelpers } = await network.create({ override: { chainId: AMOY } });
  const test = await viem.getTestClient();
  const [, other] = await viem.getWalletClients();
  if (!other) throw new Error('the network has no accounts');
  const reader = createPublicClient({ transport: custom(provider) });
  const codeOf = async (creation: Hex) => {
    const hash = await other.sendTransaction({ data: creation, gas: 12_000_000n });
    const { contractAddress } = await reader.waitForTransactionReceipt({ hash });
    const code = contractAddress && (await reader.getCode({ address: contractAddress }));
    if (!code) throw new Error('nothing was created');
    return code;
  };
  const usdc = await viem.deployContract('TestUSDC', [other.account.address], {
    client: { wallet: other },
  });
  const usdcCode = await reader.getCode({ address: usdc.address });
  if (!usdcCode) throw new Error('nothing was created');
  await test.setCode({ address: AMOY_USDC, bytecode: usdcCode });
  if (withSafe) {
    const { singleton, factory, fallbackHandler } = CANONICAL_SAFE;
    await test.setCode({ address: singleton.address, bytecode: await codeOf(bytecode.SafeL2) });
    await test.setCode({ address: factory.address, bytecode: await codeOf(bytecode.SafeProxyFactory) });
    const handler = await codeOf(bytecode.CompatibilityFallbackHandler);
    await test.setCode({ address: fallbackHandler.address, bytecode: handler });
  }
  const line = { left: Number.POSITIVE_INFINITY, answers: true };
  const transport: Transport = custom(
    {
      async request({ method, params }) {
        if (method !== 'eth_sendRawTransaction') return provider.request({ method, params });
        if (line.left === 0) {
          // The node takes the transaction, but its answer is lost.
          if (!line.answers) await provider.request({ method, params });
          throw new Error('the line is cut');
        }
        line.left -= 1;
        return provider.request({ method, params });
      },
    },
    { retryCount: 0 },
  );
  return { provider, networkHelpers, reader, test, transport, line, other };
}

export type Amoy = Awaited<ReturnType<typeof createAmoy>>;
