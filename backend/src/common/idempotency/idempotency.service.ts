import { createHash } from 'node:crypto';
import { FreeholdError } from '@freehold/shared/errors';
import type { Route } from '@freehold/shared/route';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../database/prisma.service.ts';
import type { FreeholdRequest } from '../http/freehold-request.ts';
import { derivedId } from './operation-id.ts';

/** A request which has not answered after this long died with its process: another may take over. */
const LEASE_SECONDS = 20;

const keySchema = z.string().regex(/^[\x21-\x7e]{8,128}$/);

const rowSchema = z.object({
  body_hash: z.string(),
  state: z.enum(['IN_FLIGHT', 'DONE']),
  response: z.json().nullable(),
  taken: z.boolean(),
});

interface Claim {
  readonly actor: string;
  readonly route: string;
  readonly key: string;
}

/**
 * Remembers the answer to each (actor, route, key). The answer is stored after the work committed; a crash between the
 * two lets the work run again, which is why what is created takes its id from `operationId`.
 */
@Injectable()
export class IdempotencyService {
  constructor(private readonly prisma: PrismaService) {}

  /** Runs `act` for a new key, or answers as the first time. Refuses a key used for another body or still at work. */
  async once(
    route: Route,
    request: FreeholdRequest,
    act: () => Promise<unknown>,
  ): Promise<{ readonly body: unknown; readonly replayed: boolean }> {
    const header = request.header('idempotency-key');
    if (header === undefined) throw new FreeholdError('IDEMPOTENCY_KEY_REQUIRED');
    const key = keySchema.safeParse(header);
    if (!key.success) {
      const issues = [{ path: 'Idempotency-Key', message: 'must be 8 to 128 printable characters' }];
      throw new FreeholdError('VALIDATION_FAILED', undefined, { issues });
    }
    const claim = {
      actor: request.actor?.userId ?? 'nobody',
      route: `${route.method} ${route.path}`,
      key: key.data,
    };
    request.operationId = derivedId(claim.actor, claim.route, claim.key);
    const stored = await this.#claim(claim, hashOf(request));
    if (stored !== null) return { body: stored.response, replayed: true };
    try {
      const body = await act();
      await this.#complete(claim, body);
      return { body, replayed: false };
    } catch (error) {
      // Should this fail too, the lease runs out by itself; the first error is the one to tell.
      await this.#release(claim).catch(() => undefined);
      throw error;
    }
  }

  /** Null when the key is ours to work on; the stored answer when there is one. */
  async #claim(claim: Claim, bodyHash: string): Promise<{ readonly response: unknown } | null> {
    const result = await this.prisma.pool.query(
      `INSERT INTO app.idempotency_key AS k (actor, route, key, body_hash, state, leased_until)
       VALUES ($1, $2, $3, $4, 'IN_FLIGHT', now() + make_interval(secs => $5))
       ON CONFLICT (actor, route, key) DO UPDATE
         SET leased_until = now() + make_interval(secs => $5)
         WHERE k.state = 'IN_FLIGHT' AND k.leased_until < now() AND k.body_hash = $4
       RETURNING body_hash, state, response, true AS taken`,
      [claim.actor, claim.route, claim.key, bodyHash, LEASE_SECONDS],
    );
    if (result.rowCount === 1) return null;
    const existing = await this.prisma.pool.query(
      `SELECT body_hash, state, response, false AS taken
         FROM app.idempotency_key WHERE actor = $1 AND route = $2 AND key = $3`,
      [claim.actor, claim.route, claim.key],
    );
    // Gone in between: the first attempt failed and released the key.
    if (existing.rowCount === 0)
      throw new FreeholdError('IDEMPOTENCY_IN_FLIGHT', undefined, { retryAfterSeconds: 1 });
    const row = rowSchema.parse(existing.rows[0]);
    if (row.body_hash !== bodyHash) throw new FreeholdError('IDEMPOTENCY_KEY_REUSED');
    if (row.state === 'IN_FLIGHT') {
      throw new FreeholdError('IDEMPOTENCY_IN_FLIGHT', undefined, { retryAfterSeconds: 1 });
    }
    return { response: row.response };
  }

  async #complete(claim: Claim, body: unknown): Promise<void> {
    await this.prisma.pool.query(
      `UPDATE app.idempotency_key SET state = 'DONE', response = $4, completed_at = now()
        WHERE actor = $1 AND route = $2 AND key = $3`,
      [claim.actor, claim.route, claim.key, JSON.stringify(body ?? null)],
    );
  }

  async #release(claim: Claim): Promise<void> {
    await this.prisma.pool.query(
      `DELETE FROM app.idempotency_key WHERE actor = $1 AND route = $2 AND key = $3 AND state = 'IN_FLIGHT'`,
      [claim.actor, claim.route, claim.key],
    );
  }
}

/** Covers everything the caller said but the key: the path with its parameters, the query and the body. */
function hashOf(request: FreeholdRequest): string {
  const said = JSON.stringify([
    request.path,
    canonical(request.input?.query),
    canonical(request.input?.body),
  ]);
  return createHash('sha256').update(said).digest('hex');
}

/** Objects with sorted keys, so that the order in which a client writes fields does not matter. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner)]),
  );
}
