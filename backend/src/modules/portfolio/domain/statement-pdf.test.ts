import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { InvestorStatement } from '@freehold/shared/investor-statement';
import { statementPdf } from './statement-pdf.ts';
import { statementCsv, withholdingSentences } from './statement-text.ts';

const usdc = (amount: string) => ({ amount, currency: 'USDC' as const });
const rate = { country: 276, basisPoints: 2_637, effectiveFrom: '2026-01-01', source: 'EStG §43a' };
const wallet = '0x00000000000000000000000000000000000000A1';

const statement = (dividends: number): InvestorStatement => ({
  period: '2026-04',
  first: '2026-04-01',
  last: '2026-04-30',
  complete: true,
  investor: {
    id: '0b6a5c3e-7a55-4e0a-9a68-3f6c1a2b4d5e',
    name: 'Zoë Łącka Жукова',
    email: 'zoe@freehold.example',
  },
  wallets: [wallet],
  residency: 276,
  dividends: usdc('1234567'),
  dividendsShown: { amount: '113', currency: 'EUR', rateOn: '2026-04-01' },
  withholding: usdc('325555'),
  realisedGain: usdc('-5'),
  properties: [
    {
      propertyId: '6f1f3c1e-1111-4e0a-9a68-3f6c1a2b4d5e',
      propertyName: 'Elm, "The" House',
      symbol: 'ELM',
      openingShares: '0',
      closingShares: '10000000000000000000',
      dividends: Array.from({ length: dividends }, (_, index) => ({
        period: '2026-03',
        paidAt: '2026-04-05T10:00:00.000Z',
        wallet,
        shares: '10000000000000000000',
        amount: usdc('1234567'),
        amountShown: null,
        withholding: usdc('325555'),
        rate,
        entryId: String(index + 1),
        txHash: null,
      })),
      dividendTotal: usdc('1234567'),
      withholdingTotal: usdc('325555'),
      movements: [
        {
          at: '2026-04-02T10:00:00.000Z',
          kind: 'RECEIVED',
          wallet,
          shares: '10000000000000000000',
          amount: null,
          txHash: `0x${'ab'.repeat(32)}`,
        },
      ],
      realisedGain: usdc('-5'),
      sharesWithoutGain: '0',
    },
  ],
});

describe('statement files', () => {
  it('are the same bytes for the same data, and others for other data', async () => {
    const [first, again, other] = await Promise.all([
      statementPdf(statement(1)),
      statementPdf(statement(1)),
      statementPdf(statement(2)),
    ]);
    assert.ok(Buffer.from(first).equals(again));
    assert.ok(!Buffer.from(first).equals(other));
  });

  it('are PDFs with structure, language and title, and fonts of their own', async () => {
    const text = Buffer.from(await statementPdf(statement(200))).toString('latin1');
    assert.ok(text.startsWith('%PDF-1.7'));
    for (const part of [
      '/MarkInfo',
      '/Marked true',
      '/Lang (en)',
      '/StructTreeRoot',
      '/DisplayDocTitle true',
    ])
      assert.ok(text.includes(part), part);
    assert.ok(text.includes('/FontFile2') || text.includes('/FontFile3'));
    assert.ok(!/https?:\/\/(?!www\.w3\.org|ns\.adobe\.com|purl\.org|www\.aiim\.org)/.test(text));
    // 200 dividends do not fit on one page.
    assert.ok((text.match(/\/Type \/Page\b/g) ?? []).length > 2);
  });

  it('say the same sums in the CSV, with unknown amounts left empty', () => {
    const lines = statementCsv(statement(1)).split('\r\n');
    assert.equal(lines[1], 'sum,,,,dividends,,,1.234567,0.325555,,,,,,');
    const movement = lines.find((line) => line.startsWith('movement'));
    assert.equal(
      movement,
      `movement,"Elm, ""The"" House",ELM,2026-04-02T10:00:00.000Z,Received,${wallet},10,,,,,,,,0x${'ab'.repeat(32)}`,
    );
  });

  it('name the withholding rate with its source, and say that nothing was withheld', () => {
    const said = withholdingSentences(statement(1)).join(' ');
    assert.match(said, /26\.37 % for residents of Germany.*EStG §43a.*nothing was withheld/);
    assert.match(
      withholdingSentences({ ...statement(0), residency: 840 }).join(' '),
      /No withholding rate.*United States/,
    );
    assert.match(withholdingSentences({ ...statement(0), residency: null }).join(' '), /No residency/);
  });
});
