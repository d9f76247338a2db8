import type { PrismaTransaction } from '@freehold/database/client';

/** An approved statement as the dividend needs it. USD in cents, USDC in 10⁻⁶. */
export interface ApprovedStatement {
  readonly id: string;
  readonly propertyId: string;
  /** 'YYYY-MM'. */
  readonly period: string;
  readonly grossRentCents: bigint;
  readonly processingFeesCents: bigint;
  readonly expensesCents: bigint;
  readonly platformFeeCents: bigint;
  readonly reserveCents: bigint;
  readonly netCents: bigint;
  /** USDC for the holders: the net, 10,000 units a cent. */
  readonly netUsdc: bigint;
  /** User id of the administrator. */
  readonly approvedBy: string;
}

/**
 * What the statement asks of module dividend, which provides it under this token:
 * `{ provide: DividendCreator, useExisting: DividendService }`.
 */
export abstract class DividendCreator {
  /** Makes the dividend (state APPROVED) in the caller's transaction; the same statement again gives the same dividend. */
  abstract createFromStatement(
    tx: PrismaTransaction,
    statement: ApprovedStatement,
  ): Promise<{ readonly id: string }>;
}
