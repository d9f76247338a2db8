import type { PrismaClient, PrismaTransaction } from '@freehold/database/client';
import { toMoneyJson, usd } from '@freehold/shared/money';
import { type Property, postalAddressSchema, propertyStates } from '@freehold/shared/property';
import { z } from 'zod';
import { checksumAddress } from '../../../common/chain/address.ts';
import { toDay } from '../../../common/dates.ts';

const stateSchema = z.enum(propertyStates);
const personOnly = { select: { id: true, name: true } } as const;

/** What a property view needs beside its own row. */
export const propertyParts = { manager: personOnly, _count: { select: { units: true } } } as const;

interface PropertyRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly state: string;
  readonly held: boolean;
  readonly postalAddress: unknown;
  readonly valuationCents: bigint;
  readonly valuedOn: Date;
  readonly rejectionReason: string | null;
  readonly createdAt: Date;
  readonly manager: { readonly id: string; readonly name: string };
  readonly _count: { readonly units: number };
}

/** Tokens of properties, by property; only what the chain has confirmed. */
export async function tokensOf(
  client: PrismaClient | PrismaTransaction,
  propertyIds: readonly string[],
): Promise<ReadonlyMap<string, NonNullable<Property['token']>>> {
  const rows = await client.tokenization.findMany({ where: { propertyId: { in: [...propertyIds] } } });
  return new Map(
    rows.flatMap((row) =>
      row.tokenAddress === null
        ? []
        : [
            [
              row.propertyId,
              {
                address: checksumAddress(row.tokenAddress),
                symbol: row.symbol,
                name: row.name,
                maxSupply: row.shares.toFixed(0),
              },
            ] as const,
          ],
    ),
  );
}

export const propertyView = (row: PropertyRow, token: Property['token'] | undefined): Property => ({
  id: row.id,
  name: row.name,
  description: row.description,
  state: stateSchema.parse(row.state),
  held: row.held,
  address: postalAddressSchema.parse(row.postalAddress),
  valuation: toMoneyJson(usd(row.valuationCents)),
  valuedOn: toDay(row.valuedOn),
  manager: row.manager,
  unitCount: row._count.units,
  rejectionReason: row.rejectionReason,
  token: token ?? null,
  createdAt: row.createdAt.toISOString(),
});
