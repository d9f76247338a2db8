import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RangePlanner, suggestedRange } from './range-planner.ts';

describe('the size of a range', () => {
  test('grows while few logs come back and never doubles more than once per answer', () => {
    const planner = new RangePlanner();
    const first = planner.size;
    planner.succeeded(first, 0);
    assert.equal(planner.size, first * 2);
    planner.succeeded(planner.size, 1);
    assert.equal(planner.size, first * 4);
  });

  test('aims at ten thousand logs an answer', () => {
    const planner = new RangePlanner();
    planner.succeeded(500, 50_000);
    assert.equal(planner.size, 100);
  });

  test('halves when the node refuses without saying why, and stays below what was refused', () => {
    const planner = new RangePlanner();
    planner.refused(200, 'query exceeds limits');
    assert.equal(planner.size, 100);
    planner.succeeded(100, 0);
    assert.equal(planner.size, 100);
  });

  test('probes upwards again after many good answers', () => {
    const planner = new RangePlanner();
    planner.refused(200, 'no');
    for (let i = 0; i < 60; i += 1) planner.succeeded(planner.size, 0);
    assert.ok(planner.size > 100);
  });

  test('never falls below one block', () => {
    const planner = new RangePlanner();
    for (let i = 0; i < 20; i += 1) planner.refused(planner.size, 'no');
    assert.equal(planner.size, 1);
  });

  for (const [message, blocks] of [
    ['eth_getLogs is limited to a 1000 block range', 1_000],
    ['exceed maximum block range: 5000', 5_000],
    ['block range is too wide, maximum is 2,000 blocks', 2_000],
    ['You can make eth_getLogs requests with up to a 10K block range', 10_000],
    ['this block range should work: [0x100, 0x1ff]', 256],
    ['something broke', null],
  ] as const) {
    test(`reads ${blocks ?? 'nothing'} out of "${message}"`, () => {
      assert.equal(suggestedRange(message), blocks);
    });
  }
});
