import { readFileSync } from 'node:fs';
import {
  complianceAbi,
  identityRegistryAbi,
  propertyFactoryAbi,
  propertyTokenAbi,
} from '@freehold/contracts/abis';
import { LOCAL_ACCOUNTS, localAddress } from '@freehold/scripts/start/settings';
import { propertyKey } from '@freehold/shared/chain-keys';
import {
  type Address,
  createTestClient,
  encodeFunctionData,
  getAddress,
  type Hex,
  http,
  publicActions,
  walletActions,
} from 'viem';
import { z } from 'zod';
import type { TestSystem } from './system.ts';

const addresses = z.object({
  propertyFactory: z.string(),
  identityRegistry: z.string(),
  offering: z.string(),
});

export type Rules = Readonly<{
  countryMode: number;
  countries: readonly number[];
  maxBalance: bigint;
  maxShareBps: number;
  maxHolders: number;
  lockedUntil: number;
  lockupSeconds: number;
  windowSeconds: number;
  windowLimit: bigint;
  accreditedOnly: boolean;
  approvalNeeded: boolean;
  vettedSpendersOnly: boolean;
  trackPositions: boolean;
}>;

/**
 * Changes what the contracts say about a property's shares, at once. Acts as the owner and an agent of the token without
 * their keys, so that nonces of the platform's own wallet stay the platform's.
 */
export async function tokenRules(system: TestSystem, propertyId: string) {
  const client = createTestClient({ mode: 'anvil', transport: http(system.urls.rpc) })
    .extend(publicActions)
    .extend(walletActions);
  const deployed = addresses.parse(JSON.parse(readFileSync(system.deploymentFile, 'utf8')));
  const [token, compliance] = await client.readContract({
    ...{ address: getAddress(deployed.propertyFactory), abi: propertyFactoryAbi, functionName: 'predict' },
    args: [propertyKey(propertyId)],
  });
  const registry = getAddress(deployed.identityRegistry);
  const owner = await client.readContract({ address: token, abi: propertyTokenAbi, functionName: 'owner' });
  // New tokens have the contract of primary sales among their agents.
  const agent = getAddress(deployed.offering);
  const act = async (as: Address, to: Address, data: Hex): Promise<void> => {
    await client.setBalance({ address: as, value: 10n ** 18n });
    await client.impersonateAccount({ address: as });
    const hash = await client.sendTransaction({ account: as, to, data, chain: null });
    const { status } = await client.waitForTransactionReceipt({ hash });
    await client.stopImpersonatingAccount({ address: as });
    if (status !== 'success') throw new Error(`${to} refused`);
  };
  const onToken = (functionName: 'pause' | 'unpause') =>
    act(agent, token, encodeFunctionData({ abi: propertyTokenAbi, functionName }));
  const ownRules = await client.readContract({
    address: compliance,
    abi: complianceAbi,
    functionName: 'rules',
  });
  const countryOf = (wallet: Address) =>
    client.readContract({
      ...{ address: registry, abi: identityRegistryAbi, functionName: 'investorCountry', args: [wallet] },
    });
  return {
    countryOf,
    holdingOf: (wallet: Address): Promise<bigint> =>
      client.readContract({
        ...{ address: token, abi: propertyTokenAbi, functionName: 'balanceOf', args: [wallet] },
      }),
    /** The rules the token has, but for these. */
    set: (change: Partial<Rules>) =>
      act(
        owner,
        compliance,
        encodeFunctionData({
          ...{ abi: complianceAbi, functionName: 'setRules', args: [{ ...ownRules, ...change }] },
        }),
      ),
    pause: () => onToken('pause'),
    unpause: () => onToken('unpause'),
    freeze: (wallet: Address, frozen: boolean) => {
      const args = [wallet, frozen] as const;
      const data = encodeFunctionData({ abi: propertyTokenAbi, functionName: 'setAddressFrozen', args });
      return act(agent, token, data);
    },
    /** As its issuer; nothing on the platform makes it good again by itself. */
    revoke: (wallet: Address) =>
      act(
        localAddress(LOCAL_ACCOUNTS.attestation),
        registry,
        encodeFunctionData({ abi: identityRegistryAbi, functionName: 'revokeAttestation', args: [wallet] }),
      ),
  };
}
