import { artifacts } from 'hardhat';
import { MOST_CODE, SIZE_GOALS } from './goals.ts';

export type Size = Readonly<{ name: string; bytes: number; goal: number }>;

/** Code size of every contract of the product that is deployed; libraries inlined elsewhere have none. */
export async function codeSizes(): Promise<readonly Size[]> {
  const sizes: Size[] = [];
  for (const name of await artifacts.getAllFullyQualifiedNames()) {
    if (!name.startsWith('contracts/')) continue;
    const { contractName, deployedBytecode } = await artifacts.readArtifact(name);
    const bytes = (deployedBytecode.length - 2) / 2;
    if (bytes > 100) sizes.push({ name: contractName, bytes, goal: SIZE_GOALS[contractName] ?? MOST_CODE });
  }
  return sizes.sort((left, right) => right.bytes - left.bytes);
}
