import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allocate } from '@freehold/shared/money';
import fc from 'fast-check';
import { ReferenceLedger } from '../../testing/reference-ledger.ts';
import type { JournalEntry } from '../journal-entry.ts';
import * as circle from './circle.rule.ts';
import * as dividend from './dividend.rule.ts';
import * as rent from './rent.rule.ts';
import * as stripe from './stripe.rule.ts';

const effectiveAt = new Date('2026-04-01T00:00:00Z');
const chain = { chainId: 137, treasury: `0x${'aa'.repeat(20)}`, dividends: `0x${'bb'.repeat(20)}` };
const propertyId = 'p1';

interface Month {
  /** Cents each tenant pays, and Stripe's fee of it. */
  readonly rents: readonly { readonly gross: bigint; readonly fee: bigint }[];
  readonly shares: readonly bigint[];
  readonly feeBps: bigint;
  readonly expenses: bigint;
}

const cents = fc.bigInt(1_000n, 1_000_000n);
const month: fc.Arbitrary<Month> = fc.record({
  rents: fc.array(
    cents.map((gross) => ({ gross, fee: (gross * 29n) / 1_000n + 30n })),
    { minLength: 1, maxLength: 5 },
  ),
  shares: fc.array(fc.bigInt(1n, 10n ** 24n), { minLength: 1, maxLength: 12 }),
  feeBps: fc.bigInt(0n, 2_000n),
  expenses: fc.bigInt(0n, 500n),
});

/** The whole way of one month's rent, as entries in the order in which they happen. */
function tell({ rents, shares, feeBps, expenses }: Month, period: string, carriedIn: bigint) {
  const entries: JournalEntry[] = [];
  let net = 0n;
  rents.forEach(({ gross, fee }, index) => {
    const id = `${period}-${index}`;
    const home = { leaseId: `l${index}`, propertyId, effectiveAt };
    entries.push(rent.rentInvoiced({ ...home, chargeId: id, amount: gross, period }));
    entries.push(rent.cardRentReceived({ ...home, balanceTransactionId: id, chargeRef: id, gross, fee }));
    entries.push(stripe.fundsAvailable({ balanceTransactionId: id, net: gross - fee, effectiveAt }));
    net += gross - fee;
  });
  const payout = { payoutId: period, amount: net, effectiveAt };
  entries.push(stripe.stripePayoutCreated(payout), stripe.stripePayoutPaid(payout));
  const lines = [{ propertyId, amount: net }];
  entries.push(circle.wireSent({ wireId: period, lines, effectiveAt }));
  entries.push(circle.circleDepositPending({ depositId: period, amount: net, effectiveAt }));
  entries.push(circle.circleDepositComplete({ depositId: period, lines, effectiveAt }));
  const units = net * 10_000n;
  const transfer = { transferId: period, lines: [{ propertyId, amount: units }], effectiveAt };
  entries.push(circle.circleTransferSubmitted(transfer));
  entries.push(circle.circleTransferComplete({ ...transfer, ...chain, txHash: `0x${period}` }));
  const platformFee = (units * feeBps) / 10_000n;
  const reserve = units / 20n;
  const amount = units - platformFee - reserve - expenses;
  const statement = { statementId: period, propertyId, period, chainId: chain.chainId, effectiveAt };
  entries.push(dividend.statementApproved({ ...statement, platformFee, reserve, expenses, net: amount }));
  const pool = amount + carriedIn;
  const supply = shares.reduce((sum, share) => sum + share, 0n);
  const entitlements = shares.map((share, index) => ({
    holder: `0x${index.toString(16).padStart(40, '0')}`,
    amount: (pool * share) / supply,
  }));
  const common = { ...chain, dividendId: period, propertyId, period, effectiveAt, txHash: `0x${period}` };
  entries.push(dividend.dividendAllocated({ ...common, amount, carriedIn, entitlements }));
  entries.push(dividend.dividendFunded({ ...common, amount }));
  const paid = entitlements.filter((entitlement) => entitlement.amount > 0n);
  entries.push(...paid.map((entitlement) => dividend.dividendPayout({ ...common, ...entitlement })));
  const dust = pool - entitlements.reduce((sum, entitlement) => sum + entitlement.amount, 0n);
  return { entries, dust, platformFee, reserve, expenses };
}

const balanceOf = (books: ReferenceLedger, account: string): bigint => {
  const { debit = 0n, credit = 0n } = books.balances().get(account) ?? {};
  return debit - credit;
};

describe('the life of rent, in the books', () => {
  it('leaves nothing on the way: every transit and conversion account returns to zero, whatever the amounts', () => {
    fc.assert(
      fc.property(fc.array(month, { minLength: 1, maxLength: 4 }), (months) => {
        const books = new ReferenceLedger();
        let [carried, kept] = [0n, 0n];
        months.forEach((one, index) => {
          const told = tell(one, `2026-0${index + 1}`, carried);
          for (const entry of told.entries) assert.equal(books.post(entry), 'created');
          carried = told.dust;
          kept += told.platformFee + told.reserve + told.expenses;
        });
        const settled = [...books.balances().keys()].filter((name) =>
          /^(A:(rent_receivable|stripe|bank|wire|circle|chain_transfer)|L:rent|L:dividend_payable|E:)/.test(
            name,
          ),
        );
        for (const name of settled) assert.equal(balanceOf(books, name), 0n, name);
        assert.equal(balanceOf(books, `A:treasury:137:${chain.treasury} USDC.137`), kept);
        assert.equal(balanceOf(books, `A:distributor:137:${chain.dividends} USDC.137`), carried);
        assert.equal(-balanceOf(books, `L:dividend_carried:${propertyId} USDC.137`), carried);
      }),
      { numRuns: 300 },
    );
  });

  it('does the same twice without moving anything', () => {
    fc.assert(
      fc.property(month, (one) => {
        const books = new ReferenceLedger();
        const { entries } = tell(one, '2026-01', 0n);
        for (const entry of entries) books.post(entry);
        const before = structuredClone(books.balances());
        for (const entry of entries.toReversed()) assert.equal(books.post(entry), 'repeated');
        assert.deepEqual(books.balances(), before);
      }),
    );
  });

  it('splits a wire over properties without losing a cent', () => {
    fc.assert(
      fc.property(
        cents,
        fc.array(fc.bigInt(1n, 1_000n), { minLength: 1, maxLength: 8 }),
        (total, weights) => {
          const lines = allocate(total, weights)
            .map((amount, index) => ({ propertyId: `p${index}`, amount }))
            .filter(({ amount }) => amount > 0n);
          const complete = circle.circleDepositComplete({ depositId: 'd', lines, effectiveAt });
          const owed = complete.postings
            .filter(({ account, side }) => account.startsWith('L:rent_collected') && side === 'C')
            .reduce((sum, { amount }) => sum + amount, 0n);
          assert.equal(owed, total * 10_000n);
        },
      ),
    );
  });
});
