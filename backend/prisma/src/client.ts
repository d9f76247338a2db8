import { PrismaPg } from '@prisma/adapter-pg';
import { Prisma, PrismaClient } from '../generated/client.ts';
import { connectionConfig, type DatabaseRole, type PoolOptions } from './pool.ts';

export { Prisma, PrismaClient };

/** What `prisma.$transaction(async (tx) => …)` hands to its callback. */
export type PrismaTransaction = Prisma.TransactionClient;

/** The typed client, acting with the grants of `role`. Connects lazily; call `$disconnect()` when done. */
export function createPrisma(
  databaseUrl: string,
  role: DatabaseRole,
  options: PoolOptions = {},
): PrismaClient {
  const adapter = new PrismaPg(connectionConfig(databaseUrl, role, options), {
    onConnectionError: () => undefined,
    onPoolError: () => undefined,
  });
  return new PrismaClient({ adapter });
}
