import assert from 'node:assert/strict';
import { it } from 'node:test';
import { formatWait } from './publication-words.ts';

it('tells how long a call has to wait, never less than it has', () => {
  const [hour, day] = [3_600, 86_400];
  assert.deepEqual([0, 1, 60, 61, hour, hour + 1, day, 2 * day, 2 * day + 1].map(formatWait), [
    'at once',
    'after 1 minute',
    'after 1 minute',
    'after 2 minutes',
    'after 60 minutes',
    'after 2 hours',
    'after 24 hours',
    'after 2 days',
    'after 3 days',
  ]);
});
