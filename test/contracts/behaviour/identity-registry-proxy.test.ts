import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { erc1967ProxyAbi, identityRegistryAbi } from '@freehold/contracts/abis';
import { bytecode } from '@freehold/contracts/bytecode';
import { type Address, encodeFunctionData, getAddress, type Hex, parseAbi, zeroAddress } from 'viem';
import { addressOf } from '../support/acts.ts';
import { createPlatform } from '../support/platform.ts';
import { describeError } from '../support/refusals.ts';
import { refused, toldBy } from '../support/told.ts';

const p = await createPlatform();
const { viem, registry } = p;
const empty = async () => {};
const IMPLEMENTATION_SLOT = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc';

async function codeOf(name: string): Promise<Address> {
  const { address } = await viem.deployContract(name);
  return getAddress(address);
}

const initialization = (owner: Address) =>
  encodeFunctionData({ abi: identityRegistryAbi, functionName: 'initialize', args: [owner] });

const proxyOf = (implementation: Address, data: Hex) =>
  p.stranger.deployContract({
    ...{ abi: erc1967ProxyAbi, bytecode: bytecode.ERC1967Proxy, args: [implementation, data] },
  });

describe('A registry', () => {
  it('begins with its owner, trusts nobody, and tells that it is all four registries', async () => {
    const implementation = await p.load(() => codeOf('IdentityRegistry'));
    const owner = getAddress(p.carol.account.address);
    const made = proxyOf(implementation, initialization(owner));
    const { contractAddress } = await p.client.getTransactionReceipt({ hash: await made });
    assert.ok(contractAddress);
    const fresh = p.at(identityRegistryAbi, contractAddress);
    assert.deepEqual(await toldBy(p, fresh, made), [
      describeError('Upgraded', [implementation]),
      describeError('OwnershipTransferred', [zeroAddress, owner]),
      describeError('IdentityStorageSet', [contractAddress]),
      describeError('ClaimTopicsRegistrySet', [contractAddress]),
      describeError('TrustedIssuersRegistrySet', [contractAddress]),
      describeError('Initialized', [1n]),
    ]);
    assert.equal(await fresh.read.owner(), owner);
    assert.equal(await fresh.read.epoch(), 0);
    assert.deepEqual(await fresh.read.getTrustedIssuers(), []);
    assert.deepEqual(await fresh.read.getClaimTopics(), []);
    await refused(fresh.write.initialize([owner]), 'InvalidInitialization');
  });

  it('does not begin without an owner, nor where only its code is', async () => {
    const implementation = await p.load(() => codeOf('IdentityRegistry'));
    await refused(proxyOf(implementation, initialization(zeroAddress)), 'OwnableInvalidOwner', [zeroAddress]);
    const shared = p.at(identityRegistryAbi, implementation);
    await refused(shared.write.initialize([p.owner.account.address]), 'InvalidInitialization');
  });

  it('changes its code when its owner says so, and makes the first call to it', async () => {
    const next = await p.load(() => codeOf('IdentityRegistryNext'));
    const abi = parseAbi(['function setNote(uint256 value)', 'function note() view returns (uint256)']);
    const data = encodeFunctionData({ abi, functionName: 'setNote', args: [42n] });
    assert.deepEqual(await toldBy(p, registry, registry.write.upgradeToAndCall([next, data])), [
      describeError('Upgraded', [next]),
    ]);
    const word = await p.client.getStorageAt({ address: registry.address, slot: IMPLEMENTATION_SLOT });
    assert.equal(getAddress(`0x${word?.slice(-40)}`), next);
    assert.equal(await p.at(abi, registry.address).read.note(), 42n);
    assert.equal(await registry.read.isTrustedIssuer([p.attester.account.address]), true);
  });

  it('takes no code that is none, is for no proxy, or fails at its first call', async () => {
    await p.load(empty);
    const next = await codeOf('IdentityRegistryNext');
    await assert.rejects(registry.write.upgradeToAndCall([addressOf(1), '0x']));
    const { address: factory } = p.identityFactory;
    await refused(registry.write.upgradeToAndCall([factory, '0x']), 'ERC1967InvalidImplementation', [
      factory,
    ]);
    const words = await codeOf('WordTeller');
    await p.at(parseAbi(['function setWord(uint256 word, bool silent)']), words).write.setWord([1n, false]);
    await refused(registry.write.upgradeToAndCall([words, '0x']), 'UUPSUnsupportedProxiableUUID', [
      `0x${'1'.padStart(64, '0')}`,
    ]);
    await refused(
      registry.write.upgradeToAndCall([next, initialization(p.stranger.account.address)]),
      'InvalidInitialization',
    );
    await refused(registry.write.upgradeToAndCall([next, '0x'], { value: 1n }), 'ERC1967NonPayable');
    const code = p.at(identityRegistryAbi, next);
    await refused(code.write.upgradeToAndCall([next, '0x']), 'UUPSUnauthorizedCallContext');
    assert.equal(await registry.read.owner(), getAddress(p.owner.account.address));
  });
});
