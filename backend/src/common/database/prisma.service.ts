import { createPrisma, type PrismaClient, type PrismaTransaction } from '@freehold/database/client';
import { createPool } from '@freehold/database/pool';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import { Configuration } from '../../config/configuration.ts';

/** The database in role freehold_backend: `client` for typed access, `pool` for SQL that Prisma cannot say. */
@Injectable()
export class PrismaService implements OnApplicationShutdown {
  readonly client: PrismaClient;
  readonly pool: pg.Pool;

  constructor(configuration: Configuration) {
    const { DATABASE_URL, PROCESS } = configuration.environment;
    const applicationName = `freehold-${PROCESS.join('+')}`;
    this.client = createPrisma(DATABASE_URL, 'backend', { max: 15, applicationName });
    this.pool = createPool(DATABASE_URL, 'backend', { max: 10, applicationName });
  }

  /** Runs `work` in one transaction; what it throws rolls everything back. */
  transaction<T>(work: (tx: PrismaTransaction) => Promise<T>): Promise<T> {
    return this.client.$transaction(work, { timeout: 30_000, maxWait: 10_000 });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client.$disconnect();
    await this.pool.end();
  }
}
