import type { PrismaTransaction } from '@freehold/database/client';
import { FreeholdError, illegalTransition } from '@freehold/shared/errors';
import type { Role } from '@freehold/shared/permissions';
import type { User } from '@freehold/shared/user';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { TransitionLog } from '../../../common/transitions/transition-log.ts';
import { type Happening, inRole } from './account-letters.ts';
import { AccountNotices } from './account-notices.ts';
import { requireAnotherAdministrator, requireRoleUnused } from './role-changes.ts';
import { SessionService } from './session.service.ts';
import { UserService } from './user.service.ts';

interface Order {
  readonly id: string;
  readonly reason: string;
}

/** What administrators do to the accounts of others, never to their own; each act has a reason and a mail. */
@Injectable()
export class AccountSecurityService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly users: UserService,
    private readonly sessions: SessionService,
    private readonly notices: AccountNotices,
    private readonly transitions: TransitionLog,
  ) {}

  /** Nobody signs in any more, and every session ends. */
  disable(actor: Actor, order: Order): Promise<User> {
    return this.#act(actor, order, 'account-disabled', async (tx) => {
      await requireAnotherAdministrator(tx, order.id);
      await this.#move(tx, actor, order, 'ACTIVE', 'DISABLED');
    });
  }

  /** Throws LAST_ADMINISTRATOR, and ROLE_IN_USE while the person holds something only their present role may act on. */
  changeRole(actor: Actor, order: Order & { readonly role: Role }): Promise<User> {
    const { id, role, reason } = order;
    const subject = `You are ${inRole[role]} now. Reason given: ${reason}`;
    const change = async (tx: PrismaTransaction): Promise<void> => {
      await requireAnotherAdministrator(tx, id);
      const { role: present } = await tx.user.findUniqueOrThrow({ where: { id } });
      if (present === role)
        throw new FreeholdError('ILLEGAL_TRANSITION', 'This person has that role already.');
      await requireRoleUnused(tx, id, present);
      await tx.user.update({ where: { id }, data: { role } });
      const [from, to] = [`ROLE_${present.toUpperCase()}`, `ROLE_${role.toUpperCase()}`];
      await this.transitions.add(tx, [{ noun: 'user', id, from, to, actor: actor.userId, reason }]);
    };
    return this.#act(actor, order, 'role-changed', change, subject);
  }

  enable(actor: Actor, order: Order): Promise<User> {
    return this.#act(actor, order, 'account-enabled', (tx) =>
      this.#move(tx, actor, order, 'DISABLED', 'ACTIVE'),
    );
  }

  /** For who lost app and recovery codes. Who must have a second factor sets a new one up at the next sign-in. */
  resetSecondFactor(actor: Actor, order: Order): Promise<User> {
    return this.#act(actor, order, 'factor-reset', async (tx) => {
      const { count } = await tx.secondFactor.deleteMany({ where: { userId: order.id } });
      if (count === 0) throw new FreeholdError('SECOND_FACTOR_MISSING');
      const step = { noun: 'user', id: order.id, from: 'FACTOR_SET_UP', to: 'FACTOR_RESET' } as const;
      await this.transitions.add(tx, [{ ...step, actor: actor.userId, reason: order.reason }]);
    });
  }

  async #move(
    tx: PrismaTransaction,
    actor: Actor,
    { id, reason }: Order,
    from: string,
    to: string,
  ): Promise<void> {
    const { count } = await tx.user.updateMany({ where: { id, state: from }, data: { state: to } });
    if (count === 0) {
      const { state } = await tx.user.findUniqueOrThrow({ where: { id } });
      throw illegalTransition('account', state, to);
    }
    await this.transitions.add(tx, [{ noun: 'user', id, from, to, actor: actor.userId, reason }]);
  }

  async #act(
    actor: Actor,
    { id, reason }: Order,
    happening: Happening,
    change: (tx: PrismaTransaction) => Promise<void>,
    subject = reason,
  ): Promise<User> {
    if (id === actor.userId) throw new FreeholdError('OWN_ACCOUNT');
    await this.users.find(id);
    await this.prisma.transaction(async (tx) => {
      await change(tx);
      await this.sessions.revokeAll(tx, id, null);
      await this.notices.send(tx, id, happening, { subject });
    });
    return this.users.find(id);
  }
}
