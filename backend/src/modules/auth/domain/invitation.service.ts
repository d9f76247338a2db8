import type { PrismaTransaction } from '@freehold/database/client';
import { FreeholdError } from '@freehold/shared/errors';
import type { Invitation } from '@freehold/shared/user';
import { Injectable } from '@nestjs/common';
import { derivedId } from '../../../common/idempotency/operation-id.ts';
import { Configuration } from '../../../config/configuration.ts';
import { MailService } from '../../notification/domain/mail.service.ts';
import { invitationLetter } from './account-letters.ts';
import { roleOf } from './role.ts';
import { hashToken, invitationTokenOf, mailedInvitationTokenOf } from './tokens.ts';

const LIFE_MS = 14 * 24 * 3_600_000;

interface Opened {
  readonly id: string;
  readonly email: string;
  readonly emailConfirmedAt: Date | null;
}

/** Lets a person who was entered by somebody else choose a password, once: by the link they were mailed or handed. */
@Injectable()
export class InvitationService {
  constructor(
    private readonly configuration: Configuration,
    private readonly mails: MailService,
  ) {}

  /** Invites an account, by mail too; `operationId` makes a repetition answer with the same link. */
  async create(
    tx: PrismaTransaction,
    input: { readonly userId: string; readonly invitedBy: string; readonly operationId: string },
  ): Promise<Invitation> {
    const { SESSION_SECRET, PUBLIC_WEB_URL } = this.configuration.environment;
    const id = derivedId('invitation', input.operationId);
    const token = invitationTokenOf(SESSION_SECRET, id);
    const mailedToken = mailedInvitationTokenOf(SESSION_SECRET, id);
    const data = {
      id,
      userId: input.userId,
      invitedBy: input.invitedBy,
      tokenHash: hashToken(token),
      mailedTokenHash: hashToken(mailedToken),
      expiresAt: new Date(Date.now() + LIFE_MS),
    };
    const row = await tx.invitation.upsert({
      where: { id },
      create: data,
      update: {},
      include: { user: true },
    });
    const { name, email: recipient, role } = row.user;
    await this.mails.queue(tx, {
      key: `invitation:${id}`,
      userId: input.userId,
      recipient,
      kind: 'invitation',
      letter: invitationLetter({ name, role: roleOf(role), token: mailedToken }, PUBLIC_WEB_URL),
    });
    return {
      token,
      url: `${PUBLIC_WEB_URL}/accept-invitation?token=${token}`,
      expiresAt: row.expiresAt.toISOString(),
    };
  }

  /**
   * Uses an invitation up and activates its account; throws INVITATION_INVALID. The mailed link proves the address; the
   * one that was handed over does not.
   */
  async accept(tx: PrismaTransaction, token: string, passwordHash: string): Promise<Opened> {
    const hash = hashToken(token);
    const now = new Date();
    const either = { OR: [{ tokenHash: hash }, { mailedTokenHash: hash }] };
    const { count } = await tx.invitation.updateMany({
      where: { ...either, acceptedAt: null, expiresAt: { gt: now } },
      data: { acceptedAt: now },
    });
    if (count === 0) throw new FreeholdError('INVITATION_INVALID');
    const { userId, mailedTokenHash } = await tx.invitation.findFirstOrThrow({ where: either });
    const activated = await tx.user.updateMany({
      where: { id: userId, state: 'INVITED' },
      data: { state: 'ACTIVE', passwordHash, emailConfirmedAt: mailedTokenHash === hash ? now : null },
    });
    if (activated.count === 0) throw new FreeholdError('INVITATION_INVALID');
    return tx.user.findUniqueOrThrow({ where: { id: userId } });
  }
}
