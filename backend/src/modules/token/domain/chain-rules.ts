import { type ComplianceRules, countryModes } from '@freehold/shared/compliance-rules';

const DAY = 86_400;

/** The rules as the contract takes them; null: none, with positions tracked so that some may be set later. */
export function chainRules(rules: ComplianceRules | null) {
  return {
    countryMode: countryModes.indexOf(rules?.countryMode ?? 'ANY'),
    countries: rules?.countries ?? [],
    maxBalance: BigInt(rules?.maxBalance ?? 0),
    maxShareBps: rules?.maxShareBps ?? 0,
    maxHolders: rules?.maxHolders ?? 0,
    lockedUntil: rules?.lockedUntil == null ? 0 : Math.floor(Date.parse(rules.lockedUntil) / 1_000),
    lockupSeconds: (rules?.lockupDays ?? 0) * DAY,
    windowSeconds: 0,
    windowLimit: 0n,
    accreditedOnly: rules?.accreditedOnly ?? false,
    approvalNeeded: rules?.approvalNeeded ?? false,
    vettedSpendersOnly: rules?.vettedSpendersOnly ?? false,
    trackPositions: true,
  };
}
