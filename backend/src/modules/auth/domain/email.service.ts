import { randomUUID } from 'node:crypto';
import type { PrismaTransaction } from '@freehold/database/client';
import type { EmailState } from '@freehold/shared/email';
import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { isUniqueViolation } from '../../../common/database/database-errors.ts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { TransitionLog } from '../../../common/transitions/transition-log.ts';
import { Configuration } from '../../../config/configuration.ts';
import { MailService } from '../../notification/domain/mail.service.ts';
import { confirmEmailLetter, emailTakenLetter, signUpTakenLetter } from './account-letters.ts';
import { AccountNotices } from './account-notices.ts';
import { SessionService } from './session.service.ts';
import { hashToken, newToken } from './tokens.ts';

const DAY_MS = 24 * 3_600_000;
const LINK_LIFE_MS = DAY_MS;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;
/** Mails an hour which other accounts together may send to one address. */
const FROM_OTHERS_AN_HOUR = 3;

interface Account {
  readonly id: string;
  readonly email: string;
  readonly emailConfirmedAt: Date | null;
}

/** Shows that the address of an account reaches its owner, and replaces it by another that does. */
@Injectable()
export class EmailService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly mails: MailService,
    private readonly notices: AccountNotices,
    private readonly sessions: SessionService,
    private readonly transitions: TransitionLog,
    private readonly configuration: Configuration,
  ) {}

  async read(userId: string): Promise<EmailState> {
    const { client } = this.prisma;
    const { email, emailConfirmedAt } = await client.user.findUniqueOrThrow({ where: { id: userId } });
    const open = await client.emailConfirmation.findFirst({
      where: { userId, usedAt: null, expiresAt: { gt: new Date() } },
      orderBy: { createdAt: 'desc' },
    });
    const resendAt = await this.#resendAt(client, userId);
    return {
      email,
      confirmed: emailConfirmedAt !== null,
      pending: open && {
        email: open.email,
        sentAt: open.createdAt.toISOString(),
        expiresAt: open.expiresAt.toISOString(),
        resendAt: (resendAt ?? open.createdAt).toISOString(),
      },
    };
  }

  /** The first link of an account, in the transaction that opens it. */
  begin(tx: PrismaTransaction, account: Account): Promise<void> {
    return this.#mailLink(tx, account, account.email);
  }

  /** Tells the owner of an address, once a day at most, that somebody tried to open another account with it. */
  async tellOwner(tx: PrismaTransaction, email: string): Promise<void> {
    const owner = await tx.user.findUnique({ where: { email } });
    if (owner === null || owner.state !== 'ACTIVE') return;
    await this.mails.queue(tx, {
      key: `sign-up-taken:${owner.id}:${new Date().toISOString().slice(0, 10)}`,
      userId: owner.id,
      recipient: email,
      kind: 'sign-up-taken',
      letter: signUpTakenLetter(this.configuration.environment.PUBLIC_WEB_URL),
    });
  }

  /** Throws EMAIL_CONFIRMED when there is nothing to confirm, EMAIL_RESEND_TOO_SOON while the wait lasts. */
  async resend(actor: Actor): Promise<EmailState> {
    await this.prisma.transaction(async (tx) => {
      const account = await this.#lock(tx, actor.userId);
      const last = await tx.emailConfirmation.findFirst({
        where: { userId: account.id, usedAt: null },
        orderBy: { createdAt: 'desc' },
      });
      if (last === null && account.emailConfirmedAt !== null) throw new FreeholdError('EMAIL_CONFIRMED');
      await this.#mailLink(tx, account, last?.email ?? account.email);
    });
    return this.read(actor.userId);
  }

  /** The present address stays until the new one is confirmed, and is told of the wish. Throws as `resend` does. */
  async change(actor: Actor, email: string): Promise<EmailState> {
    await this.prisma.transaction(async (tx) => {
      const account = await this.#lock(tx, actor.userId);
      const confirmed = account.emailConfirmedAt !== null;
      if (confirmed && email === account.email) throw new FreeholdError('EMAIL_CONFIRMED');
      await this.#mailLink(tx, account, email);
      if (confirmed) {
        const { sessionId } = actor;
        await this.notices.send(tx, account.id, 'email-change-asked', { subject: email, sessionId });
      }
    });
    return this.read(actor.userId);
  }

  /**
   * Throws EMAIL_LINK_INVALID. The link alone is not enough: whoever entered a stranger's address could otherwise wait
   * until the stranger follows it.
   */
  async confirm(actor: Actor, token: string): Promise<void> {
    try {
      await this.prisma.transaction(async (tx) => {
        const [tokenHash, now] = [hashToken(token), new Date()];
        const before = await this.#lock(tx, actor.userId);
        // One statement, so that two requests with the same link cannot both pass.
        const { count } = await tx.emailConfirmation.updateMany({
          where: { tokenHash, userId: actor.userId, usedAt: null, expiresAt: { gt: now } },
          data: { usedAt: now },
        });
        if (count === 0) throw new FreeholdError('EMAIL_LINK_INVALID');
        const { email } = await tx.emailConfirmation.findUniqueOrThrow({ where: { tokenHash } });
        await tx.user.update({ where: { id: before.id }, data: { email, emailConfirmedAt: now } });
        await this.#tell(tx, actor, before, email);
      });
    } catch (error) {
      // Somebody else confirmed the same address since the link was mailed.
      if (isUniqueViolation(error)) throw new FreeholdError('EMAIL_TAKEN');
      throw error;
    }
  }

  async #tell(tx: PrismaTransaction, actor: Actor, before: Account, email: string): Promise<void> {
    const { id, emailConfirmedAt } = before;
    const [from, to] =
      emailConfirmedAt === null
        ? ['EMAIL_UNCONFIRMED', 'EMAIL_CONFIRMED']
        : ['EMAIL_CONFIRMED', 'EMAIL_CHANGED'];
    await this.transitions.add(tx, [{ noun: 'user', id, from, to, actor: id }]);
    if (email === before.email) return;
    // Links to a new password lie in the mailbox that was just left.
    await tx.passwordReset.updateMany({
      where: { userId: id, usedAt: null },
      data: { usedAt: new Date() },
    });
    await this.sessions.revokeAll(tx, id, actor.sessionId);
    const notice = { subject: email, sessionId: actor.sessionId };
    await this.notices.send(tx, id, 'email-changed', notice);
    // An address that was never confirmed may be a stranger's: the account is none of their business.
    if (emailConfirmedAt === null) return;
    await this.notices.send(tx, id, 'email-changed', { ...notice, recipient: before.email });
  }

  async #lock(tx: PrismaTransaction, userId: string): Promise<Account> {
    await tx.$queryRaw`SELECT id FROM app.user_account WHERE id = ${userId}::uuid FOR UPDATE`;
    return tx.user.findUniqueOrThrow({ where: { id: userId } });
  }

  /** When the next link may be mailed: a minute after the first of a day, and twice as long after each further one. */
  async #resendAt(tx: Pick<PrismaTransaction, 'emailConfirmation'>, userId: string): Promise<Date | null> {
    const since = new Date(Date.now() - DAY_MS);
    const rows = await tx.emailConfirmation.findMany({
      where: { userId, createdAt: { gt: since } },
      orderBy: { createdAt: 'desc' },
    });
    const [last] = rows;
    if (last === undefined) return null;
    const wait = Math.min(FIRST_WAIT_MS * 2 ** (rows.length - 1), LONGEST_WAIT_MS);
    return new Date(last.createdAt.getTime() + wait);
  }

  async #mailLink(tx: PrismaTransaction, account: Account, email: string): Promise<void> {
    const [now, userId] = [new Date(), account.id];
    const resendAt = await this.#resendAt(tx, userId);
    if (resendAt !== null && resendAt > now) {
      const retryAfterSeconds = Math.ceil((resendAt.getTime() - now.getTime()) / 1_000);
      throw new FreeholdError('EMAIL_RESEND_TOO_SOON', undefined, { retryAfterSeconds });
    }
    const [id, token] = [randomUUID(), newToken()];
    await tx.emailConfirmation.updateMany({ where: { userId, usedAt: null }, data: { usedAt: now } });
    const expiresAt = new Date(now.getTime() + LINK_LIFE_MS);
    await tx.emailConfirmation.create({
      data: { id, userId, email, tokenHash: hashToken(token), createdAt: now, expiresAt },
    });
    await this.#post(tx, { id, userId, email, token });
  }

  /** Who asks is answered alike whatever goes out here: the link, a word to the owner of a taken address, or nothing. */
  async #post(
    tx: PrismaTransaction,
    link: { readonly id: string; readonly userId: string; readonly email: string; readonly token: string },
  ): Promise<void> {
    const { id, userId, email, token } = link;
    const since = new Date(Date.now() - 3_600_000);
    const others = await tx.emailConfirmation.count({
      where: { email, createdAt: { gt: since }, userId: { not: userId } },
    });
    const owner = await tx.user.findFirst({ where: { email, id: { not: userId } } });
    if (others >= FROM_OTHERS_AN_HOUR) return;
    const { PUBLIC_WEB_URL } = this.configuration.environment;
    await this.mails.queue(tx, {
      key: `email-confirmation:${id}`,
      userId: owner?.id ?? userId,
      recipient: email,
      kind: owner === null ? 'email-confirmation' : 'email-taken',
      letter: owner === null ? confirmEmailLetter(token, PUBLIC_WEB_URL) : emailTakenLetter(PUBLIC_WEB_URL),
    });
  }
}
