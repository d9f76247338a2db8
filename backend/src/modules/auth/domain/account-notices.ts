import { randomUUID } from 'node:crypto';
import type { PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { Configuration } from '../../../config/configuration.ts';
import type { Letter } from '../../notification/domain/letter.ts';
import { MailService } from '../../notification/domain/mail.service.ts';

/** What happened to an account, in the words of the mail that tells its owner. */
const happenings = {
  'password-changed': ['Your password was changed', 'The password of your Freehold account was changed.'],
  'password-reset': [
    'Your password was reset',
    'A new password was set for your Freehold account through a link we mailed you. All your sessions have ended.',
  ],
  'factor-set-up': [
    'A second factor was set up',
    'An authenticator app was set up for your Freehold account. Signing in now takes one of its codes.',
  ],
  'factor-removed': [
    'Your second factor was removed',
    'The authenticator app of your Freehold account was removed. Your password alone opens it now.',
  ],
  'recovery-code-used': [
    'A recovery code was used',
    'Somebody signed in to your Freehold account with one of your recovery codes instead of the app.',
  ],
  'recovery-codes-renewed': [
    'New recovery codes were made',
    'New recovery codes were made for your Freehold account. The old ones do not work any more.',
  ],
  'factor-reset': [
    'Your second factor was reset',
    'An administrator removed the authenticator app of your Freehold account, because somebody said it was lost. Reason given: ',
  ],
  'account-disabled': [
    'Your account was closed',
    'An administrator closed your Freehold account; nobody can sign in to it. Your shares stay in your wallets. Reason given: ',
  ],
  'account-enabled': [
    'Your account was opened again',
    'An administrator opened your Freehold account again. Reason given: ',
  ],
  'wallet-linked': ['A wallet was linked', 'A wallet was linked to your Freehold account: '],
  'wallet-unlinked': ['A wallet was unlinked', 'A wallet was unlinked from your Freehold account: '],
  'wallet-replaced': [
    'A lost wallet was replaced',
    'A wallet of your Freehold account was given up as lost and replaced, as you were told before. It signs nobody in any more, and every session has ended. The lost wallet: ',
  ],
  'wallet-primary': ['Your primary wallet changed', 'New shares and their dividends now go to this wallet: '],
} as const;

export type Happening = keyof typeof happenings;

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
    options: { readonly subject?: string; readonly sessionId?: string } = {},
  ): Promise<void> {
    const { email, name } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    const { sessionId, subject = '' } = options;
    const session =
      sessionId === undefined ? null : await tx.session.findUnique({ where: { id: sessionId } });
    const [title, sentence] = happenings[happening];
    const letter: Letter = {
      subject: `Freehold: ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
      paragraphs: [`Dear ${name},`, `${sentence}${subject}`, placeOf(session)],
      action: { label: 'See your account', url: `${this.configuration.environment.PUBLIC_WEB_URL}/account` },
      closing:
        'If it was you, there is nothing to do. If not, set a new password by “Forgot your password?” on the sign-in page at once: that ends every session.',
    };
    await this.mails.queue(tx, {
      key: `account-notice:${randomUUID()}`,
      userId,
      recipient: email,
      kind: happening,
      letter,
    });
  }
}

function placeOf(session: { address: string | null; userAgent: string | null } | null): string {
  const when = `When: ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC.`;
  if (session === null) return when;
  return `${when} From: ${session.address ?? 'an unknown address'}, ${session.userAgent ?? 'an unknown browser'}.`;
}
