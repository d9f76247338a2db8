import type { ContractErrorName } from '@freehold/contracts/errors';
import type { ContractSentence } from '#features/contract-error/contract-sentence.ts';

/** Refusals about dividends, treasury and anchors. */
export const moneySentences = {
  DividendsAlreadyPaid: { sentence: 'This holder has been paid already.' },
  DividendsAmountTooLarge: {
    sentence: 'This is more than a dividend can be.',
    next: 'Enter a smaller amount.',
  },
  DividendsBeforeDeadline: {
    sentence: 'Unclaimed money can be swept only after the deadline.',
    next: 'Try again after it.',
  },
  DividendsHolderFrozen: {
    sentence: 'The holder’s wallet is frozen, so the payout stays claimable.',
    next: 'It can be claimed when the wallet is free again.',
  },
  DividendsIdTaken: {
    sentence: 'A different dividend was declared under this number.',
    next: 'Ask an administrator.',
  },
  DividendsNoSupply: {
    sentence: 'No shares exist yet, so nobody would be paid.',
    next: 'Issue shares first.',
  },
  DividendsNonceNotBound: {
    sentence: 'The funding permission was signed for another dividend.',
    next: 'Sign one for this dividend.',
  },
  DividendsNothingToClaim: {
    sentence: 'There is nothing to claim for this wallet.',
    next: 'Check that it held shares at the record date.',
  },
  DividendsPayoutRefused: {
    sentence: 'The wallet could not receive the payout.',
    next: 'It stays claimable; the wallet may be blocked by the issuer of USDC.',
  },
  DividendsSharesExceedSupply: {
    sentence: 'The token says that its holders had more shares than there were.',
    next: 'Ask an administrator: this is not one of the platform’s tokens.',
  },
  DividendsWrongState: {
    sentence: 'The dividend is not at this step.',
    next: 'Look at how far it is, and take the next step.',
  },
  DividendsZeroAddress: { sentence: 'An address is missing.', next: 'Enter the address.' },
  DividendsZeroAmount: { sentence: 'A dividend of nothing cannot be declared.', next: 'Enter an amount.' },
  DividendsZeroId: { sentence: 'The dividend’s number is missing.', next: 'Ask an administrator.' },
  DividendsZeroReference: { sentence: 'The reference of the payment is missing.', next: 'Enter it.' },
  LedgerAnchorInvalidSignature: {
    sentence: 'A signature under the root is not by the right signer.',
    next: 'Both signers must sign the same root.',
  },
  LedgerAnchorSameSigner: { sentence: 'The two signers must be different.', next: 'Choose two addresses.' },
  LedgerAnchorSizeNotGrowing: {
    sentence: 'The ledger has not grown since the last root.',
    next: 'Wait for new entries.',
  },
  LedgerAnchorTooLarge: {
    sentence: 'The anchor contract has no room for a root with this number or size.',
    next: 'Ask an administrator: a new anchor contract is needed.',
  },
  LedgerAnchorWrongPreviousHead: {
    sentence: 'The root does not continue the one before.',
    next: 'Ask an administrator: the ledger may have been tampered with.',
  },
  LedgerAnchorWrongSequence: {
    sentence: 'Roots must follow one another without a gap.',
    next: 'Use the next number.',
  },
  LedgerAnchorZeroAddress: { sentence: 'A signer’s address is missing.', next: 'Enter the address.' },
  TreasuryAlreadyWired: { sentence: 'The treasury is connected already.' },
  TreasuryDailyLimitExceeded: {
    sentence: 'That is more than may leave the treasury in one day.',
    next: 'Try again tomorrow, or ask for a higher limit.',
  },
  TreasuryInsufficientBalance: {
    sentence: 'The treasury does not hold that much for this property.',
    next: 'Wait for the rent to arrive.',
  },
  TreasuryInsufficientUnallocated: {
    sentence: 'The treasury has not received that much yet.',
    next: 'Wait for the transfer to arrive.',
  },
  TreasuryNoMultisig: {
    sentence: 'The treasury does not know yet which account money may be swept to.',
    next: 'Ask an administrator to name the multisig.',
  },
  TreasuryNotWired: {
    sentence: 'The treasury is not connected to the dividends yet.',
    next: 'Ask an administrator.',
  },
  TreasuryOwnerNeeded: { sentence: 'The treasury cannot be left without an owner.' },
  TreasuryPropertyMismatch: {
    sentence: 'These shares belong to another property.',
    next: 'Choose the dividend of this property.',
  },
  TreasuryReferenceUsed: { sentence: 'This payment was booked already.' },
  TreasuryUnauthorized: {
    sentence: 'Only the treasury’s operator may do this.',
    next: 'Ask an administrator.',
  },
  TreasuryZeroAddress: { sentence: 'An address is missing.', next: 'Enter the address.' },
  TreasuryZeroAmount: { sentence: 'An amount of nothing cannot be moved.', next: 'Enter an amount.' },
  TreasuryZeroReference: { sentence: 'The reference of the payment is missing.', next: 'Enter it.' },
} as const satisfies Partial<Record<ContractErrorName, ContractSentence>>;
