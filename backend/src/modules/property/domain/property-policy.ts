import type { Actor } from '../../../common/http/freehold-request.ts';

/** Which properties a person may know of, as a filter; every query of properties starts from it. */
export function visibleProperties(actor: Pick<Actor, 'role' | 'userId'>) {
  switch (actor.role) {
    case 'admin':
    case 'auditor':
      return {};
    case 'manager':
      return { managerId: actor.userId };
    case 'investor':
      return { state: { in: ['TOKENIZED', 'RETIRED'] } };
    case 'tenant':
      return { leases: { some: { tenantId: actor.userId } } };
  }
}
