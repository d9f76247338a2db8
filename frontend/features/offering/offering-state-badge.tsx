import type { Offering } from '@freehold/shared/offering';
import { offeringWords } from '#features/offering/offering-words.ts';
import { Badge } from '#ui/badge.tsx';

export function OfferingStateBadge({ offering }: { readonly offering: Pick<Offering, 'state'> }) {
  const { label, tone } = offeringWords[offering.state];
  return <Badge tone={tone}>{label}</Badge>;
}
