import pg from 'pg';

/**
 * Who speaks to the database. `backend` may write `app` and post to `ledger`; `indexer` may write `chain` alone;
 * `owner` is whoever DATABASE_URL names and is meant for migrations and tests.
 */
export type DatabaseRole = 'backend' | 'indexer' | 'owner';

export interface PoolOptions {
  /** Upper bound of open connections; default 10. */
  readonly max?: number;
  /** Shown in pg_stat_activity, so that an operator can tell processes apart. */
  readonly applicationName?: string;
}

/** The pg settings that make every connection of `role` act with that role's grants only. */
export function connectionConfig(
  databaseUrl: string,
  role: DatabaseRole,
  options: PoolOptions = {},
): pg.PoolConfig {
  return {
    connectionString: databaseUrl,
    max: options.max ?? 10,
    application_name: options.applicationName ?? `freehold-${role}`,
    connectionTimeoutMillis: 10_000,
    ...(role === 'owner' ? {} : { options: `-c role=freehold_${role}` }),
  };
}

/** A pool of raw connections. Errors of idle connections are swallowed: the next query reports them. */
export function createPool(databaseUrl: string, role: DatabaseRole, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool(connectionConfig(databaseUrl, role, options));
  pool.on('error', () => undefined);
  return pool;
}
