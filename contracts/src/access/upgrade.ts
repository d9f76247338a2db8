import { type Address, encodeFunctionData, type PublicClient } from 'viem';
import { treasuryAbi, upgradeableBeaconAbi } from '../../generated/abis.ts';
import type { AccessContracts } from '../deployments.ts';
import { brokenBy } from '../layout/compare.ts';
import { computeLayouts, type LaidOut } from '../layout/layouts.ts';
import type { Act } from './operations.ts';

/** Replaces the code behind a UUPS proxy: the registry's, the treasury's. */
export const upgradeOfProxy = (proxy: Address, code: Address): Act => ({
  target: proxy,
  data: encodeFunctionData({ abi: treasuryAbi, functionName: 'upgradeToAndCall', args: [code, '0x'] }),
});

/** Replaces the code behind all tokens at once. */
export const upgradeOfBeacon = (beacon: Address, code: Address): Act => ({
  target: beacon,
  data: encodeFunctionData({ abi: upgradeableBeaconAbi, functionName: 'upgradeTo', args: [code] }),
});

/** Throws what the storage of `now` would suffer from the code of `next`. To be asked before anything is proposed. */
export async function checkLayout(now: LaidOut, next: LaidOut): Promise<void> {
  const [old, later] = await computeLayouts([now, next]);
  const problems = old && later ? brokenBy(old, later) : [];
  if (problems.length > 0)
    throw new Error(`${next.contract} cannot replace ${now.contract}:\n${problems.join('\n')}`);
}

/** Throws the refusal that would end the upgrade after all the waiting, as the chain answers today. */
export async function rehearse(
  reader: PublicClient,
  { accessManager }: AccessContracts,
  { target, data }: Act,
): Promise<void> {
  await reader.call({ account: accessManager, to: target, data });
}
