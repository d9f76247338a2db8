import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { propertyTokenAbi } from '@freehold/contracts/abis';
import {
  type Address,
  type ContractErrorName,
  type ContractEventName,
  getAddress,
  type Hex,
  zeroAddress,
} from 'viem';
import { addressOf, tokenize } from '../support/acts.ts';
import { createPlatform } from '../support/platform.ts';

const p = await createPlatform();
const { viem } = p;
const agent = addressOf(70);
const heir = getAddress(p.dave.account.address);
const [asStranger, asOperator, asHeir] = [p.stranger, p.operator, p.dave].map(({ account }) => ({ account }));

/** Every contract that has agents and an owner, spoken to by what they have in common. */
async function all() {
  const { token } = await tokenize(p);
  const { identityRegistry, propertyFactory, dividends, treasury, marketplace, offering } = p.deployment;
  const others = [identityRegistry, propertyFactory, dividends, treasury, marketplace, offering];
  return [token, ...others.filter((address) => address !== undefined).map((address) => p.tokenAt(address))];
}
type Contract = Awaited<ReturnType<typeof all>>[number];

const refused = <N extends ContractErrorName<typeof propertyTokenAbi>>(
  contract: Contract,
  act: Promise<Hex>,
  error: N,
  args: Parameters<typeof viem.assertions.revertWithCustomErrorWithArgs<Contract, N>>[3],
) => viem.assertions.revertWithCustomErrorWithArgs(act, contract, error, args);
const emits = <N extends ContractEventName<typeof propertyTokenAbi>>(
  contract: Contract,
  act: Promise<Hex>,
  event: N,
  args: Parameters<typeof viem.assertions.emitWithArgs<Contract, N>>[3],
) => viem.assertions.emitWithArgs(act, contract, event, args);
const isSilent = async (hash: Hex) =>
  assert.deepEqual((await p.client.getTransactionReceipt({ hash })).logs, []);
const stranger = getAddress(p.stranger.account.address);
const operator = getAddress(p.operator.account.address);

describe('Agents', () => {
  it('are appointed by the owner only, by name, and told of once', async () => {
    const contracts = await p.load(all);
    assert.equal(contracts.length, 7);
    for (const contract of contracts) {
      await refused(contract, contract.write.addAgent([agent], asStranger), 'OwnableUnauthorizedAccount', [
        stranger,
      ]);
      await refused(contract, contract.write.addAgent([agent], asOperator), 'OwnableUnauthorizedAccount', [
        operator,
      ]);
      await refused(contract, contract.write.addAgent([zeroAddress]), 'AgentRoleZeroAddress', []);
      await emits(contract, contract.write.addAgent([agent]), 'AgentAdded', [agent]);
      assert.equal(await contract.read.isAgent([agent]), true);
      await isSilent(await contract.write.addAgent([agent]));
    }
  });

  it('are dismissed by the owner only, and told of once', async () => {
    for (const contract of await p.load(all)) {
      await refused(
        contract,
        contract.write.removeAgent([operator], asStranger),
        'OwnableUnauthorizedAccount',
        [stranger],
      );
      await refused(
        contract,
        contract.write.removeAgent([operator], asOperator),
        'OwnableUnauthorizedAccount',
        [operator],
      );
      await emits(contract, contract.write.removeAgent([operator]), 'AgentRemoved', [operator]);
      assert.equal(await contract.read.isAgent([operator]), false);
      await isSilent(await contract.write.removeAgent([operator]));
      await isSilent(await contract.write.removeAgent([agent]));
      await isSilent(await contract.write.removeAgent([zeroAddress]));
    }
  });
});

describe('An owner', () => {
  const ownerOf = async (contract: Contract): Promise<Address> => contract.read.owner();

  it('hands the contract on to somebody, with its agents as they are', async () => {
    const owner = getAddress(p.owner.account.address);
    for (const contract of await p.load(all)) {
      await refused(
        contract,
        contract.write.transferOwnership([heir], asOperator),
        'OwnableUnauthorizedAccount',
        [operator],
      );
      await refused(contract, contract.write.transferOwnership([zeroAddress]), 'OwnableInvalidOwner', [
        zeroAddress,
      ]);
      await emits(contract, contract.write.transferOwnership([heir]), 'OwnershipTransferred', [owner, heir]);
      assert.equal(await ownerOf(contract), heir);
      assert.equal(await contract.read.isAgent([operator]), true);
      await refused(contract, contract.write.addAgent([agent]), 'OwnableUnauthorizedAccount', [owner]);
      await contract.write.addAgent([agent], asHeir);
    }
  });

  it('can give every contract up but the treasury', async () => {
    const owner = getAddress(p.owner.account.address);
    for (const contract of await p.load(all)) {
      await refused(contract, contract.write.renounceOwnership(asOperator), 'OwnableUnauthorizedAccount', [
        operator,
      ]);
      if (contract.address === p.treasury.address) {
        await viem.assertions.revertWithCustomError(
          contract.write.renounceOwnership(),
          p.treasury,
          'TreasuryOwnerNeeded',
        );
        assert.equal(await ownerOf(contract), owner);
      } else {
        const act = contract.write.renounceOwnership();
        await emits(contract, act, 'OwnershipTransferred', [owner, zeroAddress]);
        assert.equal(await ownerOf(contract), zeroAddress);
        assert.equal(await contract.read.isAgent([operator]), true);
      }
    }
  });
});
