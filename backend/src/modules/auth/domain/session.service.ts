import { randomUUID } from 'node:crypto';
import type { PrismaTransaction } from '@freehold/database/client';
import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { roleOf } from './role.ts';
import { hashToken, newToken } from './tokens.ts';

const LIFE_MS = 7 * 24 * 3_600_000;
/** A session unused for this long ends before its time. */
const IDLE_MS = 24 * 3_600_000;
const SEEN_EVERY_MS = 60_000;

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
  async resolve(token: string): Promise<(Actor & { readonly expiresAt: Date }) | null> {
    const session = await this.prisma.client.session.findUnique({
      where: { tokenHash: hashToken(token) },
      include: { user: true },
    });
    const now = Date.now();
    if (session === null || session.revokedAt !== null || session.user.state !== 'ACTIVE') return null;
    if (session.expiresAt.getTime() <= now || session.lastSeenAt.getTime() + IDLE_MS <= now) return null;
    if (session.lastSeenAt.getTime() + SEEN_EVERY_MS < now) {
      await this.prisma.client.session.update({
        where: { id: session.id },
        data: { lastSeenAt: new Date(now) },
      });
    }
    const { user } = session;
    return {
      userId: user.id,
      sessionId: session.id,
      role: roleOf(user.role),
      name: user.name,
      email: user.email,
      expiresAt: session.expiresAt,
    };
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
