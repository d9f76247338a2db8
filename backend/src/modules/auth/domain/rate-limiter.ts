import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';

const row = z.object({ requests: z.number() });

/** Counts requests a minute in the database, so that replicas agree. */
@Injectable()
export class RateLimiter {
  constructor(private readonly prisma: PrismaService) {}

  /** Counts one request of `subject`; throws RATE_LIMITED above `limit` in this minute. */
  async hit(subject: string, limit: number): Promise<void> {
    const { rows } = await this.prisma.pool.query(
      `INSERT INTO app.rate_limit AS r (subject, minute, requests)
       VALUES ($1, date_trunc('minute', now()), 1)
       ON CONFLICT (subject, minute) DO UPDATE SET requests = r.requests + 1
       RETURNING requests`,
      [subject],
    );
    if (row.parse(rows[0]).requests <= limit) return;
    throw new FreeholdError('RATE_LIMITED', undefined, { retryAfterSeconds: 60 - new Date().getSeconds() });
  }
}
