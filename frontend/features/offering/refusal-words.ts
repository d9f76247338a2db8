import { type ContractSentence } from '#features/contract-error/contract-sentence.ts';
import { contractSentenceOf } from '#features/contract-error/contract-sentences.ts';

export interface Refusal extends ContractSentence {
  /** Where the next step is taken. */
  readonly link?: { readonly href: string; readonly label: string };
}

const identityCheck = { href: '/onboarding', label: 'See your identity check' } as const;
const otherProperties = { href: '/properties', label: 'See other properties' } as const;

/** What a contract says of a receiver, said to the buyer who is the receiver. */
const toTheBuyer: Readonly<Record<string, Refusal>> = {
  ERC7943CannotReceive: {
    sentence: 'This wallet is not verified, or no longer.',
    next: 'Pass or renew your identity check: every wallet you have linked is verified with it.',
    link: identityCheck,
  },
  ComplianceCountryNotAllowed: {
    sentence: 'Investors who live in your country may not hold these shares.',
    next: 'Choose another property. If you have moved, do your identity check again.',
    link: otherProperties,
  },
  ComplianceNotAccredited: {
    sentence: 'Only accredited investors may hold these shares.',
    next: 'Send us the proof that you are accredited, or choose another property.',
    link: otherProperties,
  },
  ComplianceMaxBalanceExceeded: {
    sentence: 'You would hold more shares of this property than one investor may.',
    next: 'Enter fewer shares; what you hold and what waits for you counts too.',
  },
  ComplianceMaxShareExceeded: {
    sentence: 'You would hold a larger part of this property than one investor may.',
    next: 'Enter fewer shares; what you hold and what waits for you counts too.',
  },
  ComplianceMaxHoldersReached: {
    sentence: 'This property has as many holders as it may have.',
    next: 'Buy from a wallet that holds some already, or choose another property.',
    link: otherProperties,
  },
  PropertyTokenWalletFrozen: {
    sentence: 'This wallet is frozen for these shares.',
    next: 'Ask us why; you can buy again once it is released.',
  },
  PropertyTokenIssuancePaused: {
    sentence: 'Buying these shares is paused.',
    next: 'Come back when the pause is lifted. Your money stays in your wallet.',
  },
};

/** Why a purchase would be refused, and what the buyer can do about it. */
export const refusalOf = (name: string): Refusal => toTheBuyer[name] ?? contractSentenceOf(name);
