import { countryName } from '@freehold/shared/countries';
import { csvOf } from '@freehold/shared/csv';
import type {
  InvestorStatement,
  StatementProperty,
  WithholdingRate,
} from '@freehold/shared/investor-statement';
import { formatUnits } from '@freehold/shared/money';
import { kindWords } from '@freehold/shared/transaction';

/** Figures and words that the statement's PDF and CSV share, so that both say the same. */
export const usdcText = ({ amount }: { readonly amount: string }): string =>
  formatUnits(BigInt(amount), 6, 6);
export const sharesText = (shares: string): string => formatUnits(BigInt(shares), 18);
export const percentText = (basisPoints: number): string => `${formatUnits(BigInt(basisPoints), 2)} %`;
export const minuteText = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)}`;

/** The rates that the statement used, once each. */
export function ratesUsed(statement: InvestorStatement): WithholdingRate[] {
  const rates = statement.properties.flatMap(({ dividends }) => dividends.flatMap(({ rate }) => rate ?? []));
  return [...new Map(rates.map((rate) => [`${rate.country} ${rate.effectiveFrom}`, rate])).values()];
}

/** What the statement says of withholding, in whole sentences. */
export function withholdingSentences(statement: InvestorStatement): string[] {
  const rates = ratesUsed(statement);
  if (statement.residency === null) {
    return [
      'No residency is attested for these wallets, so no withholding is worked out. Nothing was withheld.',
    ];
  }
  if (rates.length === 0) {
    return [
      `No withholding rate is stored for residents of ${countryName(statement.residency)}. Nothing was withheld.`,
    ];
  }
  return [
    ...rates.map(
      ({ basisPoints, country, effectiveFrom, source }) =>
        `At ${percentText(basisPoints)} for residents of ${countryName(country)} (in force from ${effectiveFrom}; source: ${source}).`,
    ),
    'The figure is for information: dividends were paid in full and nothing was withheld.',
  ];
}

const head = [
  'section',
  'property',
  'symbol',
  'time_utc',
  'what',
  'wallet',
  'shares',
  'usdc',
  'withholding_for_information_usdc',
  'withholding_rate_percent',
  'shown_amount',
  'shown_currency',
  'rate_of',
  'ledger_entry',
  'transaction',
];

type Line = (string | null)[];

const line = (section: string, fields: Readonly<Partial<Record<string, string | null>>>): Line =>
  head.map((name) => (name === 'section' ? section : (fields[name] ?? null)));

/** The statement as rows: first the sums, then an annex for each property. */
export function statementCsv(statement: InvestorStatement): string {
  const sums = [
    line('sum', {
      what: 'dividends',
      usdc: usdcText(statement.dividends),
      withholding_for_information_usdc: usdcText(statement.withholding),
    }),
    line('sum', { what: 'realised gain', usdc: usdcText(statement.realisedGain) }),
  ];
  return csvOf(head, [...sums, ...statement.properties.flatMap(annexLines)]);
}

function annexLines(annex: StatementProperty): Line[] {
  const property = { property: annex.propertyName, symbol: annex.symbol };
  return [
    line('annex', { ...property, what: 'opening shares', shares: sharesText(annex.openingShares) }),
    ...annex.movements.map((movement) =>
      line('movement', {
        ...property,
        time_utc: movement.at,
        what: kindWords[movement.kind],
        wallet: movement.wallet,
        shares: sharesText(movement.shares),
        usdc: movement.amount === null ? null : usdcText(movement.amount),
        transaction: movement.txHash,
      }),
    ),
    ...annex.dividends.map((dividend) =>
      line('dividend', {
        ...property,
        time_utc: dividend.paidAt,
        what: `Dividend of ${dividend.period}`,
        wallet: dividend.wallet,
        shares: sharesText(dividend.shares),
        usdc: usdcText(dividend.amount),
        withholding_for_information_usdc: usdcText(dividend.withholding),
        withholding_rate_percent:
          dividend.rate === null ? null : formatUnits(BigInt(dividend.rate.basisPoints), 2),
        shown_amount:
          dividend.amountShown === null ? null : formatUnits(BigInt(dividend.amountShown.amount), 2, 2),
        shown_currency: dividend.amountShown?.currency ?? null,
        rate_of: dividend.amountShown?.rateOn ?? null,
        ledger_entry: dividend.entryId,
        transaction: dividend.txHash,
      }),
    ),
    line('annex', { ...property, what: 'closing shares', shares: sharesText(annex.closingShares) }),
    line('annex', {
      ...property,
      what: 'dividends',
      usdc: usdcText(annex.dividendTotal),
      withholding_for_information_usdc: usdcText(annex.withholdingTotal),
    }),
    line('annex', { ...property, what: 'realised gain', usdc: usdcText(annex.realisedGain) }),
  ];
}
