import { GERMANY, type Rules, SHARE } from '../support/platform.ts';

/** None, one and three built-in rules; the three that T-REX was measured with, as far as they exist here. */
export const RULE_SETS: Readonly<Record<'0 rules' | '1 rule' | '3 rules', Rules>> = {
  '0 rules': {},
  '1 rule': { countryMode: 1, countries: [GERMANY] },
  '3 rules': {
    countryMode: 1,
    countries: [GERMANY],
    maxBalance: 1_000_000n * SHARE,
    maxHolders: 1_000_000,
  },
};

export const RULE_NAMES = ['0 rules', '1 rule', '3 rules'] as const;
export type RuleName = (typeof RULE_NAMES)[number];
