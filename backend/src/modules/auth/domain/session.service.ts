import { randomUUID } from 'node:crypto';
import type { PrismaClient, PrismaTransaction } from '@freehold/database/client';
import type { SecondFactorStage } from '@freehold/shared/auth';
import { FreeholdError } from '@freehold/shared/errors';
import { needsSecondFactor, type Role, roles } from '@freehold/shared/permissions';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { roleOf } from './role.ts';
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
    emailConfirmed: z.boolean(),
    hasFactor: z.boolean(),
    factorGiven: z.boolean(),
    provedAt: z.date(),
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

/** How far a session has come with the second factor. */
function stageOf(role: Role, hasFactor: boolean, factorGiven: boolean): SecondFactorStage {
  if (hasFactor) return factorGiven ? 'DONE' : 'TO_VERIFY';
  return needsSecondFactor(role) ? 'TO_SET_UP' : 'NOT_NEEDED';
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
              u.email_confirmed_at IS NOT NULL AS "emailConfirmed",
              s.proved_at AS "provedAt", s.second_factor_at IS NOT NULL AS "factorGiven",
              EXISTS (SELECT FROM app.second_factor f
                       WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS "hasFactor",
              s.last_seen_at < now() - make_interval(secs => $2) AS stale
         FROM app.session s JOIN app.user_account u ON u.id = s.user_id
        WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND u.state = 'ACTIVE'
          AND s.expires_at > now() AND s.last_seen_at > now() - make_interval(secs => $3)`,
      [hashToken(token), SEEN_EVERY_MS / 1000, IDLE_MS / 1000],
    );
    const [found] = actorRows.parse(rows);
    if (found === undefined) return null;
    const { stale, hasFactor, factorGiven, ...person } = found;
    const actor: Actor = { ...person, secondFactor: stageOf(person.role, hasFactor, factorGiven) };
    if (stale) {
      await this.prisma.client.session.update({
        where: { id: actor.sessionId },
        data: { lastSeenAt: new Date() },
      });
    }
    return actor;
  }

  async find(id: string): Promise<{ readonly expiresAt: Date; readonly secondFactor: SecondFactorStage }> {
    const { expiresAt, secondFactorAt, user } = await this.prisma.client.session.findUniqueOrThrow({
      where: { id },
      include: { user: { include: { secondFactor: true } } },
    });
    const hasFactor = user.secondFactor?.confirmedAt != null;
    return { expiresAt, secondFactor: stageOf(roleOf(user.role), hasFactor, secondFactorAt !== null) };
  }

  /** Notes in the session that its owner just proved to be there, by the second factor or otherwise. */
  async prove(tx: PrismaTransaction, id: string, proof: { readonly secondFactor: boolean }): Promise<void> {
    const now = new Date();
    await tx.session.update({
      where: { id },
      data: { provedAt: now, ...(proof.secondFactor ? { secondFactorAt: now } : {}) },
    });
  }

  async list(userId: string) {
    return this.prisma.client.session.findMany({
      where: {
        userId,
        revokedAt: null,
        expiresAt: { gt: new Date() },
        lastSeenAt: { gt: new Date(Date.now() - IDLE_MS) },
      },
      orderBy: { lastSeenAt: 'desc' },
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

  /** Ends all sessions of this person, but for one if it is named; answers how many. */
  async revokeAll(
    client: PrismaTransaction | PrismaClient,
    userId: string,
    except: string | null,
  ): Promise<number> {
    const { count } = await client.session.updateMany({
      where: { userId, revokedAt: null, ...(except === null ? {} : { id: { not: except } }) },
      data: { revokedAt: new Date() },
    });
    return count;
  }

  async revokeOthers(actor: Actor): Promise<number> {
    return this.revokeAll(this.prisma.client, actor.userId, actor.sessionId);
  }
}
