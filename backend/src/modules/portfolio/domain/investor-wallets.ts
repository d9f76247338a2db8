import type { PrismaClient, PrismaTransaction } from '@freehold/database/client';

/** Lower-case addresses of every wallet a person has linked, first linked first. */
export async function walletsOf(
  client: PrismaClient | PrismaTransaction,
  userId: string,
): Promise<readonly string[]> {
  const rows = await client.wallet.findMany({ where: { userId }, orderBy: { linkedAt: 'asc' } });
  return rows.map(({ address }) => address.toLowerCase());
}

/** The payouts of a person: of own wallets, also when a wallet was linked after the record date. */
export const payoutsOf = (userId: string, wallets: readonly string[]) => ({
  OR: [{ userId }, { holder: { in: [...wallets], mode: 'insensitive' as const } }],
});
