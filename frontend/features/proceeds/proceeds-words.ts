import type { ProceedsPayoutState } from '@freehold/shared/proceeds';
import type { Tone } from '#ui/badge.tsx';

interface Words {
  readonly label: string;
  readonly tone: Tone;
  readonly waitsFor?: string;
}

export const payoutWords: Readonly<Record<ProceedsPayoutState, Words>> = {
  PROPOSED: { label: 'Proposed', tone: 'info', waitsFor: 'Waits for another administrator to confirm it.' },
  REFUSED: { label: 'Refused', tone: 'neutral' },
  CREDITING: {
    label: 'Confirmed',
    tone: 'info',
    waitsFor: 'Waits until the treasury contract has set the money aside for the property.',
  },
  RELEASING: {
    label: 'On its way',
    tone: 'info',
    waitsFor: 'Waits until the transfer to the issuer is final on chain.',
  },
  PAID: { label: 'Paid', tone: 'good' },
};
