import type { ContractErrorName } from '@freehold/contracts/errors';
import type { ContractSentence } from '#features/contract-error/contract-sentence.ts';

/** Refusals about shares and who may hold them. */
export const tokenSentences = {
  AgentRoleUnauthorized: {
    sentence: 'Only an agent of this property may do this.',
    next: 'Ask an administrator.',
  },
  AgentRoleZeroAddress: { sentence: 'An agent needs an address.', next: 'Enter the agent’s address.' },
  ERC7943CannotReceive: {
    sentence: 'The receiver is not verified.',
    next: 'They need to be verified by Freehold, or to renew a verification that ran out; if that is you, begin under Verification.',
  },
  ERC7943CannotSend: {
    sentence: 'The sending wallet is frozen.',
    next: 'Ask an administrator why.',
  },
  ERC7943CannotTransfer: {
    sentence: 'The rules of this property do not allow this transfer.',
    next: 'Check the limits of this property, or ask an administrator which rule it is.',
  },
  ERC7943InsufficientUnfrozenBalance: {
    sentence: 'Some of these shares are frozen, and the rest is not enough.',
    next: 'Enter a smaller number; frozen shares do not count.',
  },
  PropertyFactoryKeyTaken: {
    sentence: 'Other shares were issued for this property already.',
    next: 'Check name, symbol and maximum, or ask an administrator.',
  },
  PropertyFactoryZeroAddress: { sentence: 'An address is missing.', next: 'Enter the address.' },
  PropertyFactoryZeroKey: { sentence: 'The property’s key is missing.', next: 'Ask an administrator.' },
  PropertyTokenAmountAboveFrozen: {
    sentence: 'Fewer shares are frozen than you want to release.',
    next: 'Enter a smaller number.',
  },
  PropertyTokenAmountTooLarge: {
    sentence: 'This is more than a holding can be.',
    next: 'Enter a smaller number.',
  },
  PropertyTokenArrayLengths: {
    sentence: 'The list of receivers and the list of amounts differ in length.',
    next: 'Check the lists.',
  },
  PropertyTokenAuthorizationExpired: {
    sentence: 'The permission you signed has run out.',
    next: 'Sign a new one.',
  },
  PropertyTokenAuthorizationNotYetValid: {
    sentence: 'The permission you signed is not valid yet.',
    next: 'Try again later.',
  },
  PropertyTokenAuthorizationUsed: {
    sentence: 'This permission was used or cancelled already.',
    next: 'Sign a new one.',
  },
  PropertyTokenCallerNotPayee: {
    sentence: 'Only the receiver may use this permission.',
    next: 'Let the receiver submit it.',
  },
  PropertyTokenDocumentUnknown: {
    sentence: 'There is no document with this name.',
    next: 'Check the name.',
  },
  PropertyTokenEmptyString: { sentence: 'A name or symbol is missing.', next: 'Enter it.' },
  PropertyTokenEpochExhausted: {
    sentence: 'No more record dates can be set for these shares.',
    next: 'Ask an administrator.',
  },
  PropertyTokenEpochNotClosed: {
    sentence: 'The record date has not been fixed yet.',
    next: 'Try again once the dividend is declared.',
  },
  PropertyTokenHoldersExhausted: {
    sentence: 'No more holders can be recorded for these shares.',
    next: 'Ask an administrator.',
  },
  PropertyTokenInsufficientFreeBalance: {
    sentence: 'The wallet does not have that many free shares.',
    next: 'Enter a smaller number; frozen shares do not count.',
  },
  PropertyTokenInvalidSignature: {
    sentence: 'The signature is not by the wallet that holds the shares.',
    next: 'Sign with that wallet.',
  },
  PropertyTokenIssuanceNotPaused: { sentence: 'Issuing and burning are not paused.' },
  PropertyTokenIssuancePaused: {
    sentence: 'Issuing and burning of these shares are paused.',
    next: 'Try again when the pause is lifted.',
  },
  PropertyTokenMaxSupplyExceeded: {
    sentence: 'That would be more shares than this property may ever have.',
    next: 'Issue fewer shares.',
  },
  PropertyTokenNotPaused: { sentence: 'Transfers are not paused.' },
  PropertyTokenNotSnapshotter: { sentence: 'Only the dividend contract may fix a record date.' },
  PropertyTokenNothingToRecover: {
    sentence: 'The lost wallet never held shares.',
    next: 'Check the address.',
  },
  PropertyTokenPaused: {
    sentence: 'Transfers of these shares are paused.',
    next: 'Try again when the pause is lifted.',
  },
  PropertyTokenPermitExpired: { sentence: 'The permission you signed has run out.', next: 'Sign a new one.' },
  PropertyTokenRecoveryNotPossible: {
    sentence: 'The new wallet does not belong to the same person as the lost one.',
    next: 'Link and verify the new wallet first.',
  },
  PropertyTokenSelfTransfer: {
    sentence: 'Sender and receiver are the same wallet.',
    next: 'Choose another receiver.',
  },
  PropertyTokenSupplyExists: { sentence: 'This can be changed only before the first share is issued.' },
  PropertyTokenUnsuitableRegistry: {
    sentence: 'This is not a register these shares can work with.',
    next: 'Use the one named in the configuration.',
  },
  PropertyTokenWalletFrozen: {
    sentence: 'The receiving wallet is frozen.',
    next: 'Ask an administrator why.',
  },
  PropertyTokenZeroAddress: { sentence: 'An address is missing.', next: 'Enter the address.' },
} as const satisfies Partial<Record<ContractErrorName, ContractSentence>>;
