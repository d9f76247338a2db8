import { artifacts } from 'hardhat';
import type { Address } from 'viem';
import type { Platform } from './platform.ts';

/** Deploys a compiled contract, and before it the libraries it links. */
export async function deployLinked(
  p: Pick<Platform, 'viem'>,
  name: string,
  args: readonly unknown[] = [],
): Promise<Address> {
  const { linkReferences } = await artifacts.readArtifact(name);
  const libraries: Record<string, Address> = {};
  for (const library of Object.values(linkReferences ?? {}).flatMap((one) => Object.keys(one))) {
    libraries[library] = await deployLinked(p, library);
  }
  const { address } = await p.viem.deployContract(name, [...args], { libraries });
  return address;
}
