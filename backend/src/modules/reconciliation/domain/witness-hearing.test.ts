import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { testDeployment, testEnvironment } from '../../../common/testing/test-application.ts';
import { Configuration, parseEnvironment } from '../../../config/configuration.ts';
import type { ChainWitness } from '../datasources/chain.witness.ts';
import type { BookedSum, LedgerWitness } from '../datasources/ledger.witness.ts';
import type { ProviderWitness } from '../datasources/provider.witness.ts';
import { WitnessHearing } from './witness-hearing.ts';

/** What the witnesses say. All amounts in the unit of their account. */
interface World {
  stripe: { available: bigint; pending: bigint };
  lines: { id: string; type: string; net: bigint }[];
  circle: { available: bigint; unsettled: bigint };
  chain: { treasury: bigint; dividends: bigint; allocated: bigint; unallocated: bigint };
  sums: BookedSum[];
  booked: string[];
}

const configuration = new Configuration(
  parseEnvironment(testEnvironment('postgres://127.0.0.1/none')),
  testDeployment,
);
const treasury = `A:treasury:31337:${testDeployment.treasury}`;
const dividends = `A:distributor:31337:${testDeployment.dividends}`;

const even = (path: string, currency: string, amount: bigint): BookedSum => ({
  path,
  currency,
  folded: amount,
  kept: amount,
});

/** A world in which everybody agrees. */
function agreeing(amounts: readonly bigint[]): World {
  const [pending = 0n, available = 0n, circle = 0n, unsettled = 0n, inTreasury = 0n, inDividends = 0n] =
    amounts;
  const assets = [
    even('A:stripe_pending', 'USD', pending),
    even('A:stripe_available', 'USD', available),
    even('A:circle_usd_pending', 'USD', unsettled),
    even('A:circle_usdc', 'USDC.circle', circle),
    even(treasury, 'USDC.31337', inTreasury),
    even(dividends, 'USDC.31337', inDividends),
  ];
  const owed = assets.map(({ currency, folded }, index) => even(`L:owed:${index}`, currency, -folded));
  return {
    stripe: { available, pending },
    lines: [
      { id: 'txn_1', type: 'charge', net: 100n },
      { id: 'txn_2', type: 'payment', net: 50n },
      { id: 'txn_3', type: 'payout', net: -150n },
    ],
    circle: { available: circle, unsettled: unsettled * 10_000n },
    chain: {
      treasury: inTreasury,
      dividends: inDividends,
      allocated: inTreasury / 2n,
      unallocated: inTreasury - inTreasury / 2n,
    },
    sums: [...assets, ...owed],
    booked: ['txn_1', 'txn_2'],
  };
}

function hear(world: World) {
  const providers: Pick<ProviderWitness, 'stripe' | 'stripeLines' | 'circle'> = {
    stripe: async () => world.stripe,
    stripeLines: async () => world.lines,
    circle: async () => world.circle,
  };
  const ledger: Pick<LedgerWitness, 'sums' | 'bookedLines' | 'finalBlock'> = {
    sums: async () => world.sums,
    bookedLines: async () => new Set(world.booked),
    finalBlock: async () => 42n,
  };
  const chain: Pick<ChainWitness, 'at'> = { at: async (block) => ({ block, ...world.chain }) };
  return new WitnessHearing(
    configuration,
    providers as ProviderWitness,
    ledger as LedgerWitness,
    chain as ChainWitness,
  ).hear();
}

const amounts = fc.array(fc.bigInt(0n, 10n ** 12n), { minLength: 6, maxLength: 6 });
const off = fc.bigInt(1n, 10n ** 6n);

/** Ways in which one witness can come to say something else. */
const seeded: Readonly<Record<string, (world: World, by: bigint) => void>> = {
  'Stripe holds more': (world, by) => {
    world.stripe.available += by;
  },
  'Stripe holds less that is pending': (world, by) => {
    world.stripe.pending -= by;
  },
  'Circle holds more': (world, by) => {
    world.circle.available += by;
  },
  'a deposit at Circle is not booked': (world, by) => {
    world.circle.unsettled += by * 10_000n;
  },
  'the treasury holds less': (world, by) => {
    world.chain.treasury -= by;
    world.chain.unallocated -= by;
  },
  'the dividends contract holds less': (world, by) => {
    world.chain.dividends -= by;
  },
  'the treasury contract miscounts': (world, by) => {
    world.chain.allocated += by;
  },
  'a charge is not booked': (world) => {
    world.booked.pop();
  },
  'a posting was altered': (world, by) => {
    const [first] = world.sums;
    if (first !== undefined) world.sums[0] = { ...first, folded: first.folded + by };
  },
  'a running balance was altered': (world, by) => {
    const last = world.sums.at(-1);
    if (last !== undefined) world.sums[world.sums.length - 1] = { ...last, kept: last.kept + by };
  },
};

describe('the three-way comparison', () => {
  it('finds nothing where everybody agrees', async () => {
    await fc.assert(
      fc.asyncProperty(amounts, async (values) => {
        const { differences, comparisons } = await hear(agreeing(values));
        assert.deepEqual(differences, []);
        assert.ok(comparisons.length >= 8);
      }),
    );
  });

  for (const [what, plant] of Object.entries(seeded)) {
    it(`finds that ${what}`, async () => {
      await fc.assert(
        fc.asyncProperty(amounts, off, async (values, by) => {
          const world = agreeing(values);
          plant(world, by);
          assert.ok((await hear(world)).differences.length > 0);
        }),
      );
    });
  }

  it('names what differs, by how much, and who has to look into it', async () => {
    const world = agreeing([1n, 2n, 3n, 4n, 5n, 6n]);
    world.stripe.available += 10n;
    const { differences } = await hear(world);
    assert.deepEqual(differences, [
      {
        class: 'missing_in_ledger',
        subject: 'Stripe available',
        currency: 'USD',
        expected: 12n,
        actual: 2n,
        owner: 'finance',
        message: 'Stripe says 12, ledger says 2.',
      },
    ]);
  });
});
