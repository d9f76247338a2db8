/** A Prisma client or interactive transaction, as far as the ledger needs it. */
export interface PrismaLike {
  $queryRawUnsafe<Row>(sql: string, ...values: readonly unknown[]): Promise<Row>;
}

/** A pg client or pool, as far as the ledger needs it. */
export interface PgLike {
  query(sql: string, values: unknown[]): Promise<{ readonly rows: unknown[] }>;
}

/** Whatever the caller's transaction runs on. */
export type LedgerTransaction = PrismaLike | PgLike;

/** Runs one statement on either kind of connection; what comes back is to be parsed. */
export async function queryRows(db: LedgerTransaction, sql: string, values: unknown[]): Promise<unknown[]> {
  if ('$queryRawUnsafe' in db) return db.$queryRawUnsafe<unknown[]>(sql, ...values);
  return (await db.query(sql, values)).rows;
}
