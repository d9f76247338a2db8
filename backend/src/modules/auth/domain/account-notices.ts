import { randomUUID } from 'node:crypto';
import type { PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { Configuration } from '../../../config/configuration.ts';
import { MailService } from '../../notification/domain/mail.service.ts';
import { accountLetter, type Happening } from './account-letters.ts';

interface NoticeOptions {
  readonly subject?: string;
  readonly sessionId?: string;
  /** Left out: the present address of the account. */
  readonly recipient?: string;
}

/** Tells the owner of an account, by mail, what changed about how it is entered: at least when it was not them. */
@Injectable()
export class AccountNotices {
  constructor(
    private readonly mails: MailService,
    private readonly configuration: Configuration,
  ) {}

  /** Queued in the transaction of the change itself: no change without its notice. */
  async send(
    tx: PrismaTransaction,
    userId: string,
    happening: Happening,
    options: NoticeOptions = {},
  ): Promise<void> {
    const { email, name } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    const { sessionId, subject = '', recipient = email } = options;
    const session =
      sessionId === undefined ? null : await tx.session.findUnique({ where: { id: sessionId } });
    const place = placeOf(session);
    await this.mails.queue(tx, {
      key: `account-notice:${randomUUID()}`,
      userId,
      recipient,
      kind: happening,
      letter: accountLetter(
        { name, happening, subject, place },
        this.configuration.environment.PUBLIC_WEB_URL,
      ),
    });
  }
}

function placeOf(session: { address: string | null; userAgent: string | null } | null): string {
  const when = `When: ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC.`;
  if (session === null) return when;
  return `${when} From: ${session.address ?? 'an unknown address'}, ${session.userAgent ?? 'an unknown browser'}.`;
}
