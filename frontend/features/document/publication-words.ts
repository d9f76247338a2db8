import type { PublicationCall, PublicationState } from '@freehold/shared/document-publication';
import type { Tone } from '#ui/badge.tsx';

interface Words {
  readonly label: string;
  readonly tone: Tone;
  readonly waitsFor?: string;
}

export const publicationWords: Readonly<Record<PublicationState, Words>> = {
  PROPOSED: {
    label: 'Proposed',
    tone: 'warn',
    waitsFor: 'Waits for what is below to be sent and to be final on the chain.',
  },
  PUBLISHED: { label: 'On the chain', tone: 'good' },
  REPLACED: { label: 'Replaced', tone: 'neutral' },
  FAILED: { label: 'Failed', tone: 'bad' },
};

export const callerWords: Readonly<Record<PublicationCall['by'], string>> = {
  SAFE: 'The Safe signs and sends',
  ANYBODY: 'Then anybody sends',
  OWNER: 'The owner of the token sends',
};

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** How long something has to wait, rounded up: `at once`, `after 2 days`. */
export function formatWait(seconds: number): string {
  if (seconds === 0) return 'at once';
  const [size, unit] = seconds > DAY ? [DAY, 'day'] : seconds > HOUR ? [HOUR, 'hour'] : [MINUTE, 'minute'];
  const count = Math.ceil(seconds / size);
  return `after ${count} ${unit}${count === 1 ? '' : 's'}`;
}
