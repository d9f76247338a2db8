import type { ContractErrorName } from '@freehold/contracts/errors';
import type { ContractSentence } from '#features/contract-error/contract-sentence.ts';

/** Refusals about verification of people. */
export const identitySentences = {
  IdentityRegistryArrayLengths: { sentence: 'The lists differ in length.', next: 'Check the lists.' },
  IdentityRegistryAttestationExpired: {
    sentence: 'The verification has run out.',
    next: 'Verify the person again.',
  },
  IdentityRegistryAttestationFromFuture: {
    sentence: 'The verification is dated in the future.',
    next: 'Check the clock of the server, then verify again.',
  },
  IdentityRegistryAttestationStale: {
    sentence: 'A newer verification of this wallet is recorded already.',
    next: 'Make a new one.',
  },
  IdentityRegistryEpochExhausted: {
    sentence: 'No more changes of the rules for verification are possible.',
    next: 'Ask an administrator.',
  },
  IdentityRegistryForeignRegistry: {
    sentence: 'This is not Freehold’s register.',
    next: 'Use the one named in the configuration.',
  },
  IdentityRegistryIssuerKnown: { sentence: 'This issuer is trusted already.' },
  IdentityRegistryIssuerLacksTopic: {
    sentence: 'The issuer is not trusted for this kind of statement.',
    next: 'Ask an administrator.',
  },
  IdentityRegistryIssuerUnknown: { sentence: 'This issuer is not known.', next: 'Add it first.' },
  IdentityRegistryNoTopics: {
    sentence: 'An issuer must be trusted for at least one kind of statement.',
    next: 'Choose one.',
  },
  IdentityRegistryTooMany: { sentence: 'The list is longer than allowed.', next: 'Make it shorter.' },
  IdentityRegistryTopicKnown: { sentence: 'This kind of statement is required already.' },
  IdentityRegistryTopicUnknown: { sentence: 'This kind of statement is not required.' },
  IdentityRegistryUnauthorized: {
    sentence: 'Only an agent of the register may do this.',
    next: 'Ask an administrator.',
  },
  IdentityRegistryUntrustedIssuer: {
    sentence: 'The verification is signed by somebody who is not trusted.',
    next: 'Ask an administrator.',
  },
  IdentityRegistryValidityTooLong: {
    sentence: 'A verification cannot be valid for that long.',
    next: 'Choose an earlier day.',
  },
  IdentityRegistryWalletKnown: { sentence: 'This wallet is registered already.' },
  IdentityRegistryWalletUnknown: {
    sentence: 'This wallet is not registered.',
    next: 'Verify its owner first.',
  },
  IdentityRegistryZeroAddress: { sentence: 'An address is missing.', next: 'Enter the address.' },
} as const satisfies Partial<Record<ContractErrorName, ContractSentence>>;
