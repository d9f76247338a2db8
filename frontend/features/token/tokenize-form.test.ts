import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ruleSentences } from './rule-sentences.ts';
import { initialShares, rulesOf, sharesStep, termsOf, termsStep } from './tokenize-form.ts';

const SHARE = 10n ** 18n;
const [USA, CANADA] = [840, 124];
const empty = { ...initialShares('Cedar House'), symbol: 'cedar', shares: '1,000' };
const shares = {
  ...empty,
  maxSharePercent: '15',
  lockupDays: '30',
  accreditedOnly: true,
  ...{ countryMode: 'ONLY_LISTED' as const, countries: [USA] },
};
const terms = {
  price: '49.5',
  cap: '500',
  minimum: '',
  minPerInvestor: '1',
  maxPerInvestor: '150',
  opensAt: '2026-12-01T10:00',
  closesAt: '2026-12-31T10:00',
};

describe('the tokenization wizard', () => {
  it('turns its fields into rules and says them in sentences', () => {
    const step = sharesStep.parse(shares);
    const rules = rulesOf(step);
    assert.deepEqual([step.symbol, rules.maxShareBps, rules.lockupDays], ['CEDAR', 1_500, 30]);
    assert.deepEqual(ruleSentences(rules, 1_000n * SHARE), [
      'Only wallets of verified investors may receive shares.',
      'Only investors resident in United States may receive shares.',
      'Only accredited investors may receive shares.',
      'One investor may hold at most 15% of the shares (150).',
      'Whoever acquires shares keeps them for 30 days.',
    ]);
  });

  it('says that nothing but verification is asked when no rule was chosen', () => {
    assert.equal(ruleSentences(rulesOf(sharesStep.parse(empty)), SHARE).length, 1);
  });

  it('says what the rules about transfers mean', () => {
    const step = sharesStep.parse({
      ...empty,
      ...{ approvalNeeded: true, vettedSpendersOnly: true, lockedUntil: '2027-03-01' },
      ...{ countryMode: 'ALL_BUT_LISTED', countries: [USA, CANADA] },
    });
    const rules = rulesOf(step);
    assert.deepEqual(
      [rules.approvalNeeded, rules.vettedSpendersOnly, rules.lockedUntil],
      [true, true, '2027-03-01T00:00:00.000Z'],
    );
    assert.deepEqual(ruleSentences(rules, SHARE).slice(1), [
      'Investors resident in United States or Canada may not receive shares.',
      'Nobody may transfer shares before Mar 1, 2027.',
      'An administrator approves every transfer between two wallets by name and number; there is no order book.',
      'Only contracts that the owner of the shares has vetted may move them for their holders; the order book settles once it is one of them.',
    ]);
  });

  it('asks for a country when the rule is about some, and names none when it is about none', () => {
    const refused = sharesStep.safeParse({ ...empty, countryMode: 'ALL_BUT_LISTED' });
    assert.deepEqual(
      refused.error?.issues.map(({ path }) => path[0]),
      ['countries'],
    );
    const kept = sharesStep.parse({ ...empty, countryMode: 'ANY', countries: [USA] });
    assert.deepEqual(rulesOf(kept).countries, []);
  });

  it('turns its terms into exact units', () => {
    const { price, cap, minimum } = termsOf(termsStep.parse(terms));
    assert.deepEqual([price.amount, cap, minimum], ['49500000', (500n * SHARE).toString(), '0']);
  });

  it('names the field that does not fit', () => {
    const pathsOf = (wrong: Partial<typeof terms>) =>
      termsStep.safeParse({ ...terms, ...wrong }).error?.issues.map(({ path }) => path[0]);
    assert.deepEqual(pathsOf({ minimum: '501' }), ['minimum']);
    assert.deepEqual(pathsOf({ minPerInvestor: '200' }), ['maxPerInvestor']);
    assert.deepEqual(pathsOf({ closesAt: '2026-11-01T10:00' }), ['closesAt']);
    assert.deepEqual(pathsOf({ closesAt: '2028-11-01T10:00' }), ['closesAt']);
    assert.deepEqual(pathsOf({ price: '0' }), ['price']);
    assert.deepEqual(pathsOf({ minPerInvestor: '0.00000001' }), ['minPerInvestor']);
  });
});
