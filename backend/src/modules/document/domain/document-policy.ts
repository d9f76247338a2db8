import type { Actor } from '../../../common/http/freehold-request.ts';
import { visibleProperties } from '../../property/domain/property-policy.ts';

type Viewer = Pick<Actor, 'role' | 'userId'>;

/** Which documents a person may know of, as a filter; every query of documents starts from it. */
export function visibleDocuments(viewer: Viewer) {
  const property = visibleProperties(viewer);
  switch (viewer.role) {
    case 'admin':
    case 'auditor':
    case 'manager':
      return { property };
    case 'investor':
      return { property, audience: 'INVESTORS', versions: { some: { state: 'AVAILABLE' } } };
    case 'tenant':
      // A tenant may know of the property, never of its documents.
      return { id: { in: [] } };
  }
}

/** Which versions of a visible document. */
export const visibleVersions = (viewer: Viewer) => (viewer.role === 'investor' ? { state: 'AVAILABLE' } : {});
