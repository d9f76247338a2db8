import { createHash } from 'node:crypto';
import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';

const row = z.object({ seconds: z.coerce.number() });

type LockCode = 'SIGN_IN_LOCKED' | 'SIGN_UP_LOCKED' | 'SECOND_FACTOR_LOCKED';

const keyOf = (subject: string): string => createHash('sha256').update(subject).digest('hex');

/** Slows guessing down: from the fifth failure on, each doubles the wait, up to a quarter of an hour. */
@Injectable()
export class SignInThrottle {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * Counts an attempt as failed until `succeeded` says otherwise, so that a hundred at the same moment count as a
   * hundred. Throws `code` while the wait of earlier ones lasts, whether or not there is such a subject.
   */
  async attempt(subject: string, code: LockCode): Promise<void> {
    const counted = await this.prisma.pool.query(
      `INSERT INTO app.sign_in_failure AS f (email_hash, failures, last_failed_at, locked_until)
       VALUES ($1, 1, now(), now())
       ON CONFLICT (email_hash) DO UPDATE SET
         failures = CASE WHEN f.last_failed_at < now() - interval '1 day' THEN 1 ELSE f.failures + 1 END,
         last_failed_at = now(),
         locked_until = now() + make_interval(secs => CASE
           WHEN f.last_failed_at < now() - interval '1 day' OR f.failures < 4 THEN 0
           ELSE least(900, power(2, least(f.failures - 3, 10))) END)
       WHERE f.locked_until <= now()`,
      [keyOf(subject)],
    );
    if (counted.rowCount === 1) return;
    throw this.#refusal(code, (await this.#wait(subject)) ?? 1);
  }

  /** Counts nothing; throws `code` while the wait of earlier attempts lasts. */
  async check(subject: string, code: LockCode): Promise<void> {
    const seconds = await this.#wait(subject);
    if (seconds !== undefined && seconds > 0) throw this.#refusal(code, seconds);
  }

  async #wait(subject: string): Promise<number | undefined> {
    const { rows } = await this.prisma.pool.query(
      `SELECT extract(epoch FROM locked_until - now()) AS seconds FROM app.sign_in_failure WHERE email_hash = $1`,
      [keyOf(subject)],
    );
    return z.array(row).parse(rows)[0]?.seconds;
  }

  #refusal(code: LockCode, seconds: number): FreeholdError {
    return new FreeholdError(code, undefined, { retryAfterSeconds: Math.max(1, seconds) });
  }

  async succeeded(subject: string): Promise<void> {
    await this.prisma.pool.query('DELETE FROM app.sign_in_failure WHERE email_hash = $1', [keyOf(subject)]);
  }
}
