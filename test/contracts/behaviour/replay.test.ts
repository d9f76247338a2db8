import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { platformActs } from '../campaign/platform-acts.ts';
import { platformFacts } from '../campaign/platform-views.ts';
import { shareActs } from '../campaign/share-acts.ts';
import { type Fact, shareFacts } from '../campaign/share-views.ts';
import { createWorld, MAX_SUPPLY } from '../campaign/world.ts';
import { createReplay } from '../replay/fold.ts';
import { MarketReplay, OfferingReplay } from '../replay/market-replay.ts';
import { AnchorReplay, DividendsReplay, TreasuryReplay } from '../replay/money-replay.ts';
import { registryReplay } from '../replay/registry-replay.ts';
import { sharesReplay } from '../replay/shares-replay.ts';
import { storedWords } from '../replay/stored-words.ts';
import { CLAIM_PERIOD, propertyKey } from '../support/platform.ts';
import { campaignDepth, campaignSeed, randomFrom } from '../support/random.ts';
import { text } from '../support/text.ts';

const ACTS = 6_000;
const LOOK_EVERY = 250;

/** Upgrades and a change of compliance before the first share; tested on their own. */
const NOT_IN_A_CAMPAIGN = new Set(['Upgraded', 'EIP712DomainChanged', 'TokenUnbound', 'IdentityCodeSet']);

/** What storage remembers follows from the logs alone: the indexer's specification, and its proof. */
describe('The events of a long random history', () => {
  const seed = campaignSeed('replay campaign', 7);

  it('rebuild every fact that the contracts answer, and their storage word by word', async () => {
    const world = await createWorld();
    const { p, driver, addresses } = world;
    const registry = registryReplay(addresses.registry, p.deployment.chainId);
    const initial = { name: 'Linden 5', symbol: 'LIN5', maxSupply: MAX_SUPPLY };
    const shares = sharesReplay(addresses.token, addresses.compliance, initial, registry.model);
    const tokens = new Map([[addresses.token, shares.token]]);
    const models = {
      dividends: new DividendsReplay(p.deployment.dividends, CLAIM_PERIOD, tokens),
      treasury: new TreasuryReplay(p.deployment.treasury),
      anchor: new AnchorReplay(p.deployment.ledgerAnchor),
      market: new MarketReplay(p.deployment.marketplace),
      offering: new OfferingReplay(p.deployment.offering),
    };
    const readers = [
      registry.reader,
      ...shares.readers,
      ...Object.values(models).map((model) => model.reader),
    ];
    const replay = createReplay(readers);
    for (const outcome of await driver.history()) replay.feed(outcome);

    const property = propertyKey('Linden 5');
    const random = randomFrom(seed);
    const reference = { token: shares.token, compliance: shares.compliance, registry: registry.model };
    const replayed = { ...world, reference };
    const onShares = shareActs(replayed, random);
    const onPlatform = platformActs(replayed, random, models, property);
    for (const act of onPlatform.preparations()) replay.feed(await world.send(act, 1n));

    async function compare(when: string): Promise<void> {
      const facts: readonly Fact[] = [
        ...shareFacts(replayed, random, onShares.persons),
        ...platformFacts(replayed, models, property),
      ];
      for (let from = 0; from < facts.length; from += 150) {
        const some = facts.slice(from, from + 150);
        const answers = await driver.askAll(some);
        for (const [i, { functionName, args, expected }] of some.entries()) {
          assert.equal(text(answers[i]), text(expected), `${when}: ${functionName}(${text(args)})`);
        }
      }
      for (const { what, contract, slot, expected } of storedWords(replayed, shares, models, property)) {
        assert.equal(await driver.storageAt(contract, slot), expected, `${when}: ${what}`);
      }
    }

    const counts = new Map<string, { done: number; tried: number }>();
    for (let done = 0; done < ACTS * campaignDepth(); done++) {
      const act = await (random.chance(60) ? onShares.next() : onPlatform.next());
      const outcome = await world.send(act, onShares.after());
      replay.feed(outcome);
      // What a module thinks is no storage of ours; the next acts are chosen with it in mind.
      if (act.functionName === 'setRefuses') {
        if (act.args[0] === true) shares.compliance.refusing.add(act.to);
        else shares.compliance.refusing.delete(act.to);
      }
      const count = counts.get(act.functionName) ?? { done: 0, tried: 0 };
      counts.set(act.functionName, count);
      count.tried++;
      if (outcome.refusal === undefined) count.done++;
      if (done % LOOK_EVERY === 0) await compare(`seed ${seed}, act ${done} (${act.functionName})`);
    }
    await compare(`seed ${seed}, at the end`);

    console.log(
      `    done/tried: ${[...counts]
        .map(([name, c]) => `${name} ${c.done}/${c.tried}`)
        .sort()
        .join(' · ')}`,
    );
    const never = new Set(readers.flatMap(({ events }) => events).filter((event) => !replay.seen.has(event)));
    const missing = [...never].filter((event) => !NOT_IN_A_CAMPAIGN.has(event));
    if (campaignDepth() >= 1)
      assert.deepEqual(missing, [], 'a history without an event proves nothing about it');
  });
});
