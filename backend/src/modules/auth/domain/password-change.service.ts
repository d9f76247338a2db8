import { randomUUID } from 'node:crypto';
import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { Configuration } from '../../../config/configuration.ts';
import { MailService } from '../../notification/domain/mail.service.ts';
import { passwordResetLetter } from './account-letters.ts';
import { AccountNotices } from './account-notices.ts';
import { PasswordService } from './password.service.ts';
import { SessionService } from './session.service.ts';
import { SignInThrottle } from './sign-in-throttle.ts';
import { hashToken, newToken } from './tokens.ts';

/** Wakes the task that answers requests for a new password. */
export const passwordResetChannel = 'password_reset_requested';

const RESET_LIFE_MS = 30 * 60_000;
/** Mails an hour to one account, so that nobody can be flooded. */
const RESETS_AN_HOUR = 3;

/** Changing a password that is known, and replacing one that was forgotten. */
@Injectable()
export class PasswordChangeService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly passwords: PasswordService,
    private readonly sessions: SessionService,
    private readonly throttle: SignInThrottle,
    private readonly notices: AccountNotices,
    private readonly mails: MailService,
    private readonly configuration: Configuration,
  ) {}

  /** Throws PASSWORD_WRONG. Every other session ends, and so does every link of a reset. */
  async change(
    actor: Actor,
    input: { readonly currentPassword: string; readonly password: string },
  ): Promise<void> {
    await this.throttle.attempt(actor.email, 'SIGN_IN_LOCKED');
    const user = await this.prisma.client.user.findUniqueOrThrow({ where: { id: actor.userId } });
    if (!(await this.passwords.matches(user.passwordHash, input.currentPassword))) {
      throw new FreeholdError('PASSWORD_WRONG');
    }
    await this.throttle.succeeded(actor.email);
    const passwordHash = await this.passwords.hash(input.password);
    await this.prisma.transaction(async (tx) => {
      await tx.user.update({ where: { id: actor.userId }, data: { passwordHash } });
      await tx.passwordReset.updateMany({
        where: { userId: actor.userId, usedAt: null },
        data: { usedAt: new Date() },
      });
      await this.sessions.revokeAll(tx, actor.userId, actor.sessionId);
      await this.notices.send(tx, actor.userId, 'password-changed', { sessionId: actor.sessionId });
    });
  }

  /** The same for every e-mail: one row and a call to the task that looks at it. */
  async requestReset(email: string, address: string | null): Promise<void> {
    await this.prisma.transaction(async (tx) => {
      await tx.passwordResetRequest.create({ data: { email, address } });
      await tx.$executeRaw`SELECT pg_notify(${passwordResetChannel}, '')`;
    });
  }

  /** Takes the oldest request and mails a link if there is such an account; false when no request is left. */
  async answerOneRequest(): Promise<boolean> {
    return this.prisma.transaction(async (tx) => {
      const request = await tx.passwordResetRequest.findFirst({ orderBy: { id: 'asc' } });
      if (request === null) return false;
      await tx.passwordResetRequest.delete({ where: { id: request.id } });
      const user = await tx.user.findUnique({ where: { email: request.email } });
      if (user === null || user.state !== 'ACTIVE') return true;
      const since = new Date(Date.now() - 3_600_000);
      const recent = await tx.passwordReset.count({ where: { userId: user.id, createdAt: { gt: since } } });
      if (recent >= RESETS_AN_HOUR) return true;
      const [id, token] = [randomUUID(), newToken()];
      await tx.passwordReset.create({
        data: {
          id,
          userId: user.id,
          tokenHash: hashToken(token),
          expiresAt: new Date(Date.now() + RESET_LIFE_MS),
        },
      });
      await this.mails.queue(tx, {
        key: `password-reset:${id}`,
        userId: user.id,
        recipient: user.email,
        kind: 'password-reset-link',
        letter: passwordResetLetter(
          { name: user.name, token, address: request.address },
          this.configuration.environment.PUBLIC_WEB_URL,
        ),
      });
      return true;
    });
  }

  /** Throws PASSWORD_RESET_INVALID. All sessions end; the second factor stays as it is. */
  async reset(token: string, password: string): Promise<void> {
    const passwordHash = await this.passwords.hash(password);
    const email = await this.prisma.transaction(async (tx) => {
      const tokenHash = hashToken(token);
      const now = new Date();
      // One statement, so that two requests with the same link cannot both pass.
      const { count } = await tx.passwordReset.updateMany({
        where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
        data: { usedAt: now },
      });
      if (count === 0) throw new FreeholdError('PASSWORD_RESET_INVALID');
      const { userId } = await tx.passwordReset.findUniqueOrThrow({ where: { tokenHash } });
      const changed = await tx.user.updateMany({
        where: { id: userId, state: 'ACTIVE' },
        data: { passwordHash },
      });
      if (changed.count === 0) throw new FreeholdError('PASSWORD_RESET_INVALID');
      // The link came by mail: whoever follows it reads that address.
      await tx.user.updateMany({
        where: { id: userId, emailConfirmedAt: null },
        data: { emailConfirmedAt: now },
      });
      await tx.passwordReset.updateMany({ where: { userId, usedAt: null }, data: { usedAt: now } });
      await this.sessions.revokeAll(tx, userId, null);
      await this.notices.send(tx, userId, 'password-reset');
      return (await tx.user.findUniqueOrThrow({ where: { id: userId } })).email;
    });
    await this.throttle.succeeded(email);
  }
}
