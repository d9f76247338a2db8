import type { PrismaTransaction } from '@freehold/database/client';
import { type ErrorIssue, FreeholdError } from '@freehold/shared/errors';

/**
 * Throws LAST_ADMINISTRATOR when this person is an administrator and no other is active. One such change at a time, to
 * the end of its transaction: two administrators who take each other's role away at the same moment would leave none.
 */
export async function requireAnotherAdministrator(tx: PrismaTransaction, userId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('freehold.administrators'))`;
  const { role } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  if (role !== 'admin') return;
  const others = await tx.user.count({ where: { role: 'admin', state: 'ACTIVE', id: { not: userId } } });
  if (others === 0) throw new FreeholdError('LAST_ADMINISTRATOR');
}

/** Throws ROLE_IN_USE while properties, leases, wallets or an identity check would be left without who may act on them. */
export async function requireRoleUnused(tx: PrismaTransaction, userId: string, role: string): Promise<void> {
  const held: Record<string, () => Promise<ErrorIssue[]>> = {
    manager: async () =>
      named(await tx.property.count({ where: { managerId: userId } }), 'properties', 'that they manage'),
    tenant: async () =>
      named(await tx.lease.count({ where: { tenantId: userId } }), 'leases', 'in their name'),
    investor: async () => [
      ...named(await tx.wallet.count({ where: { userId } }), 'wallets', 'that may hold shares'),
      ...named(await tx.kycCase.count({ where: { userId } }), 'identity checks', 'under their name'),
    ],
  };
  const issues = (await held[role]?.()) ?? [];
  if (issues.length > 0) throw new FreeholdError('ROLE_IN_USE', undefined, { issues });
}

const named = (count: number, path: string, which: string): ErrorIssue[] =>
  count === 0 ? [] : [{ path, message: `${count} ${which}` }];
