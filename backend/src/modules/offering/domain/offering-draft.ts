import { Prisma, type PrismaTransaction } from '@freehold/database/client';
import { offeringKey } from '@freehold/shared/chain-keys';
import { FreeholdError } from '@freehold/shared/errors';
import type { OfferingTerms } from '@freehold/shared/offering';
import { z } from 'zod';
import { notify, offeringChannel } from '../../blockchain/domain/channels.ts';
import { numericColumn, toBigInt } from '../../blockchain/domain/hex.ts';
import { recordStep } from '../../blockchain/domain/state-transition.ts';

const reservedRow = z.tuple([z.object({ reserved: numericColumn })]);

/**
 * Shares that offerings of a property take out of its supply: the whole cap while one runs, what was subscribed to
 * once it succeeded.
 */
export async function sharesInOfferings(tx: PrismaTransaction, propertyId: string): Promise<bigint> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT coalesce(sum(CASE WHEN o.state IN ('DRAFT', 'OPEN') THEN o.cap ELSE (
        SELECT coalesce(sum(e.shares), 0) FROM chain.offering_event e
        WHERE e.chain_id = o.chain_id AND '0x' || encode(e.offering_id, 'hex') = o.chain_offering_id
          AND e.kind = 'subscribed') END), 0)::text AS reserved
    FROM app.offering o WHERE o.property_id = ${propertyId}::uuid AND o.state <> 'CANCELLED'`;
  return reservedRow.parse(rows)[0].reserved;
}

export interface OfferingDraft {
  readonly id: string;
  readonly propertyId: string;
  readonly chainId: bigint;
  readonly actor: string;
  readonly terms: OfferingTerms;
  /** The most shares that may exist. */
  readonly maxSupply: bigint;
}

/**
 * Keeps the terms of an offering, to be opened as soon as the shares exist. The caller holds the lock of the
 * property's tokenization. Throws SUPPLY_EXCEEDED, OFFERING_RUNNING, VALIDATION_FAILED.
 */
export async function draftOffering(tx: PrismaTransaction, draft: OfferingDraft): Promise<void> {
  const { id, propertyId, chainId, actor, terms, maxSupply } = draft;
  if (Date.parse(terms.closesAt) <= Date.now()) {
    const issues = [{ path: 'closesAt', message: 'must be in the future' }];
    throw new FreeholdError('VALIDATION_FAILED', undefined, { issues });
  }
  await refuseTooMany(tx, { propertyId, cap: BigInt(terms.cap), maxSupply });
  const { price, opensAt, closesAt, ...bounds } = terms;
  try {
    await tx.offering.create({
      data: {
        id,
        propertyId,
        chainId,
        chainOfferingId: offeringKey(id),
        price: price.amount,
        ...bounds,
        opensAt: new Date(opensAt),
        closesAt: new Date(closesAt),
        state: 'DRAFT',
        requestedBy: actor,
      },
    });
  } catch (error) {
    const taken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
    throw taken ? new FreeholdError('OFFERING_RUNNING') : error;
  }
  await recordStep(tx, { noun: 'offering', nounId: id, from: null, to: 'DRAFT', actor });
  await notify(tx, offeringChannel);
}

async function refuseTooMany(
  tx: PrismaTransaction,
  wish: { readonly propertyId: string; readonly cap: bigint; readonly maxSupply: bigint },
): Promise<void> {
  const { propertyId, cap, maxSupply } = wish;
  const issued = await tx.allocation.aggregate({
    where: { propertyId, state: { not: 'FAILED' } },
    _sum: { shares: true },
  });
  const taken =
    (issued._sum.shares === null ? 0n : toBigInt(issued._sum.shares)) +
    (await sharesInOfferings(tx, propertyId));
  if (taken + cap <= maxSupply) return;
  throw new FreeholdError(
    'SUPPLY_EXCEEDED',
    `Of ${maxSupply} units, ${taken} are issued or on offer; ${cap} more are too many.`,
  );
}
