import type { PrismaClient, PrismaTransaction } from '@freehold/database/client';

/** For each lost wallet the one that stands for it now, lower case. */
export async function successorsOf(
  client: PrismaClient | PrismaTransaction,
): Promise<ReadonlyMap<string, string>> {
  const rows = await client.wallet.findMany({ where: { replacedBy: { not: null } } });
  return lastSuccessors(rows);
}

interface Loss {
  readonly address: string;
  readonly replacedBy: string | null;
}

/** Of a chain of losses the last; ends also where rows go round, which no recovery brings about. */
export function lastSuccessors(losses: readonly Loss[]): ReadonlyMap<string, string> {
  const next = new Map(losses.map(({ address, replacedBy }) => [address, replacedBy ?? address]));
  const end = (lost: string): string => losses.reduce((wallet) => next.get(wallet) ?? wallet, lost);
  return new Map(losses.map(({ address }) => [address, end(address)]));
}
