import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { getAddress, type Hex, zeroAddress } from 'viem';
import { addressOf } from '../support/acts.ts';
import { createPlatform } from '../support/platform.ts';
import { describeError } from '../support/refusals.ts';
import { refused, toldBy } from '../support/told.ts';

const p = await createPlatform();
const { registry, attester } = p;
const trusted = getAddress(attester.account.address);
const [first, second, third] = [addressOf(1), addressOf(2), addressOf(3)];
const empty = async () => {};

const told = (act: Promise<Hex>) => toldBy(p, registry, act);
const sixteen = Array.from({ length: 16 }, (_, index) => BigInt(index + 1));
const issuersOf = async (topic: bigint) =>
  new Set(await registry.read.getTrustedIssuersForClaimTopic([topic]));

/** What an act tells besides the new epoch it starts. */
async function toldWithEpoch(act: () => Promise<Hex>): Promise<string[]> {
  const epoch = await registry.read.epoch();
  const events = await told(act());
  assert.equal(await registry.read.epoch(), epoch + 1);
  assert.equal(events.at(-1), describeError('EpochRaised', [epoch + 1]));
  return events.slice(0, -1);
}

async function three() {
  for (const issuer of [first, second, third]) await registry.write.addTrustedIssuer([issuer, [1n, 3n]]);
}

describe('A trusted issuer', () => {
  it('is added with its topics, in a new epoch', async () => {
    await p.load(empty);
    assert.equal(await registry.read.isTrustedIssuer([first]), false);
    assert.deepEqual(await toldWithEpoch(() => registry.write.addTrustedIssuer([first, [1n, 3n]])), [
      describeError('TrustedIssuerAdded', [first, [1n, 3n]]),
    ]);
    assert.equal(await registry.read.isTrustedIssuer([first]), true);
    assert.deepEqual(await registry.read.getTrustedIssuers(), [trusted, first]);
    assert.deepEqual(await registry.read.getTrustedIssuerClaimTopics([first]), [1n, 3n]);
    assert.deepEqual(await issuersOf(1n), new Set([trusted, first]));
    assert.equal(await registry.read.hasClaimTopic([first, 3n]), true);
    assert.equal(await registry.read.hasClaimTopic([first, 2n]), false);
  });

  it('is not added without an address, twice, without topics, with one topic twice or with too many', async () => {
    await p.load(empty);
    for (const [issuer, topics, error, args] of [
      [zeroAddress, [1n], 'IdentityRegistryZeroAddress', []],
      [trusted, [1n], 'IdentityRegistryIssuerKnown', [trusted]],
      [first, [], 'IdentityRegistryNoTopics', []],
      [first, [3n, 1n, 3n], 'IdentityRegistryTopicKnown', [3n]],
      [first, sixteen, 'IdentityRegistryTooMany', [15n]],
    ] as const) {
      await refused(registry.write.addTrustedIssuer([issuer, topics]), error, args);
    }
    assert.deepEqual(await registry.read.getTrustedIssuers(), [trusted]);
    await registry.write.addTrustedIssuer([first, sixteen.slice(1)]);
    assert.equal((await registry.read.getTrustedIssuerClaimTopics([first])).length, 15);
  });

  it('is one of fifty issuers at most', async () => {
    await p.load(empty);
    for (let number = 1; number < 50; number++) {
      await registry.write.addTrustedIssuer([addressOf(number), [3n]]);
    }
    await refused(registry.write.addTrustedIssuer([addressOf(50), [3n]]), 'IdentityRegistryTooMany', [50n]);
    await registry.write.removeTrustedIssuer([first]);
    await registry.write.addTrustedIssuer([addressOf(50), [3n]]);
    assert.equal((await registry.read.getTrustedIssuers()).length, 50);
  });

  it('gets other topics instead of those it had, in a new epoch', async () => {
    await p.load(three);
    const update = () => registry.write.updateIssuerClaimTopics([second, [3n, 4n]]);
    assert.deepEqual(await toldWithEpoch(update), [describeError('ClaimTopicsUpdated', [second, [3n, 4n]])]);
    assert.deepEqual(await registry.read.getTrustedIssuerClaimTopics([second]), [3n, 4n]);
    assert.deepEqual(await issuersOf(1n), new Set([trusted, first, third]));
    assert.deepEqual(await issuersOf(3n), new Set([first, second, third]));
    assert.deepEqual(await issuersOf(4n), new Set([second]));
    assert.equal(await registry.read.hasClaimTopic([second, 1n]), false);
  });

  it('gets no other topics when unknown, when there are none, one twice or too many', async () => {
    await p.load(empty);
    for (const [issuer, topics, error, args] of [
      [first, [1n], 'IdentityRegistryIssuerUnknown', [first]],
      [trusted, [], 'IdentityRegistryNoTopics', []],
      [trusted, [3n, 3n], 'IdentityRegistryTopicKnown', [3n]],
      [trusted, sixteen, 'IdentityRegistryTooMany', [15n]],
    ] as const) {
      await refused(registry.write.updateIssuerClaimTopics([issuer, topics]), error, args);
    }
    await refused(registry.read.getTrustedIssuerClaimTopics([first]), 'IdentityRegistryIssuerUnknown', [
      first,
    ]);
    assert.deepEqual(await registry.read.getTrustedIssuerClaimTopics([trusted]), [1n, 2n]);
  });

  it('goes and leaves the others what they may say, in a new epoch', async () => {
    for (const gone of [first, second, third]) {
      await p.load(three);
      const others = [trusted, first, second, third].filter((issuer) => issuer !== gone);
      assert.deepEqual(await toldWithEpoch(() => registry.write.removeTrustedIssuer([gone])), [
        describeError('TrustedIssuerRemoved', [gone]),
      ]);
      assert.equal(await registry.read.isTrustedIssuer([gone]), false);
      assert.deepEqual(new Set(await registry.read.getTrustedIssuers()), new Set(others));
      assert.deepEqual(await issuersOf(1n), new Set(others));
      assert.deepEqual(await issuersOf(3n), new Set(others.slice(1)));
      await refused(registry.write.removeTrustedIssuer([gone]), 'IdentityRegistryIssuerUnknown', [gone]);
    }
  });
});

