import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  daysUntil,
  formatDay,
  formatPeriod,
  formatRelative,
  isPeriod,
  shiftPeriod,
  utcTitle,
} from './date-format.ts';

test('a calendar day is the same day in every time zone', () => {
  assert.equal(formatDay('2026-11-01'), 'Nov 1, 2026');
});

test('a period reads as month and year', () => {
  assert.equal(formatPeriod('2026-11'), 'November 2026');
});

test('periods shift across years', () => {
  assert.equal(shiftPeriod('2026-12', 1), '2027-01');
  assert.equal(shiftPeriod('2026-01', -1), '2025-12');
  assert.equal(shiftPeriod('2026-05', 0), '2026-05');
});

test('only real months are periods', () => {
  assert.ok(isPeriod('2026-12'));
  assert.ok(!isPeriod('2026-13'));
  assert.ok(!isPeriod('2026-1'));
});

test('distances in time use the largest fitting unit', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  assert.equal(formatRelative('2026-11-21T11:58:00Z', now), '2 minutes ago');
  assert.equal(formatRelative('2026-11-24T12:00:00Z', now), 'in 3 days');
  assert.equal(formatRelative('2026-11-21T12:00:00Z', now), 'now');
});

test('days until a due date count calendar days', () => {
  const today = new Date(2026, 10, 21, 23, 30);
  assert.equal(daysUntil('2026-11-21', today), 0);
  assert.equal(daysUntil('2026-11-24', today), 3);
  assert.equal(daysUntil('2026-11-20', today), -1);
});

test('the UTC title carries seconds and the zone', () => {
  assert.equal(utcTitle('2026-11-01T14:05:09.123Z'), '2026-11-01 14:05:09 UTC');
});
