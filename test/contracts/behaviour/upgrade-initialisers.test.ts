import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { upgradeableBeaconAbi } from '@freehold/contracts/abis';
import { upgradeable } from '@freehold/contracts/layout/snapshots';
import { artifacts } from 'hardhat';
import {
  type Abi,
  type AbiParameter,
  type Address,
  encodeFunctionData,
  getAbiItem,
  type Hex,
  zeroHash,
} from 'viem';
import { createGovernance, listToken } from '../support/governance.ts';

const IMPLEMENTATION_SLOT = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc';

/** A call of `initialize` that would make `owner` the owner of everything it can. */
function initialization(abi: Abi, owner: Address): Hex {
  const item = getAbiItem({ abi, name: 'initialize' });
  assert.ok(item?.type === 'function');
  const fill = (input: AbiParameter): unknown => {
    if ('components' in input && input.type === 'tuple') {
      return Object.fromEntries(input.components.map((one) => [one.name, fill(one)]));
    }
    if (input.type.endsWith(']')) return [];
    if (input.type === 'address') return owner;
    if (input.type === 'string' || input.type === 'bytes') return input.type === 'bytes' ? '0x' : 'x';
    if (input.type === 'bool') return false;
    return input.type.startsWith('bytes') ? zeroHash : 1;
  };
  return encodeFunctionData({ abi, functionName: 'initialize', args: item.inputs.map(fill) });
}

describe('What can be initialised', () => {
  const refused = /InvalidInitialization|ComplianceAlreadyInitialized/;

  it('pitfall 16: is neither the code behind a proxy nor a proxy in use, by nobody', async () => {
    const g = await createGovernance();
    const token = await listToken(g);
    const { p } = g;
    const codeOf = async (proxy: Address): Promise<Address> => {
      const word = await p.client.getStorageAt({ address: proxy, slot: IMPLEMENTATION_SLOT });
      assert.ok(word);
      return `0x${word.slice(-40)}`;
    };
    const tokenCode = await p.at(upgradeableBeaconAbi, await p.factory.read.beacon()).read.implementation();
    const compliance = await token.read.compliance();
    const found = {
      IdentityRegistry: [p.registry.address, await codeOf(p.registry.address)],
      Treasury: [p.treasury.address, await codeOf(p.treasury.address)],
      PropertyToken: [token.address, tokenCode],
      Compliance: [compliance, await p.factory.read.complianceImplementation()],
    };
    for (const { contract } of upgradeable) {
      const addresses = Object.entries(found).find(([name]) => name === contract)?.[1];
      assert.ok(addresses, `${contract} is not tried here`);
      const { abi } = await artifacts.readArtifact(contract);
      for (const to of addresses) {
        for (const [account, wallet] of [
          ['a stranger', p.stranger],
          ['the owner', p.owner],
        ] as const) {
          await assert.rejects(
            wallet.sendTransaction({ to, data: initialization(abi, p.stranger.account.address) }),
            refused,
            `${contract} at ${to}, by ${account}`,
          );
        }
      }
    }
  });
});
