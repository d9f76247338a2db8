import type { MarketOrder, OrderState, TradeState } from '@freehold/shared/marketplace';
import { contractSentenceOf, contractSentences } from '#features/contract-error/contract-sentences.ts';
import type { Tone } from '#ui/badge.tsx';

interface StateWords {
  readonly label: string;
  readonly tone: Tone;
}

const ORDER_WORDS: Readonly<Record<OrderState, StateWords>> = {
  OPEN: { label: 'Open', tone: 'info' },
  PARTIALLY_FILLED: { label: 'Partly filled', tone: 'info' },
  FILLED: { label: 'Filled', tone: 'good' },
  CANCELLED: { label: 'Cancelled', tone: 'neutral' },
  EXPIRED: { label: 'Expired', tone: 'neutral' },
};

export function orderWords(order: MarketOrder): StateWords {
  if (order.cancelRequested && isOpen(order)) return { label: 'Being cancelled', tone: 'warn' };
  if (!order.accepted && isOpen(order)) return { label: 'On its way into the book', tone: 'warn' };
  return ORDER_WORDS[order.state];
}

export const isOpen = ({ state }: MarketOrder): boolean => state === 'OPEN' || state === 'PARTIALLY_FILLED';

/** What a trade waits for stands beside its state. */
export const tradeWords: Readonly<Record<TradeState, StateWords & { readonly waitsFor?: string }>> = {
  MATCHED: { label: 'Matched', tone: 'warn', waitsFor: 'Waits to be sent to the chain.' },
  SUBMITTED: { label: 'Being settled', tone: 'warn', waitsFor: 'Waits for a block.' },
  CONFIRMED: { label: 'In a block', tone: 'info', waitsFor: 'Waits until the block is final.' },
  FINAL: { label: 'Settled', tone: 'good' },
  REVERTED: { label: 'Not settled', tone: 'bad' },
};

const ENDINGS = new Map([
  ['CANCELLED', 'Cancelled on request.'],
  ['CANCELLED_ON_CHAIN', 'Cancelled on chain by its wallet.'],
  ['EXPIRED', 'Its time was over.'],
  ['NO_COUNTERPARTY', 'Nobody was there for what is left of it.'],
  [
    'PERMIT_STALE',
    'The permission signed with it was replaced or ran out, so it was not covered any more. Place it again; your wallet asks for a new permission.',
  ],
  ['SELF_TRADE', 'It would have met an order of your own.'],
]);

const CONTRACT_ERROR = /^(\w+)(?:\(.*\))?$/su;

/** A reason the server keeps, in words: the contract's own errors have sentences of theirs. */
export function reasonWords(reason: string): string {
  const ending = ENDINGS.get(reason);
  if (ending) return ending;
  const name = CONTRACT_ERROR.exec(reason)?.[1] ?? '';
  if (!Object.hasOwn(contractSentences, name)) return reason;
  const { sentence, next } = contractSentenceOf(name);
  return `${sentence} ${next}`;
}
