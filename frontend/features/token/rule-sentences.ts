import type { ComplianceRules } from '@freehold/shared/compliance-rules';
import { countryName } from '@freehold/shared/countries';
import { formatDay } from '#lib/date-format.ts';
import { formatShares } from '#lib/money-format.ts';

const list = new Intl.ListFormat('en', { type: 'disjunction' });

/** The rules as sentences, as an investor would want to read them. */
export function ruleSentences(rules: ComplianceRules, supply: bigint): string[] {
  return [
    'Only wallets of verified investors may receive shares.',
    ...whoSentences(rules, supply),
    ...howSentences(rules),
  ];
}

function whoSentences(rules: ComplianceRules, supply: bigint): string[] {
  const sentences: string[] = [];
  const names = list.format(rules.countries.map(countryName));
  if (rules.countryMode === 'ONLY_LISTED') {
    sentences.push(`Only investors resident in ${names} may receive shares.`);
  }
  if (rules.countryMode === 'ALL_BUT_LISTED') {
    sentences.push(`Investors resident in ${names} may not receive shares.`);
  }
  if (rules.accreditedOnly) sentences.push('Only accredited investors may receive shares.');
  if (rules.maxShareBps !== null) {
    const most = formatShares((supply * BigInt(rules.maxShareBps)) / 10_000n);
    sentences.push(`One investor may hold at most ${rules.maxShareBps / 100}% of the shares (${most}).`);
  }
  if (rules.maxBalance !== null) {
    sentences.push(`One investor may hold at most ${formatShares(rules.maxBalance)} shares.`);
  }
  if (rules.maxHolders !== null) {
    sentences.push(`At most ${rules.maxHolders} investors may hold shares at a time.`);
  }
  return sentences;
}

function howSentences(rules: ComplianceRules): string[] {
  const sentences: string[] = [];
  if (rules.lockedUntil !== null) {
    sentences.push(`Nobody may transfer shares before ${formatDay(rules.lockedUntil.slice(0, 10))}.`);
  }
  if (rules.lockupDays !== null) {
    const days = `${rules.lockupDays} ${rules.lockupDays === 1 ? 'day' : 'days'}`;
    sentences.push(`Whoever acquires shares keeps them for ${days}.`);
  }
  if (rules.approvalNeeded) {
    sentences.push(
      'An administrator approves every transfer between two wallets by name and number; there is no order book.',
    );
  }
  if (rules.vettedSpendersOnly) {
    sentences.push(
      'Only contracts that the owner of the shares has vetted may move them for their holders; the order book settles once it is one of them.',
    );
  }
  return sentences;
}
