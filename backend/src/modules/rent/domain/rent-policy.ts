import type { Actor } from '../../../common/http/freehold-request.ts';

/** Which rent charges a person may know of. */
export function visibleCharges(actor: Pick<Actor, 'role' | 'userId'>) {
  switch (actor.role) {
    case 'admin':
    case 'auditor':
      return {};
    case 'manager':
      return { property: { managerId: actor.userId } };
    default:
      return { tenantId: actor.userId };
  }
}
