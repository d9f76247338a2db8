import type { StatementLineKind, StatementState } from '@freehold/shared/statement';
import type { Tone } from '#ui/badge.tsx';

interface StateWords {
  readonly label: string;
  readonly tone: Tone;
  readonly waitsFor?: string;
}

export const statementStateWords: Readonly<Record<StatementState, StateWords>> = {
  OPEN: { label: 'Open', tone: 'neutral', waitsFor: 'Waits for the manager to submit it.' },
  SUBMITTED: { label: 'Submitted', tone: 'warn', waitsFor: 'Waits for an administrator to review it.' },
  SENT_BACK: {
    label: 'Sent back',
    tone: 'bad',
    waitsFor: 'Waits for the manager to correct and submit it again.',
  },
  APPROVED: { label: 'Approved', tone: 'info', waitsFor: 'Waits for its dividend to be paid.' },
  DISTRIBUTED: { label: 'Distributed', tone: 'good' },
};

export const lineWords: Readonly<Record<StatementLineKind, string>> = {
  RENT: 'Rent',
  PROCESSING_FEE: 'Processing fee',
  ADJUSTMENT: 'Refund or dispute',
  EXPENSE: 'Expense',
  PLATFORM_FEE: 'Platform fee',
  RESERVE: 'Reserve',
};
