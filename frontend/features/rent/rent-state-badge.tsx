import type { RentChargeState } from '@freehold/shared/rent';
import { rentStates } from '#features/rent/rent-state.ts';
import { Badge } from '#ui/badge.tsx';

export function RentStateBadge({ state }: { readonly state: RentChargeState }) {
  const words = rentStates[state];
  return <Badge tone={words.tone}>{words.label}</Badge>;
}
