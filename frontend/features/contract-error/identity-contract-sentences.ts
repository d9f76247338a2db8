import type { ContractErrorName } from '@freehold/contracts/errors';
import type { ContractSentence } from '#features/contract-error/contract-sentence.ts';

/** Refusals of identity contracts, their factory and claim issuers. */
export const identityContractSentences = {
  ClaimBlobNotWritten: {
    sentence: 'The statement could not be stored.',
    next: 'Try again with more gas.',
  },
  ClaimIssuerAlreadyRevoked: { sentence: 'This statement is revoked already.' },
  ClaimIssuerZeroAddress: { sentence: 'An address is missing.', next: 'Enter the address.' },
  CloneArgumentsTooLong: { sentence: 'The identity cannot be made with what it was given.' },
  ForeignClaimsOutOfGas: {
    sentence: 'The transaction had too little gas to ask the investor’s identity.',
    next: 'Send it again with more gas.',
  },
  IdentityClaimInvalid: {
    sentence: 'The issuer does not confirm this statement.',
    next: 'Ask the issuer for a new one.',
  },
  IdentityClaimTooLong: { sentence: 'The statement is longer than allowed.', next: 'Make it shorter.' },
  IdentityClaimUnknown: { sentence: 'The identity has no such statement.' },
  IdentityExecutionDone: { sentence: 'This call was made already.' },
  IdentityExecutionUnknown: { sentence: 'Nobody asked for this call.', next: 'Check its number.' },
  IdentityFactoryUnauthorized: { sentence: 'Only the factory of identities may do this.' },
  IdentityFactoryZeroManager: { sentence: 'The identity needs an owner.', next: 'Enter a wallet.' },
  IdentityKeyKnown: { sentence: 'This key has this right already.' },
  IdentityKeyTypeDiffers: {
    sentence: 'This key is known as one of another kind.',
    next: 'Use the kind it was added with.',
  },
  IdentityKeyTypeOutOfRange: { sentence: 'There is no such kind of key.', next: 'Choose another one.' },
  IdentityKeyUnknown: { sentence: 'This key does not have this right.' },
  IdentityLastManagementKey: {
    sentence: 'The last key that rules an identity cannot be taken from it.',
    next: 'Add another one first.',
  },
  IdentityPurposeOutOfRange: { sentence: 'There is no such right of a key.', next: 'Choose another one.' },
  IdentitySchemeOutOfRange: {
    sentence: 'There is no such way to sign a statement.',
    next: 'Choose another one.',
  },
  IdentityTooMany: {
    sentence: 'The identity holds as many as it can.',
    next: 'Remove one that is no longer needed.',
  },
  IdentityUnauthorized: {
    sentence: 'This wallet has no key of the identity for this.',
    next: 'Use a wallet that has one.',
  },
  IdentityZeroKey: { sentence: 'The key is missing.', next: 'Enter the key.' },
} as const satisfies Partial<Record<ContractErrorName, ContractSentence>>;
