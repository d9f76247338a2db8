import type { ContractErrorName } from '@freehold/contracts/errors';
import type { ContractSentence } from '#features/contract-error/contract-sentence.ts';
/** Every custom error of our contracts as a sentence. A contract error without one does not compile. */
export declare const contractSentences: Readonly<Record<ContractErrorName, ContractSentence>>;
/** The sentence for the name of a custom error; a name we do not know is shown as it is. */
export declare function contractSentenceOf(errorName: string): ContractSentence;
