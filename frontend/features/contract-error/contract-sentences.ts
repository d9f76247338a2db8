import type { ContractErrorName } from '@freehold/contracts/errors';
import { accessSentences } from '#features/contract-error/access-sentences.ts';
import { commonSentences } from '#features/contract-error/common-sentences.ts';
import { complianceSentences } from '#features/contract-error/compliance-sentences.ts';
import type { ContractSentence } from '#features/contract-error/contract-sentence.ts';
import { identityContractSentences } from '#features/contract-error/identity-contract-sentences.ts';
import { identitySentences } from '#features/contract-error/identity-sentences.ts';
import { marketSentences } from '#features/contract-error/market-sentences.ts';
import { moneySentences } from '#features/contract-error/money-sentences.ts';
import { tokenSentences } from '#features/contract-error/token-sentences.ts';

/** Every custom error of our contracts as a sentence. A contract error without one does not compile. */
export const contractSentences: Readonly<Record<ContractErrorName, ContractSentence>> = {
  ...accessSentences,
  ...commonSentences,
  ...complianceSentences,
  ...identityContractSentences,
  ...identitySentences,
  ...marketSentences,
  ...moneySentences,
  ...tokenSentences,
};

function isKnown(name: string): name is ContractErrorName {
  return Object.hasOwn(contractSentences, name);
}

/** The sentence for the name of a custom error; a name we do not know is shown as it is. */
export function contractSentenceOf(errorName: string): ContractSentence {
  if (isKnown(errorName)) return contractSentences[errorName];
  return {
    sentence: `The contract refused (${errorName}).`,
    next: 'Try again; if it stays, tell an administrator this name.',
  };
}