describe('A required topic', () => {
  it('is added once, one of fifteen at most, in a new epoch', async () => {
    await p.load(empty);
    assert.deepEqual(await toldWithEpoch(() => registry.write.addClaimTopic([3n])), [
      describeError('ClaimTopicAdded', [3n]),
    ]);
    assert.deepEqual(await registry.read.getClaimTopics(), [1n, 3n]);
    await refused(registry.write.addClaimTopic([3n]), 'IdentityRegistryTopicKnown', [3n]);
    for (let topic = 4n; topic <= 16n; topic++) await registry.write.addClaimTopic([topic]);
    await refused(registry.write.addClaimTopic([17n]), 'IdentityRegistryTooMany', [15n]);
    assert.equal((await registry.read.getClaimTopics()).length, 15);
  });

  it('goes and leaves the others, in a new epoch', async () => {
    for (const gone of [1n, 3n, 4n]) {
      await p.load(async () => {
        for (const topic of [3n, 4n]) await registry.write.addClaimTopic([topic]);
      });
      assert.deepEqual(await toldWithEpoch(() => registry.write.removeClaimTopic([gone])), [
        describeError('ClaimTopicRemoved', [gone]),
      ]);
      const others = [1n, 3n, 4n].filter((topic) => topic !== gone);
      assert.deepEqual(new Set(await registry.read.getClaimTopics()), new Set(others));
      await refused(registry.write.removeClaimTopic([gone]), 'IdentityRegistryTopicUnknown', [gone]);
    }
  });
});

describe('Whose word counts', () => {
  it('is for nobody but the owner to say', async () => {
    await p.load(empty);
    const asOperator = { account: p.operator.account };
    const word: Hex = `0x${'01'.repeat(32)}`;
    for (const attempt of [
      registry.write.addTrustedIssuer([first, [1n]], asOperator),
      registry.write.removeTrustedIssuer([trusted], asOperator),
      registry.write.updateIssuerClaimTopics([trusted, [1n]], asOperator),
      registry.write.addClaimTopic([3n], asOperator),
      registry.write.removeClaimTopic([1n], asOperator),
      registry.write.setIdentityFactory([first, true], asOperator),
      registry.write.setIdentityCode([word, true], asOperator),
      registry.write.bindIdentityRegistry([first], asOperator),
      registry.write.unbindIdentityRegistry([first], asOperator),
      registry.write.setIdentityRegistryStorage([registry.address], asOperator),
      registry.write.setClaimTopicsRegistry([registry.address], asOperator),
      registry.write.setTrustedIssuersRegistry([registry.address], asOperator),
      registry.write.upgradeToAndCall([first, '0x'], asOperator),
    ]) {
      await refused(attempt, 'OwnableUnauthorizedAccount', [p.operator.account.address]);
    }
  });
});
