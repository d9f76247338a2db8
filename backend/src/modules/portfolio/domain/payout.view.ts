import { type Payout, payoutStates } from '@freehold/shared/dividend';
import type { Person } from '@freehold/shared/primitives';
import { z } from 'zod';
import { checksumAddress } from '../../../common/chain/address.ts';

const stateSchema = z.enum(payoutStates);

/** States in which the money is on its way out or there. */
export const paidStates: readonly string[] = ['CONFIRMED', 'FINAL'];

export const payoutParts = { dividend: { select: { period: true } } } as const;

interface PayoutRow {
  readonly id: string;
  readonly dividendId: string;
  readonly propertyId: string;
  readonly holder: string;
  readonly shares: { toFixed(digits: number): string };
  readonly amount: { toFixed(digits: number): string };
  readonly state: string;
  readonly reason: string | null;
  readonly txHash: string | null;
  readonly updatedAt: Date;
  readonly dividend: { readonly period: string };
}

export const payoutView = (
  row: PayoutRow,
  names: { readonly propertyName: string; readonly investor: Person | null },
): Payout => ({
  id: row.id,
  dividendId: row.dividendId,
  propertyId: row.propertyId,
  propertyName: names.propertyName,
  period: row.dividend.period,
  wallet: checksumAddress(row.holder),
  investor: names.investor,
  shares: row.shares.toFixed(0),
  amount: { amount: row.amount.toFixed(0), currency: 'USDC' },
  state: stateSchema.parse(row.state),
  reason: row.reason,
  txHash: row.txHash,
  paidAt: paidStates.includes(row.state) ? row.updatedAt.toISOString() : null,
});
