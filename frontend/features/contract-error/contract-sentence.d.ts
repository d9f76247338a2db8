/** What a contract’s refusal means, and what to do about it where something can be done. */
export interface ContractSentence {
  readonly sentence: string;
  readonly next?: string;
}
