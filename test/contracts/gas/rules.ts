import { GERMANY, type Rules, SHARE } from '../support/platform.ts';

/** No rule, one, and the three that T-REX was measured with: countries, most shares per investor, most sent per window. */
export const RULE_SETS: Readonly<Record<'0 rules' | '1 rule' | '3 rules', Rules>> = {
  '0 rules': {},
  '1 rule': { countryMode: 1, countries: [GERMANY] },
  '3 rules': {
    countryMode: 1,
    countries: [GERMANY],
    maxBalance: 1_000_000n * SHARE,
    windowSeconds: 30 * 24 * 60 * 60,
    windowLimit: 1_000_000n * SHARE,
  },
};

export const RULE_NAMES = ['0 rules', '1 rule', '3 rules'] as const;
export type RuleName = (typeof RULE_NAMES)[number];
