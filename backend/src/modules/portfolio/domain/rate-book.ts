import { convertUsdc, type DisplayCurrency, type DisplayMoney } from '@freehold/shared/display-currency';

interface StoredRate {
  readonly on: string;
  readonly rate: bigint;
}

/** The stored rates of one currency. What happened on a day is shown at the newest rate on or before that day. */
export class RateBook {
  readonly currency: DisplayCurrency;
  readonly #rates: readonly StoredRate[];

  constructor(currency: DisplayCurrency, rates: readonly StoredRate[]) {
    this.currency = currency;
    this.#rates = rates.toSorted((left, right) => left.on.localeCompare(right.on));
  }

  /** Null for USD, and for days before the first rate: then only USD is shown. */
  show(units: bigint, day: string): DisplayMoney | null {
    const found = this.#rates.findLast(({ on }) => on <= day);
    if (this.currency === 'USD' || found === undefined) return null;
    const amount = convertUsdc(units, found.rate).toString();
    return { amount, currency: this.currency, rateOn: found.on };
  }

  /** Each amount at the rate of its own day, added up; null when there is nothing or one of them has no rate. */
  showAll(amounts: readonly { readonly units: bigint; readonly day: string }[]): DisplayMoney | null {
    const shown = amounts.map(({ units, day }) => this.show(units, day));
    const known = shown.filter((money) => money !== null);
    const newest = known
      .map(({ rateOn }) => rateOn)
      .toSorted()
      .at(-1);
    if (newest === undefined || known.length < shown.length) return null;
    const amount = known.reduce((sum, money) => sum + BigInt(money.amount), 0n).toString();
    return { amount, currency: this.currency, rateOn: newest };
  }
}
