import { createHash } from 'node:crypto';
import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';

const row = z.object({ seconds: z.coerce.number() });

const keyOf = (email: string): string => createHash('sha256').update(email).digest('hex');

/** Slows guessing down: from the fifth failure on, each doubles the wait, up to a quarter of an hour. */
@Injectable()
export class SignInThrottle {
  constructor(private readonly prisma: PrismaService) {}

  /** Throws SIGN_IN_LOCKED while the wait lasts, whether or not there is such an account. */
  async check(email: string): Promise<void> {
    const { rows } = await this.prisma.pool.query(
      `SELECT extract(epoch FROM locked_until - now()) AS seconds FROM app.sign_in_failure
        WHERE email_hash = $1 AND locked_until > now()`,
      [keyOf(email)],
    );
    if (rows.length === 0) return;
    throw new FreeholdError('SIGN_IN_LOCKED', undefined, { retryAfterSeconds: row.parse(rows[0]).seconds });
  }

  async failed(email: string): Promise<void> {
    await this.prisma.pool.query(
      `INSERT INTO app.sign_in_failure AS f (email_hash, failures, last_failed_at, locked_until)
       VALUES ($1, 1, now(), now())
       ON CONFLICT (email_hash) DO UPDATE SET
         failures = CASE WHEN f.last_failed_at < now() - interval '1 day' THEN 1 ELSE f.failures + 1 END,
         last_failed_at = now(),
         locked_until = now() + make_interval(secs => CASE
           WHEN f.last_failed_at < now() - interval '1 day' OR f.failures < 4 THEN 0
           ELSE least(900, power(2, least(f.failures - 3, 10))) END)`,
      [keyOf(email)],
    );
  }

  async succeeded(email: string): Promise<void> {
    await this.prisma.pool.query('DELETE FROM app.sign_in_failure WHERE email_hash = $1', [keyOf(email)]);
  }
}
