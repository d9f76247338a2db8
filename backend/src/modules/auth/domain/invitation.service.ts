import type { PrismaTransaction } from '@freehold/database/client';
import { FreeholdError } from '@freehold/shared/errors';
import type { Invitation } from '@freehold/shared/user';
import { Injectable } from '@nestjs/common';
import { derivedId } from '../../../common/idempotency/operation-id.ts';
import { Configuration } from '../../../config/configuration.ts';
import { hashToken, invitationTokenOf } from './tokens.ts';

const LIFE_MS = 14 * 24 * 3_600_000;

/** Lets a person who was entered by somebody else choose a password, once. */
@Injectable()
export class InvitationService {
  constructor(private readonly configuration: Configuration) {}

  /** Invites an account; `operationId` makes a repetition answer with the same link. */
  async create(
    tx: PrismaTransaction,
    input: { readonly userId: string; readonly invitedBy: string; readonly operationId: string },
  ): Promise<Invitation> {
    const id = derivedId('invitation', input.operationId);
    const token = invitationTokenOf(this.configuration.environment.SESSION_SECRET, id);
    const data = {
      id,
      userId: input.userId,
      invitedBy: input.invitedBy,
      tokenHash: hashToken(token),
      expiresAt: new Date(Date.now() + LIFE_MS),
    };
    const row = await tx.invitation.upsert({ where: { id }, create: data, update: {} });
    return {
      token,
      url: `${this.configuration.environment.PUBLIC_WEB_URL}/accept-invitation?token=${token}`,
      expiresAt: row.expiresAt.toISOString(),
    };
  }

  /** Uses an invitation up and activates its account; throws INVITATION_INVALID. Answers with the account's id. */
  async accept(tx: PrismaTransaction, token: string, passwordHash: string): Promise<string> {
    const tokenHash = hashToken(token);
    const { count } = await tx.invitation.updateMany({
      where: { tokenHash, acceptedAt: null, expiresAt: { gt: new Date() } },
      data: { acceptedAt: new Date() },
    });
    if (count === 0) throw new FreeholdError('INVITATION_INVALID');
    const { userId } = await tx.invitation.findUniqueOrThrow({ where: { tokenHash } });
    const activated = await tx.user.updateMany({
      where: { id: userId, state: 'INVITED' },
      data: { state: 'ACTIVE', passwordHash },
    });
    if (activated.count === 0) throw new FreeholdError('INVITATION_INVALID');
    return userId;
  }
}
