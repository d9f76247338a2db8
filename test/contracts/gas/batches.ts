import type { Address } from 'viem';
import { addressOf, attest, tokenize } from '../support/acts.ts';
import { type Platform, propertyKey, SHARE } from '../support/platform.ts';
import { BATCH_SIZES, rowsOf, type Scenario } from './row.ts';
import { RULE_NAMES, RULE_SETS, type RuleName } from './rules.ts';

const LARGEST = 200;
const HALF = LARGEST / 2;
const NEWCOMERS = BATCH_SIZES.reduce((sum, size) => sum + size, 0);

const addresses = (from: number, count: number): Address[] =>
  Array.from({ length: count }, (_, index) => addressOf(from + index));

const parts = (wallets: readonly Address[]): Address[][] =>
  Array.from({ length: Math.ceil(wallets.length / HALF) }, (_, part) =>
    wallets.slice(part * HALF, (part + 1) * HALF),
  );

/** Transfers and mints of many at once, to as many holders, to one of them again and again, and to newcomers. */
export const batches: Scenario = {
  title: 'Batches',
  measure: async (p) => {
    const { rows, measure } = rowsOf(p);
    const holders = addresses(0, LARGEST);
    const newcomers = addresses(LARGEST, NEWCOMERS);
    const everybody = [p.alice.account.address, p.bob.account.address, ...holders, ...newcomers];
    for (const part of parts(everybody)) await attest(p, part);
    for (const rules of RULE_NAMES) await measureRules(p, rules, holders, newcomers, measure);
    return rows;
  },
};

async function measureRules(
  p: Platform,
  rules: RuleName,
  holders: readonly Address[],
  newcomers: readonly Address[],
  measure: ReturnType<typeof rowsOf>['measure'],
) {
  const asOperator = { account: p.operator.account };
  const asAlice = { account: p.alice.account };
  const [alice, bob] = [p.alice.account.address, p.bob.account.address];
  const { token } = await tokenize(p, { key: propertyKey(rules), rules: RULE_SETS[rules] });
  const shares = (count: number) => Array.from({ length: count }, () => SHARE);
  const transfer = (to: readonly Address[]) => token.write.batchTransfer([to, shares(to.length)], asAlice);
  const mint = (to: readonly Address[]) => token.write.batchMint([to, shares(to.length)], asOperator);
  for (const rich of [alice, bob]) await token.write.mint([rich, 10_000n * SHARE], asOperator);
  for (const part of parts(holders)) await mint(part);

  await transfer(holders);
  for (const size of BATCH_SIZES) {
    const many = holders.slice(0, size);
    const one = many.map(() => bob);
    await measure(`batchTransfer to distinct holders, ${rules}, ×${size}`, transfer(many), size);
    await measure(`batchTransfer to one holder, ${rules}, ×${size}`, transfer(one), size);
    await measure(`batchMint to distinct holders, ${rules}, ×${size}`, mint(many), size);
  }
  let next = 0;
  for (const size of BATCH_SIZES) {
    const some = newcomers.slice(next, next + size);
    next += size;
    await measure(`batchMint to newcomers, ${rules}, ×${size}`, mint(some), size);
  }
}
