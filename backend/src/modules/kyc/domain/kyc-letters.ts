import type { KycReason, KycState } from '@freehold/shared/kyc';
import { kycReasonSentences } from '@freehold/shared/kyc-sentences';
import type { Letter } from '../../notification/domain/letter.ts';

export interface KycNews {
  readonly name: string;
  /** Where the case is now. */
  readonly state: KycState;
  /** It was approved before, too: renewed or reinstated. */
  readonly again: boolean;
  readonly reasons: readonly KycReason[];
  readonly note: string | null;
  readonly validUntil: Date | null;
}

interface Words {
  readonly subject: string;
  readonly sentence: string;
  /** What to do, as the label of the link. */
  readonly next: string;
}

const words: Readonly<Record<KycState, Words>> = {
  NOT_STARTED: {
    subject: 'Freehold: you may begin your identity check anew',
    sentence: 'We have opened your identity check again. You can begin from the start.',
    next: 'Start the check',
  },
  PENDING: {
    subject: 'Freehold: your identity check has begun',
    sentence: 'You have begun your identity check. You can go on with it at any time, on any device.',
    next: 'Continue the check',
  },
  IN_REVIEW: {
    subject: 'Freehold: your identity check is being reviewed',
    sentence:
      'We have got what you handed in. Most checks are decided within minutes, some take a day; you need to do nothing.',
    next: 'See where it stands',
  },
  APPROVED: {
    subject: 'Freehold: your identity is confirmed',
    sentence: 'Your identity is confirmed. Every wallet you have linked can hold shares now.',
    next: 'See the properties',
  },
  RETRY: {
    subject: 'Freehold: your identity check needs another try',
    sentence: 'Your identity could not be confirmed yet. You can try again at once.',
    next: 'Try again',
  },
  REJECTED: {
    subject: 'Freehold: your identity check was rejected',
    sentence: 'Your identity check was rejected. If you think this is wrong, answer this mail.',
    next: 'See your identity check',
  },
  EXPIRED: {
    subject: 'Freehold: your identity check has expired',
    sentence:
      'Your identity check counts no longer. Shares you hold stay yours and go on earning; to receive more, do the check again.',
    next: 'Do the check again',
  },
  REVOKED: {
    subject: 'Freehold: your verification was taken back',
    sentence:
      'Your verification was taken back. Shares you hold stay yours and go on earning; you can receive no more. If you think this is wrong, answer this mail.',
    next: 'See your identity check',
  },
};

const dayOf = (date: Date): string =>
  date.toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' });

/** The mail about a move of somebody's identity check. */
export function kycLetter(news: KycNews, webUrl: string): Letter {
  const { subject, sentence, next } = words[news.state];
  const until = news.validUntil === null ? '' : ` It counts until ${dayOf(news.validUntil)}.`;
  const renewed = `Your identity is confirmed again.${until}`;
  const approved = news.state === 'APPROVED';
  return {
    subject,
    paragraphs: [
      `Dear ${news.name},`,
      approved && news.again ? renewed : `${sentence}${approved ? until : ''}`,
      ...(news.note === null ? [] : [news.note]),
      ...news.reasons.map((reason) => kycReasonSentences[reason]),
    ],
    action: { label: next, url: `${webUrl}/${approved ? 'properties' : 'onboarding'}` },
  };
}

/** The mail that asks to renew a check before it ends. */
export const renewalLetter = (name: string, validUntil: Date, webUrl: string): Letter => ({
  subject: `Freehold: renew your identity check before ${dayOf(validUntil)}`,
  paragraphs: [
    `Dear ${name},`,
    `Your identity check counts until ${dayOf(validUntil)}. Renew it before that day, and nothing changes; the present one counts meanwhile.`,
  ],
  action: { label: 'Renew the check', url: `${webUrl}/onboarding` },
});
