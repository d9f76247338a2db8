import type { MarketOrder, OrderState, TradeState } from '@freehold/shared/marketplace';
import { contractSentenceOf } from '#features/contract-error/contract-sentences.ts';
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

const CONTRACT_ERROR = /^([A-Z][A-Za-z0-9]{6,})(?:\(|$)/;

/** A reason the server keeps: the contract's own error becomes its sentence. */
export function reasonWords(reason: string): string {
  const name = CONTRACT_ERROR.exec(reason)?.[1];
  if (!name) return reason;
  const { sentence, next } = contractSentenceOf(name);
  return `${sentence} ${next}`;
}
