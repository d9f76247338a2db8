import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { propertyFactoryAbi } from '@freehold/contracts/abis';
import { getAddress, zeroAddress, zeroHash } from 'viem';
import { tokenize } from '../support/acts.ts';
import { createPlatform, propertyKey, rules, SHARE } from '../support/platform.ts';

const p = await createPlatform();
const { viem, factory, operator } = p;
const asOperator = { account: operator.account };
const empty = async () => {};

describe('Tokenizing a property', () => {
  it('creates token and compliance at the addresses foretold and tells everything in one event', async () => {
    await p.load(empty);
    const key = propertyKey('Elm 9');
    const [token, compliance] = await factory.read.predict([key]);
    assert.equal(await factory.read.tokenOf([key]), zeroAddress);
    const { hash, params } = await tokenize(p, { key });
    await viem.assertions.emitWithArgs(Promise.resolve(hash), factory, 'PropertyTokenized', [
      key,
      token,
      compliance,
      params.name,
      params.symbol,
      params.maxSupply,
      p.registry.address,
      getAddress(params.owner),
      params.agents.map((agent) => getAddress(agent)),
    ]);
    assert.equal(await factory.read.tokenOf([key]), token);
    const created = p.tokenAt(token);
    assert.equal(await created.read.paused(), false);
    assert.equal(await created.read.owner(), getAddress(params.owner));
    assert.equal(await created.read.isAgent([operator.account.address]), true);
    assert.equal(await created.read.isAgent([factory.address]), false);
  });

  it('is done once per key: again changes nothing and emits nothing', async () => {
    await p.load(empty);
    const { token } = await tokenize(p);
    const { hash, token: again } = await tokenize(p);
    const receipt = await p.client.getTransactionReceipt({ hash });
    assert.equal(receipt.logs.length, 0);
    assert.equal(again.address, token.address);
  });

  it('refuses a key that belongs to other shares', async () => {
    await p.load(empty);
    const { token, params } = await tokenize(p);
    const retry = (change: Partial<typeof params>) =>
      viem.assertions.revertWithCustomErrorWithArgs(
        factory.write.tokenize([{ ...params, ...change }], asOperator),
        factory,
        'PropertyFactoryKeyTaken',
        [params.key, token.address],
      );
    await retry({ maxSupply: 5n });
    await retry({ name: 'Linden 6' });
    await retry({ symbol: 'LIN6' });
    await factory.write.tokenize([{ ...params, agents: [] }], asOperator);
  });

  it('gives different properties different tokens', async () => {
    await p.load(empty);
    const { token: one } = await tokenize(p, { key: propertyKey('1') });
    const { token: two } = await tokenize(p, { key: propertyKey('2') });
    assert.notEqual(one.address, two.address);
  });

  it('is for agents, needs a key and a maximum that fits', async () => {
    await p.load(empty);
    const params = {
      ...{ key: propertyKey('x'), name: 'x', symbol: 'x', maxSupply: SHARE, agents: [], rules: rules() },
      owner: p.owner.account.address,
    };
    await viem.assertions.revertWithCustomError(
      factory.write.tokenize([params], { account: p.alice.account }),
      factory,
      'AgentRoleUnauthorized',
    );
    await viem.assertions.revertWithCustomError(
      factory.write.tokenize([{ ...params, key: zeroHash }], asOperator),
      factory,
      'PropertyFactoryZeroKey',
    );
    await viem.assertions.revertWithCustomError(
      factory.write.tokenize([{ ...params, maxSupply: 2n ** 104n }], asOperator),
      p.tokenAt(factory.address),
      'PropertyTokenAmountTooLarge',
    );
  });

  it('is undone as a whole when the shares or their rules cannot be', async () => {
    await p.load(empty);
    const params = {
      ...{ key: propertyKey('x'), name: 'x', symbol: 'x', maxSupply: SHARE, agents: [], rules: rules() },
      owner: p.owner.account.address,
    };
    for (const [change, error] of [
      [{ owner: zeroAddress }, 'OwnableInvalidOwner'],
      [{ agents: [zeroAddress] }, 'AgentRoleZeroAddress'],
      [{ name: '' }, 'PropertyTokenEmptyString'],
      [{ symbol: '' }, 'PropertyTokenEmptyString'],
    ] as const) {
      await viem.assertions.revertWithCustomError(
        factory.write.tokenize([{ ...params, ...change }], asOperator),
        p.tokenAt(factory.address),
        error,
      );
    }
    for (const [wrong, error] of [
      [{ maxShareBps: 10_001 }, 'ComplianceShareOutOfRange'],
      [{ windowSeconds: 60 }, 'ComplianceWindowIncomplete'],
      [{ countries: [1024] }, 'ComplianceCountryOutOfRange'],
    ] as const) {
      await viem.assertions.revertWithCustomError(
        factory.write.tokenize([{ ...params, rules: rules(wrong) }], asOperator),
        p.complianceAt(factory.address),
        error,
      );
    }
    assert.equal(await factory.read.tokenOf([params.key]), zeroAddress);
    const [, compliance] = await factory.read.predict([params.key]);
    assert.equal(await p.client.getCode({ address: compliance }), undefined);
    await factory.write.tokenize([params], asOperator);
  });

  it('takes a factory that knows the code of tokens, that of their rules, and the registry', async () => {
    await p.load(empty);
    const [owner, beacon] = [p.owner.account.address, await factory.read.beacon()];
    const code = await factory.read.complianceImplementation();
    const registry = p.registry.address;
    for (const [given, error] of [
      [[owner, zeroAddress, code, registry], /PropertyFactoryZeroAddress/],
      [[owner, beacon, zeroAddress, registry], /PropertyFactoryZeroAddress/],
      [[owner, beacon, code, zeroAddress], /PropertyFactoryZeroAddress/],
      [[zeroAddress, beacon, code, registry], /OwnableInvalidOwner/],
    ] as const) {
      await assert.rejects(viem.deployContract('PropertyFactory', [...given]), error);
    }
    const made = await viem.deployContract('PropertyFactory', [owner, beacon, code, registry]);
    const ours = p.at(propertyFactoryAbi, made.address);
    assert.equal(await ours.read.beacon(), beacon);
    assert.equal(await ours.read.complianceImplementation(), code);
    assert.equal(await ours.read.identityRegistry(), registry);
    assert.equal(await ours.read.owner(), getAddress(owner));
  });
});
