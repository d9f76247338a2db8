import type { ContractErrorName } from '@freehold/contracts/errors';
import type { ContractSentence } from '#features/contract-error/contract-sentence.ts';

/** Refusals by the rules of a property. */
export const complianceSentences = {
  CheckpointUnorderedInsertion: {
    sentence: 'The chain’s clock went backwards.',
    next: 'Try again; if it stays, ask an administrator.',
  },
  ComplianceAcquisitionLocked: {
    sentence: 'These shares were acquired too recently to be passed on.',
    next: 'Send fewer, or try again when the lock-up of the rest has ended.',
  },
  ComplianceAlreadyInitialized: { sentence: 'The rules of this property are set up already.' },
  ComplianceBatchNotJudged: {
    sentence: 'These transfers cannot be judged together.',
    next: 'Send them one by one.',
  },
  ComplianceCountryNotAllowed: {
    sentence: 'Investors from this country may not hold these shares.',
    next: 'Choose another property, or ask which countries are allowed.',
  },
  ComplianceCountryOutOfRange: {
    sentence: 'This country code does not exist.',
    next: 'Use the numeric ISO code, like 840.',
  },
  ComplianceLocked: {
    sentence: 'These shares are locked up and cannot move yet.',
    next: 'Try again after the lock-up has ended.',
  },
  ComplianceMaxBalanceExceeded: {
    sentence: 'The receiver would hold more of this property than one investor may.',
    next: 'Choose fewer shares.',
  },
  ComplianceMaxHoldersReached: {
    sentence: 'This property has as many holders as it may have.',
    next: 'Send the shares to somebody who holds some already.',
  },
  ComplianceMaxShareExceeded: {
    sentence: 'The receiver would hold a larger part of this property than one investor may.',
    next: 'Choose fewer shares.',
  },
  ComplianceModuleBound: { sentence: 'This rule is in force already.' },
  ComplianceModuleFailed: {
    sentence: 'An external rule of this property refused when it was told of the transfer.',
    next: 'Ask an administrator which rule it is.',
  },
  ComplianceModuleGas: {
    sentence: 'The transaction carries too little gas for an external rule.',
    next: 'Send it again with more gas.',
  },
  ComplianceModuleNotBound: { sentence: 'This rule is not in force.', next: 'Check its address.' },
  ComplianceModuleRefused: {
    sentence: 'An external rule of this property does not allow this transfer.',
    next: 'Ask an administrator which rule it is.',
  },
  ComplianceModuleUnsuitable: {
    sentence: 'This rule cannot work with this property as it is.',
    next: 'Prepare the rule first, or ask its author.',
  },
  ComplianceNotAModule: { sentence: 'There is no rule at this address.', next: 'Check the address.' },
  ComplianceNotAccredited: {
    sentence: 'Only accredited investors may hold these shares.',
    next: 'The receiver needs to be verified as accredited; if that is you, begin under Verification.',
  },
  ComplianceNotApproved: {
    sentence: 'Transfers of these shares need an approval, and there is none for this one.',
    next: 'Ask an administrator to approve exactly this sender, receiver and number.',
  },
  CompliancePositionsNotTracked: {
    sentence: 'This rule needs positions that were not counted from the beginning.',
    next: 'Ask an administrator.',
  },
  ComplianceShareOutOfRange: {
    sentence: 'More than the whole cannot be held.',
    next: 'Enter at most 10,000 basis points.',
  },
  ComplianceSpenderNotVetted: {
    sentence: 'This contract is not allowed to move shares for their holders.',
    next: 'Transfer the shares yourself, or ask an administrator to have the contract vetted.',
  },
  ComplianceTokenBound: { sentence: 'These rules belong to a property already.' },
  ComplianceTokenNotBound: {
    sentence: 'These rules do not belong to this property.',
    next: 'Ask an administrator.',
  },
  ComplianceTooManyModules: { sentence: 'No more external rules can be added.', next: 'Remove one first.' },
  ComplianceUnauthorized: { sentence: 'Only the property’s own contract may ask for this.' },
  ComplianceWindowExceeded: {
    sentence: 'That is more than one investor may send in this period.',
    next: 'Send fewer shares, or try again when the period has ended.',
  },
  ComplianceWindowIncomplete: {
    sentence: 'A limit for a period needs both its length and its number of shares.',
    next: 'Enter both, or none.',
  },
  ComplianceZeroAddress: { sentence: 'An address is missing.', next: 'Enter the address.' },
} as const satisfies Partial<Record<ContractErrorName, ContractSentence>>;
