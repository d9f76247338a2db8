import { type Address, type Hex, parseAbi } from 'viem';
import type { Platform } from './platform.ts';

const moodyModuleAbi = parseAbi([
  'error MoodyModuleNo(uint256 parameter)',
  'function setMoods(uint8 onCheck, uint8 onAction, uint8 onUnbind)',
  'function setBinding(bool plugAndPlay, bool suitable)',
  'function setReentry(address target, bytes data)',
  'function setParameter(uint256 parameter)',
  'function transfers() view returns (uint256)',
  'function mints() view returns (uint256)',
  'function burns() view returns (uint256)',
  'function parameter() view returns (uint256)',
  'function outcome() view returns (bytes)',
  'function isComplianceBound(address compliance) view returns (bool)',
]);

const MOODS = [
  'fine',
  'says no',
  'reverts',
  'eats gas',
  'answers hugely',
  'reverts hugely',
  'answers nothing',
  'answers two',
  're-enters',
] as const;
export type Mood = (typeof MOODS)[number];

export type Moods = Readonly<{ onCheck?: Mood; onAction?: Mood; onUnbind?: Mood }>;

/** An external rule that misbehaves as it is told. */
export async function deployModule(p: Platform, moods: Moods = {}) {
  const { address } = await p.viem.deployContract('MoodyModule');
  const module = p.at(moodyModuleAbi, address);
  const setMoods = ({ onCheck = 'fine', onAction = 'fine', onUnbind = 'fine' }: Moods) =>
    module.write.setMoods([MOODS.indexOf(onCheck), MOODS.indexOf(onAction), MOODS.indexOf(onUnbind)]);
  await setMoods(moods);
  return {
    ...{ address, abi: moodyModuleAbi, read: module.read, write: module.write, setMoods },
    reenter: (target: Address, data: Hex) => module.write.setReentry([target, data]),
    heard: async () => ({
      transfers: await module.read.transfers(),
      mints: await module.read.mints(),
      burns: await module.read.burns(),
    }),
  };
}
