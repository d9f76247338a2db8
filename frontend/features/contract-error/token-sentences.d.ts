/** Refusals about shares and who may hold them. */
export declare const tokenSentences: {
  readonly AgentRoleUnauthorized: {
    readonly sentence: 'Only an agent of this property may do this.';
    readonly next: 'Ask an administrator.';
  };
  readonly AgentRoleZeroAddress: {
    readonly sentence: 'An agent needs an address.';
    readonly next: 'Enter the agent’s address.';
  };
  readonly ComplianceAlreadyInitialized: {
    readonly sentence: 'The rules of this property are set up already.';
  };
  readonly ComplianceCountryNotAllowed: {
    readonly sentence: 'Investors from this country may not hold these shares.';
    readonly next: 'Choose another property, or ask which countries are allowed.';
  };
  readonly ComplianceCountryOutOfRange: {
    readonly sentence: 'This country code does not exist.';
    readonly next: 'Use the numeric ISO code, like 840.';
  };
  readonly ComplianceLocked: {
    readonly sentence: 'These shares are locked up and cannot move yet.';
    readonly next: 'Try again after the lock-up has ended.';
  };
  readonly ComplianceMaxBalanceExceeded: {
    readonly sentence: 'The receiver would hold more of this property than one investor may.';
    readonly next: 'Send fewer shares.';
  };
  readonly ComplianceMaxHoldersReached: {
    readonly sentence: 'This property has as many holders as it may have.';
    readonly next: 'Send the shares to somebody who holds some already.';
  };
  readonly CompliancePositionsNotTracked: {
    readonly sentence: 'This rule needs positions that were not counted from the beginning.';
    readonly next: 'Ask an administrator.';
  };
  readonly ComplianceTokenBound: {
    readonly sentence: 'These rules belong to a property already.';
  };
  readonly ComplianceTokenNotBound: {
    readonly sentence: 'These rules do not belong to this property.';
    readonly next: 'Ask an administrator.';
  };
  readonly ComplianceUnauthorized: {
    readonly sentence: 'Only the property’s own contract may ask for this.';
  };
  readonly ComplianceZeroAddress: {
    readonly sentence: 'An address is missing.';
    readonly next: 'Enter the address.';
  };
  readonly PropertyFactoryZeroAddress: {
    readonly sentence: 'An address is missing.';
    readonly next: 'Enter the address.';
  };
  readonly PropertyFactoryZeroKey: {
    readonly sentence: 'The property’s key is missing.';
    readonly next: 'Ask an administrator.';
  };
  readonly PropertyTokenAmountAboveFrozen: {
    readonly sentence: 'Fewer shares are frozen than you want to release.';
    readonly next: 'Enter a smaller number.';
  };
  readonly PropertyTokenAmountTooLarge: {
    readonly sentence: 'This is more than a holding can be.';
    readonly next: 'Enter a smaller number.';
  };
  readonly PropertyTokenArrayLengths: {
    readonly sentence: 'The list of receivers and the list of amounts differ in length.';
    readonly next: 'Check the lists.';
  };
  readonly PropertyTokenComplianceRefused: {
    readonly sentence: 'The rules of this property do not allow this transfer.';
    readonly next: 'Check the limits of this property, or ask an administrator which rule it is.';
  };
  readonly PropertyTokenEmptyString: {
    readonly sentence: 'A name or symbol is missing.';
    readonly next: 'Enter it.';
  };
  readonly PropertyTokenEpochExhausted: {
    readonly sentence: 'No more record dates can be set for these shares.';
    readonly next: 'Ask an administrator.';
  };
  readonly PropertyTokenEpochNotClosed: {
    readonly sentence: 'The record date has not been fixed yet.';
    readonly next: 'Try again once the dividend is declared.';
  };
  readonly PropertyTokenHoldersExhausted: {
    readonly sentence: 'No more holders can be recorded for these shares.';
    readonly next: 'Ask an administrator.';
  };
  readonly PropertyTokenInsufficientFreeBalance: {
    readonly sentence: 'The wallet does not have that many free shares.';
    readonly next: 'Enter a smaller number; frozen shares do not count.';
  };
  readonly PropertyTokenMaxSupplyExceeded: {
    readonly sentence: 'That would be more shares than this property may ever have.';
    readonly next: 'Issue fewer shares.';
  };
  readonly PropertyTokenNotPaused: {
    readonly sentence: 'Transfers are not paused.';
  };
  readonly PropertyTokenNotSnapshotter: {
    readonly sentence: 'Only the dividend contract may fix a record date.';
  };
  readonly PropertyTokenNotVerified: {
    readonly sentence: 'The receiver is not verified.';
    readonly next: 'They need to be verified by Freehold, or to renew a verification that ran out.';
  };
  readonly PropertyTokenNothingToRecover: {
    readonly sentence: 'The lost wallet holds no shares.';
    readonly next: 'Check the address.';
  };
  readonly PropertyTokenPaused: {
    readonly sentence: 'Transfers of these shares are paused.';
    readonly next: 'Try again when the pause is lifted.';
  };
  readonly PropertyTokenPermitExpired: {
    readonly sentence: 'The permission you signed has run out.';
    readonly next: 'Sign a new one.';
  };
  readonly PropertyTokenPermitInvalidSigner: {
    readonly sentence: 'The permission was signed by another wallet than the owner’s.';
    readonly next: 'Sign with the wallet that holds the shares.';
  };
  readonly PropertyTokenRecoveryNotPossible: {
    readonly sentence: 'The new wallet does not belong to the same person as the lost one.';
    readonly next: 'Link and verify the new wallet first.';
  };
  readonly PropertyTokenSelfTransfer: {
    readonly sentence: 'Sender and receiver are the same wallet.';
    readonly next: 'Choose another receiver.';
  };
  readonly PropertyTokenSupplyExists: {
    readonly sentence: 'This can be changed only before the first share is issued.';
  };
  readonly PropertyTokenWalletFrozen: {
    readonly sentence: 'This wallet is frozen.';
    readonly next: 'Ask an administrator why.';
  };
  readonly PropertyTokenZeroAddress: {
    readonly sentence: 'An address is missing.';
    readonly next: 'Enter the address.';
  };
};
