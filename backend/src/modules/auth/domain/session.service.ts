import { randomUUID } from 'node:crypto';
import type { PrismaTransaction } from '@freehold/database/client';
import { FreeholdError } from '@freehold/shared/errors';
import { roles } from '@freehold/shared/permissions';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { hashToken, newToken } from './tokens.ts';

const LIFE_MS = 7 * 24 * 3_600_000;
/** A session unused for this long ends before its time. */
const IDLE_MS = 24 * 3_600_000;
const SEEN_EVERY_MS = 60_000;

const actorRows = z.array(
  z.object({
    sessionId: z.string(),
    userId: z.string(),
    role: z.enum(roles),
    name: z.string(),
    email: z.string(),
    stale: z.boolean(),
  }),
);

export interface ClientDescription {
  readonly userAgent: string | null;
  readonly address: string | null;
}

export interface OpenedSession {
  readonly id: string;
  readonly userId: string;
  /** For the cookie; never stored. */
  readonly token: string;
  readonly expiresAt: Date;
}

/** Sessions live in the database, so that they can be listed and ended anywhere. */
@Injectable()
export class SessionService {
  constructor(private readonly prisma: PrismaService) {}

  async open(tx: PrismaTransaction, userId: string, client: ClientDescription): Promise<OpenedSession> {
    const token = newToken();
    const expiresAt = new Date(Date.now() + LIFE_MS);
    const { id } = await tx.session.create({
      data: { id: randomUUID(), userId, tokenHash: hashToken(token), expiresAt, ...client },
    });
    return { id, userId, token, expiresAt };
  }

  /** Who holds this cookie; null when its session is unknown, ended, idle or of a disabled account. */
  async resolve(token: string): Promise<Actor | null> {
    // Every request comes by here: one statement, not the three that the typed client would send.
    const { rows } = await this.prisma.pool.query(
      `SELECT s.id AS "sessionId", u.id AS "userId", u.role, u.name, u.email,
              s.last_seen_at < now() - make_interval(secs => $2) AS stale
         FROM app.session s JOIN app.user_account u ON u.id = s.user_id
        WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND u.state = 'ACTIVE'
          AND s.expires_at > now() AND s.last_seen_at > now() - make_interval(secs => $3)`,
      [hashToken(token), SEEN_EVERY_MS / 1000, IDLE_MS / 1000],
    );
    const [found] = actorRows.parse(rows);
    if (found === undefined) return null;
    const { stale, ...actor } = found;
    if (stale) {
      await this.prisma.client.session.update({
        where: { id: actor.sessionId },
        data: { lastSeenAt: new Date() },
      });
    }
    return actor;
  }

  async find(id: string): Promise<{ readonly expiresAt: Date }> {
    return this.prisma.client.session.findUniqueOrThrow({ where: { id } });
  }

  async list(userId: string) {
    return this.prisma.client.session.findMany({
      where: { userId, revokedAt: null, expiresAt: { gt: new Date() } },
      orderBy: { createdAt: 'desc' },
      take: 100,
    });
  }

  /** Ends a session of this person; another's looks as if it did not exist. */
  async revoke(userId: string, id: string): Promise<void> {
    const { count } = await this.prisma.client.session.updateMany({
      where: { id, userId, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (count === 0) throw new FreeholdError('NOT_FOUND');
  }
}
