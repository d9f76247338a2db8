import type { StatementState } from '@freehold/shared/statement';
import { statementStateWords } from '#features/statement/statement-state.ts';
import { Badge } from '#ui/badge.tsx';

export function StatementStateBadge({ state }: { readonly state: StatementState }) {
  const words = statementStateWords[state];
  return <Badge tone={words.tone}>{words.label}</Badge>;
}
