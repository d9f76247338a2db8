import type { PropertyState } from '@freehold/shared/property';
import type { Tone } from '#ui/badge.tsx';

interface StateWords {
  readonly label: string;
  readonly tone: Tone;
  /** What it waits for; undefined when it waits for nobody. */
  readonly waitsFor?: string;
}

export const propertyStateWords: Readonly<Record<PropertyState, StateWords>> = {
  DRAFT: { label: 'Draft', tone: 'neutral', waitsFor: 'Waits for its manager to hand it in.' },
  PENDING_APPROVAL: {
    label: 'In review',
    tone: 'warn',
    waitsFor: 'Waits for an administrator to review it.',
  },
  APPROVED: { label: 'Approved', tone: 'info', waitsFor: 'Waits for an administrator to create its shares.' },
  TOKENIZING: {
    label: 'Creating shares',
    tone: 'info',
    waitsFor: 'Waits for the chain to make the creation final.',
  },
  TOKENIZED: { label: 'Shares issued', tone: 'good' },
  RETIRED: { label: 'Retired', tone: 'neutral' },
};
