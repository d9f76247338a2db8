import type { Property } from '@freehold/shared/property';
import { propertyStateWords } from '#features/property/property-state.ts';
import { Badge } from '#ui/badge.tsx';

export function PropertyStateBadge({ property }: { readonly property: Pick<Property, 'state' | 'held'> }) {
  const words = propertyStateWords[property.state];
  return (
    <span className="inline-flex flex-wrap gap-1.5">
      <Badge tone={words.tone}>{words.label}</Badge>
      {property.held ? <Badge tone="bad">Held</Badge> : null}
    </span>
  );
}
