import type { ComplianceAct, ComplianceActKind, ComplianceActState } from '@freehold/shared/compliance';
import type { Tone } from '#ui/badge.tsx';

export const actWords: Readonly<Record<ComplianceActKind, string>> = {
  FREEZE: 'Freeze the wallet',
  UNFREEZE: 'Release the wallet',
  FREEZE_SHARES: 'Freeze a part',
  UNFREEZE_SHARES: 'Release a part',
  APPROVE_TRANSFER: 'Approve a transfer',
  REVOKE_APPROVAL: 'Take an approval back',
  FORCED_TRANSFER: 'Forced transfer',
  RECOVERY: 'Replace a lost wallet',
};

/** Where an act stands at one token. */
export const callWords: Readonly<Record<ComplianceAct['calls'][number]['state'], string>> = {
  WAITING: 'waits for the decision',
  SUBMITTED: 'on its way to the chain',
  FINAL: 'done',
  FAILED: 'failed',
};

export const actStateWords: Readonly<
  Record<ComplianceActState, { readonly label: string; readonly tone: Tone; readonly waitsFor?: string }>
> = {
  PROPOSED: { label: 'Proposed', tone: 'warn', waitsFor: 'Waits for a second administrator' },
  REFUSED: { label: 'Refused', tone: 'neutral' },
  SUBMITTED: { label: 'On its way', tone: 'info', waitsFor: 'Waits for the chain to be final' },
  FINAL: { label: 'Done', tone: 'good' },
  FAILED: { label: 'Failed', tone: 'bad' },
};
