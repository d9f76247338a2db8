import type { StatementProperty, WithholdingRate } from '@freehold/shared/investor-statement';
import { checksumAddress } from '../../../common/chain/address.ts';
import { toDay } from '../../../common/dates.ts';
import type { BookedDividend } from '../datasources/booked-dividends.ts';
import type { WalletEvent } from '../datasources/wallet-history.ts';
import { fifo } from './cost-basis.ts';
import { movementOf } from './holding-basis.ts';
import type { RateBook } from './rate-book.ts';
import { type StatementSpan, within } from './statement-period.ts';
import { rateOn, withheldOf } from './withholding.service.ts';

const coins = (amount: bigint) => ({ amount: amount.toString(), currency: 'USDC' as const });
const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

export interface PropertyHistory {
  readonly property: { readonly id: string; readonly name: string; readonly symbol: string };
  /** Every movement ever, oldest first. */
  readonly events: readonly WalletEvent[];
  readonly dividends: readonly BookedDividend[];
}

/** The annex of one property: shares, movements, dividends and gains of the span. */
export function statementProperty(
  { property, events, dividends }: PropertyHistory,
  context: {
    readonly span: StatementSpan;
    readonly rates: readonly WithholdingRate[];
    readonly book: RateBook;
  },
): StatementProperty {
  const { span, rates, book } = context;
  const sharesBefore = (end: Date): bigint =>
    total(events.filter(({ timestamp }) => timestamp < end).map(({ shares }) => shares ?? 0n));
  const sold = fifo(events.map(movementOf)).realised.filter((part) => within(span, part.disposedAt));
  const paid = dividends
    .filter(({ paidAt }) => within(span, paidAt))
    .map((dividend) => ({ dividend, rate: rateOn(rates, toDay(dividend.paidAt)) }));
  return {
    propertyId: property.id,
    propertyName: property.name,
    symbol: property.symbol,
    openingShares: sharesBefore(span.start).toString(),
    closingShares: sharesBefore(span.end).toString(),
    dividends: paid.map(({ dividend, rate }) => ({
      period: dividend.period,
      paidAt: dividend.paidAt.toISOString(),
      wallet: checksumAddress(dividend.wallet),
      shares: dividend.shares.toString(),
      amount: coins(dividend.amount),
      amountShown: book.show(dividend.amount, toDay(dividend.paidAt)),
      withholding: coins(withheldOf(dividend.amount, rate)),
      rate,
      entryId: dividend.entryId.toString(),
      txHash: dividend.txHash,
    })),
    dividendTotal: coins(total(paid.map(({ dividend }) => dividend.amount))),
    withholdingTotal: coins(total(paid.map(({ dividend, rate }) => withheldOf(dividend.amount, rate)))),
    movements: events
      .filter(({ timestamp }) => within(span, timestamp))
      .map((event) => ({
        at: event.timestamp.toISOString(),
        kind: event.kind,
        wallet: checksumAddress(event.wallet),
        shares: (event.shares ?? 0n).toString(),
        amount: event.amount === null ? null : coins(event.amount),
        txHash: event.tx_hash,
      })),
    realisedGain: coins(total(sold.map(({ gain }) => gain ?? 0n))),
    sharesWithoutGain: total(sold.map(({ gain, shares }) => (gain === null ? shares : 0n))).toString(),
  };
}

/** Whether the span has anything to say of a property. */
export const saysSomething = (annex: StatementProperty): boolean =>
  annex.dividends.length > 0 ||
  annex.movements.length > 0 ||
  annex.openingShares !== '0' ||
  annex.closingShares !== '0';
