import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import hre from 'hardhat';
import { createSteadyPlatform } from '../gas/network.ts';
import { pinsOf, readPins } from '../gas/pins.ts';
import { SCENARIOS } from '../gas/scenarios.ts';

// Code that counts its own statements costs more.
const skip = hre.globalOptions.coverage;

describe('Gas, to the unit', { skip }, () => {
  const measured = new Set<string>();

  for (const { title, measure } of SCENARIOS) {
    it(`${title} costs what is pinned (npm run bench:gas -- --write pins anew)`, async () => {
      const p = await createSteadyPlatform();
      const actual = pinsOf(await measure(p));
      const pins = readPins();
      const pinned = Object.fromEntries(Object.keys(actual).map((name) => [name, pins[name]]));
      for (const name of Object.keys(actual)) measured.add(name);
      assert.deepEqual(actual, pinned);
    });
  }

  it('nothing is pinned that is not measured', () => {
    assert.deepEqual(
      Object.keys(readPins()).filter((name) => !measured.has(name)),
      [],
    );
  });
});
