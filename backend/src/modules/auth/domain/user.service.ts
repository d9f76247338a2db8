import type { PrismaTransaction } from '@freehold/database/client';
import { FreeholdError } from '@freehold/shared/errors';
import type { Role } from '@freehold/shared/permissions';
import { type Invitation, type User, userStates } from '@freehold/shared/user';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { isUniqueViolation } from '../../../common/database/database-errors.ts';
import { pageOfRows, readingPage } from '../../../common/database/page-by-id.ts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { InvitationService } from './invitation.service.ts';
import { roleOf } from './role.ts';

interface Invite {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly invitedBy: string;
  readonly operationId: string;
}

interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly state: string;
  readonly emailConfirmedAt: Date | null;
  readonly createdAt: Date;
}

const stateSchema = z.enum(userStates);

const view = (row: UserRow): User => ({
  id: row.id,
  email: row.email,
  emailConfirmed: row.emailConfirmedAt !== null,
  name: row.name,
  role: roleOf(row.role),
  state: stateSchema.parse(row.state),
  createdAt: row.createdAt.toISOString(),
});

/** Name or address contains this text as it stands: what means "anything" in a pattern means itself here. */
function named(search: string) {
  const contains = search.replaceAll(/[\\%_]/g, '\\$&');
  return [
    { name: { contains, mode: 'insensitive' as const } },
    { email: { contains: contains.toLowerCase() } },
  ];
}

/** People and how they come in. */
@Injectable()
export class UserService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly invitations: InvitationService,
  ) {}

  async find(id: string): Promise<User> {
    const row = await this.prisma.client.user.findUnique({ where: { id } });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    return view(row);
  }

  /** Enters a person in a role and invites them; throws EMAIL_TAKEN. */
  async invite(input: Invite): Promise<{ readonly user: User; readonly invitation: Invitation }> {
    try {
      return await this.prisma.transaction((tx) => this.inviteWithin(tx, input));
    } catch (error) {
      if (isUniqueViolation(error)) throw new FreeholdError('EMAIL_TAKEN');
      throw error;
    }
  }

  /** As `invite`, in the caller's transaction; a repetition under the same operation answers as the first. */
  async inviteWithin(
    tx: PrismaTransaction,
    input: Invite,
  ): Promise<{ readonly user: User; readonly invitation: Invitation }> {
    const existing = await tx.user.findUnique({ where: { id: input.operationId } });
    const row =
      existing ??
      (await tx.user.create({
        data: {
          id: input.operationId,
          email: input.email,
          name: input.name,
          role: input.role,
          state: 'INVITED',
        },
      }));
    const invitation = await this.invitations.create(tx, {
      userId: row.id,
      invitedBy: input.invitedBy,
      operationId: input.operationId,
    });
    return { user: view(row), invitation };
  }

  /**
   * The tenant with this e-mail, invited when there is none yet (null invitation when there is).
   * Throws NOT_A_TENANT when the e-mail belongs to somebody of another role.
   */
  async tenantWithin(
    tx: PrismaTransaction,
    input: Omit<Invite, 'role'>,
  ): Promise<{ readonly user: User; readonly invitation: Invitation | null }> {
    const existing = await tx.user.findUnique({ where: { email: input.email } });
    if (existing === null || existing.id === input.operationId) {
      return this.inviteWithin(tx, { ...input, role: 'tenant' });
    }
    if (existing.role !== 'tenant') throw new FreeholdError('NOT_A_TENANT');
    return { user: view(existing), invitation: null };
  }

  /** Newest first; the cursor is the id of the last one seen. */
  async list(query: {
    readonly role?: Role | undefined;
    readonly search?: string | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  }) {
    const rows = await this.prisma.client.user.findMany({
      where: {
        ...(query.role === undefined ? {} : { role: query.role }),
        ...(query.search === undefined ? {} : { OR: named(query.search) }),
      },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      ...readingPage(query),
    });
    const { shown, nextCursor } = pageOfRows(rows, query.limit);
    return { items: shown.map(view), nextCursor };
  }
}
