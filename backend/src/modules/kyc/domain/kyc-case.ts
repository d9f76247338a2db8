import type { Prisma } from '@freehold/database/client';
import { type KycReason, type KycState, kycProviders, kycReasons, kycStates } from '@freehold/shared/kyc';
import { z } from 'zod';

export type KycRow = Prisma.KycCaseGetPayload<object>;

const stateSchema = z.enum(kycStates);
const reasonsSchema = z.array(z.enum(kycReasons).catch('OTHER'));
const providerSchema = z.enum(kycProviders).nullable();

export const stateOf = (row: Pick<KycRow, 'state'> | null): KycState =>
  row === null ? 'NOT_STARTED' : stateSchema.parse(row.state);

export const reasonsIn = (row: Pick<KycRow, 'reasons'>): KycReason[] => reasonsSchema.parse(row.reasons);

export const providerOf = (row: Pick<KycRow, 'provider'>) => providerSchema.parse(row.provider);

const DAY_MS = 86_400_000;
/** How long before its end an approval may be renewed. */
const RENEWAL_DAYS = 60;

/** Whether an approval ends soon enough that the person may be checked anew. */
export const renewalIsOpen = (row: Pick<KycRow, 'validUntil'>, now: Date): boolean =>
  row.validUntil !== null && row.validUntil.getTime() - now.getTime() <= RENEWAL_DAYS * DAY_MS;

/** Whether the person can do anything at the provider now. */
export function mayStart(row: KycRow | null, now: Date): boolean {
  const state = stateOf(row);
  if (state === 'APPROVED') return row !== null && renewalIsOpen(row, now);
  return ['NOT_STARTED', 'PENDING', 'RETRY', 'EXPIRED'].includes(state);
}

export const daysAfter = (at: Date, days: number): Date => new Date(at.getTime() + days * DAY_MS);
