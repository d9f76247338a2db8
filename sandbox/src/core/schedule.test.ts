import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { pino } from 'pino';
import { addBusinessDaysMs, Clock, DAY_MS } from './clock.ts';
import { Database } from './database.ts';
import { Schedule } from './schedule.ts';

function build() {
  const database = new Database();
  const clock = new Clock(database);
  return { database, clock, schedule: new Schedule(database, clock, pino({ level: 'silent' })) };
}

describe('the virtual clock', () => {
  it('runs due work in order of its due time, each at that very time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 20 }), (hours) => {
        const { clock, schedule } = build();
        const start = clock.nowMs();
        const seen: number[] = [];
        schedule.define('note', (payload) => {
          assert.equal(clock.nowMs(), Number(payload));
          seen.push(Number(payload));
        });
        for (const hour of hours) {
          const dueMs = start + hour * 3_600_000;
          schedule.add({ name: 'note', payload: String(dueMs), dueMs });
        }
        schedule.advance(1_001 * 3_600_000);
        assert.deepEqual(
          seen,
          hours.map((hour) => start + hour * 3_600_000).sort((a, b) => a - b),
        );
        assert.ok(clock.nowMs() >= start + 1_001 * 3_600_000);
      }),
      { numRuns: 30 },
    );
  });

  it('fires work that due work schedules, when that too is due', () => {
    const { clock, schedule } = build();
    let ticks = 0;
    schedule.define('daily', () => {
      ticks += 1;
      schedule.add({ name: 'daily', dueMs: clock.nowMs() + DAY_MS });
    });
    schedule.add({ name: 'daily', dueMs: clock.nowMs() + DAY_MS });
    schedule.advance(10 * DAY_MS + 1_000);
    assert.equal(ticks, 10);
  });

  it('puts the lower priority number first at the same instant', () => {
    const { clock, schedule } = build();
    const seen: string[] = [];
    schedule.define('note', (payload) => void seen.push(payload));
    const dueMs = clock.nowMs() + 1_000;
    schedule.add({ name: 'note', payload: 'second', dueMs, priority: 2 });
    schedule.add({ name: 'note', payload: 'first', dueMs, priority: 1 });
    schedule.advance(2_000);
    assert.deepEqual(seen, ['first', 'second']);
  });

  it('keeps a task that fails, and its effects are undone', () => {
    const { clock, database, schedule } = build();
    let broken = true;
    schedule.define('write', () => {
      database.writeMeta('written', 'yes');
      if (broken) throw new Error('not yet');
    });
    schedule.add({ name: 'write', dueMs: clock.nowMs() + 1_000 });
    schedule.advance(2_000);
    assert.equal(database.readMeta('written'), undefined);
    broken = false;
    schedule.advance(2 * 60_000);
    assert.equal(database.readMeta('written'), 'yes');
  });

  it('never runs backwards', () => {
    const { clock } = build();
    clock.moveTo(clock.nowMs() + DAY_MS);
    const now = clock.nowMs();
    clock.moveTo(now - DAY_MS);
    assert.ok(clock.nowMs() >= now);
  });

  it('counts business days only', () => {
    const friday = Date.UTC(2026, 10, 20, 15);
    assert.equal(addBusinessDaysMs(friday, 1), Date.UTC(2026, 10, 23, 15));
    assert.equal(addBusinessDaysMs(friday, 4), Date.UTC(2026, 10, 26, 15));
    assert.equal(addBusinessDaysMs(Date.UTC(2026, 10, 21), 1), Date.UTC(2026, 10, 23));
  });
});
