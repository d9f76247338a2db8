import type { Offering, OfferingState, Subscription } from '@freehold/shared/offering';
import { contractSentenceOf } from '#features/contract-error/contract-sentences.ts';
import type { Tone } from '#ui/badge.tsx';

interface Words {
  readonly label: string;
  readonly tone: Tone;
}

export const offeringWords: Readonly<Record<OfferingState, Words>> = {
  DRAFT: { label: 'Being opened', tone: 'info' },
  OPEN: { label: 'On sale', tone: 'good' },
  CLOSED: { label: 'Sold', tone: 'neutral' },
  CANCELLED: { label: 'Called off', tone: 'warn' },
};

/** What an offering is at, and what it waits for. */
export function offeringWaitsFor(offering: Offering, now = Date.now()): string | undefined {
  const { state, progress } = offering;
  if (offering.problem !== null) return reasonSentence(offering.problem);
  if (state === 'DRAFT') return 'The terms go to the chain as soon as the shares exist there.';
  if (state === 'OPEN') {
    if (now < Date.parse(offering.opensAt)) return 'Buying begins at the opening time.';
    if (now >= Date.parse(offering.closesAt))
      return 'The time is over; the chain is about to close the sale.';
    return undefined;
  }
  const open = BigInt(progress.subscribed) - BigInt(progress.delivered) - BigInt(progress.refunded);
  if (open === 0n) return undefined;
  return state === 'CLOSED'
    ? 'Shares are being handed over, investor by investor.'
    : 'Money is being returned, investor by investor.';
}

const OWN_REASONS: Readonly<Record<string, string>> = {
  EXPIRED: 'It was not signed in time. Nothing was paid; begin again when you like.',
  DISCARDED: 'You gave it up before signing. Nothing was paid.',
  REVERTED: 'The contract refused the transaction. Nothing was paid.',
};

/** A reason as the API gives it, as a sentence with the next step. */
export function reasonSentence(reason: string): string {
  const own = OWN_REASONS[reason];
  if (own !== undefined) return own;
  if (!/^[A-Za-z0-9_]+$/.test(reason)) return reason;
  const { sentence, next } = contractSentenceOf(reason);
  return next === undefined ? sentence : `${sentence} ${next}`;
}

/** Where a purchase stands, in words that say what it waits for. */
export function subscriptionWords(subscription: Subscription): Words & { readonly waitsFor: string } {
  const { state, outcome, reason, method } = subscription;
  if (state === 'INTENT') return { label: 'Not signed', tone: 'warn', waitsFor: 'Waits for your wallet.' };
  if (state === 'SUBMITTED') {
    const waitsFor =
      method === 'AUTHORIZATION'
        ? 'Signed. We send it to the chain and wait for a block.'
        : 'Sent by your wallet, waiting for a block.';
    return { label: 'On its way', tone: 'info', waitsFor };
  }
  if (state === 'CONFIRMED') {
    return { label: 'In a block', tone: 'info', waitsFor: 'In a block, waiting to become final.' };
  }
  if (state === 'FAILED') {
    return { label: 'Not bought', tone: 'neutral', waitsFor: reasonSentence(reason ?? 'REVERTED') };
  }
  return outcomeWords(outcome, reason);
}

function outcomeWords(outcome: Subscription['outcome'], reason: string | null) {
  switch (outcome) {
    case 'DELIVERED':
      return { label: 'Shares received', tone: 'good', waitsFor: 'The shares are in your wallet.' } as const;
    case 'REFUNDED':
      return {
        label: 'Money returned',
        tone: 'neutral',
        waitsFor: 'The sale did not succeed; the USDC is back in your wallet.',
      } as const;
    case 'HELD':
      return {
        label: 'Held',
        tone: 'warn',
        waitsFor: `It stays yours, but cannot be handed over now. ${reason === null ? '' : reasonSentence(reason)}`,
      } as const;
    default:
      return {
        label: 'Paid',
        tone: 'good',
        waitsFor:
          'Your USDC waits in the contract until the sale ends: then you get the shares, or the money back.',
      } as const;
  }
}

/** Whether a purchase still moves by itself, so that the page should look again. */
export const isMoving = ({ state, outcome }: Subscription): boolean =>
  state === 'INTENT' ||
  state === 'SUBMITTED' ||
  state === 'CONFIRMED' ||
  (state === 'FINAL' && outcome === 'ESCROWED');
