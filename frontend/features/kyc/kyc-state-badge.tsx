import type { KycState } from '@freehold/shared/kyc';
import { kycStateWords } from '#features/kyc/kyc-words.ts';
import { Badge } from '#ui/badge.tsx';

export function KycStateBadge({ state }: { readonly state: KycState }) {
  return <Badge tone={kycStateWords[state].tone}>{kycStateWords[state].label}</Badge>;
}
