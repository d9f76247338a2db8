/** Refusals about dividends, treasury and anchors. */
export declare const moneySentences: {
  readonly DividendsAlreadyPaid: {
    readonly sentence: 'This holder has been paid already.';
  };
  readonly DividendsAmountTooLarge: {
    readonly sentence: 'This is more than a dividend can be.';
    readonly next: 'Enter a smaller amount.';
  };
  readonly DividendsBeforeDeadline: {
    readonly sentence: 'Unclaimed money can be swept only after the deadline.';
    readonly next: 'Try again after it.';
  };
  readonly DividendsHolderFrozen: {
    readonly sentence: 'The holder’s wallet is frozen, so the payout stays claimable.';
    readonly next: 'It can be claimed when the wallet is free again.';
  };
  readonly DividendsIdTaken: {
    readonly sentence: 'A different dividend was declared under this number.';
    readonly next: 'Ask an administrator.';
  };
  readonly DividendsNoSupply: {
    readonly sentence: 'No shares exist yet, so nobody would be paid.';
    readonly next: 'Issue shares first.';
  };
  readonly DividendsNonceNotBound: {
    readonly sentence: 'The funding permission was signed for another dividend.';
    readonly next: 'Sign one for this dividend.';
  };
  readonly DividendsNothingToClaim: {
    readonly sentence: 'There is nothing to claim for this wallet.';
    readonly next: 'Check that it held shares at the record date.';
  };
  readonly DividendsPayoutRefused: {
    readonly sentence: 'The wallet could not receive the payout.';
    readonly next: 'It stays claimable; the wallet may be blocked by the issuer of USDC.';
  };
  readonly DividendsWrongState: {
    readonly sentence: 'The dividend is not at this step.';
    readonly next: 'Look at how far it is, and take the next step.';
  };
  readonly DividendsZeroAddress: {
    readonly sentence: 'An address is missing.';
    readonly next: 'Enter the address.';
  };
  readonly DividendsZeroAmount: {
    readonly sentence: 'A dividend of nothing cannot be declared.';
    readonly next: 'Enter an amount.';
  };
  readonly DividendsZeroId: {
    readonly sentence: 'The dividend’s number is missing.';
    readonly next: 'Ask an administrator.';
  };
  readonly DividendsZeroReference: {
    readonly sentence: 'The reference of the payment is missing.';
    readonly next: 'Enter it.';
  };
  readonly LedgerAnchorInvalidSignature: {
    readonly sentence: 'A signature under the root is not by the right signer.';
    readonly next: 'Both signers must sign the same root.';
  };
  readonly LedgerAnchorSameSigner: {
    readonly sentence: 'The two signers must be different.';
    readonly next: 'Choose two addresses.';
  };
  readonly LedgerAnchorSizeNotGrowing: {
    readonly sentence: 'The ledger has not grown since the last root.';
    readonly next: 'Wait for new entries.';
  };
  readonly LedgerAnchorUnknownSequence: {
    readonly sentence: 'There is no root with this number.';
    readonly next: 'Check the number on the receipt.';
  };
  readonly LedgerAnchorWrongPreviousHead: {
    readonly sentence: 'The root does not continue the one before.';
    readonly next: 'Ask an administrator: the ledger may have been tampered with.';
  };
  readonly LedgerAnchorWrongSequence: {
    readonly sentence: 'Roots must follow one another without a gap.';
    readonly next: 'Use the next number.';
  };
  readonly LedgerAnchorZeroAddress: {
    readonly sentence: 'A signer’s address is missing.';
    readonly next: 'Enter the address.';
  };
  readonly TreasuryAlreadyWired: {
    readonly sentence: 'The treasury is connected already.';
  };
  readonly TreasuryDailyLimitExceeded: {
    readonly sentence: 'That is more than may leave the treasury in one day.';
    readonly next: 'Try again tomorrow, or ask for a higher limit.';
  };
  readonly TreasuryInsufficientBalance: {
    readonly sentence: 'The treasury does not hold that much for this property.';
    readonly next: 'Wait for the rent to arrive.';
  };
  readonly TreasuryInsufficientUnallocated: {
    readonly sentence: 'The treasury has not received that much yet.';
    readonly next: 'Wait for the transfer to arrive.';
  };
  readonly TreasuryNotWired: {
    readonly sentence: 'The treasury is not connected to the dividends yet.';
    readonly next: 'Ask an administrator.';
  };
  readonly TreasuryPropertyMismatch: {
    readonly sentence: 'These shares belong to another property.';
    readonly next: 'Choose the dividend of this property.';
  };
  readonly TreasuryReferenceUsed: {
    readonly sentence: 'This payment was booked already.';
  };
  readonly TreasuryUnauthorized: {
    readonly sentence: 'Only the treasury’s operator may do this.';
    readonly next: 'Ask an administrator.';
  };
  readonly TreasuryZeroAddress: {
    readonly sentence: 'An address is missing.';
    readonly next: 'Enter the address.';
  };
  readonly TreasuryZeroAmount: {
    readonly sentence: 'An amount of nothing cannot be moved.';
    readonly next: 'Enter an amount.';
  };
  readonly TreasuryZeroReference: {
    readonly sentence: 'The reference of the payment is missing.';
    readonly next: 'Enter it.';
  };
};
