import type { InvestorStatement, StatementProperty } from '@freehold/shared/investor-statement';
import { kindWords } from '@freehold/shared/transaction';
import { type PdfColumn, PdfPage } from './pdf-page.ts';
import { periodWords, spanOf } from './statement-period.ts';
import { minuteText, percentText, sharesText, usdcText, withholdingSentences } from './statement-text.ts';

const summaryColumns: readonly PdfColumn[] = [
  { head: 'Property', width: 28 },
  { head: 'Shares at the end', width: 18, right: true },
  { head: 'Dividends (USDC)', width: 18, right: true },
  { head: 'Withholding, for information', width: 18, right: true },
  { head: 'Realised gain (USDC)', width: 18, right: true },
];
const dividendColumns: readonly PdfColumn[] = [
  { head: 'Rent of', width: 10 },
  { head: 'Paid (UTC)', width: 18 },
  { head: 'Wallet', width: 16 },
  { head: 'Shares', width: 14, right: true },
  { head: 'USDC', width: 15, right: true },
  { head: 'Withholding, for information', width: 17, right: true },
  { head: 'Entry', width: 10, right: true },
];
const movementColumns: readonly PdfColumn[] = [
  { head: 'Time (UTC)', width: 20 },
  { head: 'What', width: 28 },
  { head: 'Wallet', width: 16 },
  { head: 'Shares', width: 18, right: true },
  { head: 'USDC after fees', width: 18, right: true },
];

const shortWallet = (wallet: string): string => `${wallet.slice(0, 6)}…${wallet.slice(-4)}`;

/** The statement as a tagged PDF; the same statement is the same bytes. */
export function statementPdf(statement: InvestorStatement): Promise<Uint8Array> {
  const { period, investor } = statement;
  const title = `Statement of ${periodWords(period)}`;
  const page = new PdfPage({
    title: `${title} for ${investor.name}`,
    footer: `Freehold · ${title} · ${investor.name}`,
    date: spanOf(period).end,
  });
  page.heading(title, 1);
  page.paragraph(`${investor.name}, ${investor.email}`);
  page.paragraph(
    `${statement.first} to ${statement.last}, days in UTC.${statement.complete ? '' : ' The period is not over: figures may still be added.'}`,
  );
  for (const wallet of statement.wallets) page.paragraph(`Wallet ${wallet}`);
  writeSummary(page, statement);
  for (const annex of statement.properties) writeAnnex(page, annex);
  page.heading('How to read this', 2);
  page.paragraph(
    'Dividends are as posted in the ledger; each entry can be verified against its anchored root. Gains are first in, first out, lot by lot, in USDC after fees. Shares that were not bought here have no known cost: they stand in no gain.',
  );
  return page.bytes();
}

function writeSummary(page: PdfPage, statement: InvestorStatement): void {
  const { dividendsShown } = statement;
  page.heading('Summary', 2);
  if (statement.properties.length === 0) {
    page.paragraph('Nothing was held, received, bought or sold in this period.');
    return;
  }
  const rows = statement.properties.map((annex) => [
    `${annex.propertyName} (${annex.symbol})`,
    sharesText(annex.closingShares),
    usdcText(annex.dividendTotal),
    usdcText(annex.withholdingTotal),
    usdcText(annex.realisedGain),
  ]);
  const sum = [statement.dividends, statement.withholding, statement.realisedGain].map(usdcText);
  page.table(summaryColumns, [...rows, ['All properties', '', ...sum]], true);
  if (dividendsShown !== null) {
    const { amount, currency } = dividendsShown;
    const shown = `${amount.slice(0, -2) || '0'}.${amount.padStart(2, '0').slice(-2)} ${currency}`;
    page.paragraph(`Dividends in ${currency}, each at the stored rate of its own day: ${shown}.`);
  }
  for (const sentence of withholdingSentences(statement)) page.paragraph(sentence);
}

function writeAnnex(page: PdfPage, annex: StatementProperty): void {
  page.heading(`Annex: ${annex.propertyName} (${annex.symbol})`, 2);
  page.paragraph(
    `Shares at the beginning: ${sharesText(annex.openingShares)}. At the end: ${sharesText(annex.closingShares)}.`,
  );
  if (annex.dividends.length > 0) {
    const rows = annex.dividends.map((dividend) => [
      dividend.period,
      minuteText(dividend.paidAt),
      shortWallet(dividend.wallet),
      sharesText(dividend.shares),
      usdcText(dividend.amount),
      dividend.rate === null
        ? usdcText(dividend.withholding)
        : `${usdcText(dividend.withholding)} (${percentText(dividend.rate.basisPoints)})`,
      `#${dividend.entryId}`,
    ]);
    const sum = ['Sum', '', '', '', usdcText(annex.dividendTotal), usdcText(annex.withholdingTotal), ''];
    page.table(dividendColumns, [...rows, sum], true);
  }
  if (annex.movements.length > 0) {
    const rows = annex.movements.map((movement) => [
      minuteText(movement.at),
      kindWords[movement.kind],
      shortWallet(movement.wallet),
      sharesText(movement.shares),
      movement.amount === null ? 'not known' : usdcText(movement.amount),
    ]);
    page.table(movementColumns, rows);
  }
  page.paragraph(`Realised gain: ${usdcText(annex.realisedGain)} USDC.`);
  if (annex.sharesWithoutGain !== '0') {
    page.paragraph(
      `${sharesText(annex.sharesWithoutGain)} shares left without known cost or proceeds; they stand in no gain.`,
    );
  }
}
