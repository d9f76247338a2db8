import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ruleSentences, rulesOf, sharesStep, termsOf, termsStep } from './tokenize-form.ts';

const SHARE = 10n ** 18n;
const shares = {
  name: 'Cedar House',
  symbol: 'cedar',
  shares: '1,000',
  maxSharePercent: '15',
  maxHolders: '',
  lockupDays: '30',
  accreditedOnly: true,
  countries: 'us',
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
    const plain = { ...shares, maxSharePercent: '', lockupDays: '', accreditedOnly: false, countries: 'any' };
    assert.equal(ruleSentences(rulesOf(sharesStep.parse(plain)), SHARE).length, 1);
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
