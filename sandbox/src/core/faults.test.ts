import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Database } from './database.ts';
import { Faults, faultRequestSchema } from './faults.ts';

const build = () => new Faults(new Database());

describe('fault switches', () => {
  it('strike a route as often as asked, then no more', () => {
    const faults = build();
    faults.add(
      'stripe',
      faultRequestSchema.parse({ route: 'POST /v1/refunds', kind: 'error_before', count: 2 }),
    );
    const kinds = () => faults.strikeRequest('stripe', 'POST /v1/refunds').map((strike) => strike.kind);
    assert.deepEqual([kinds(), kinds(), kinds()], [['error_before'], ['error_before'], []]);
  });

  it('leave other routes, other providers and webhooks alone', () => {
    const faults = build();
    faults.add('stripe', faultRequestSchema.parse({ route: 'POST /v1/refunds', kind: 'error_before' }));
    faults.add('stripe', faultRequestSchema.parse({ route: 'charge.*', kind: 'drop' }));
    assert.deepEqual(faults.strikeRequest('stripe', 'GET /v1/refunds'), []);
    assert.deepEqual(faults.strikeRequest('circle', 'POST /v1/refunds'), []);
    assert.deepEqual(faults.strikeWebhook('stripe', 'payout.paid'), []);
    assert.equal(faults.strikeWebhook('stripe', 'charge.succeeded').length, 1);
  });

  it('understand wildcards and nothing more of regular expressions', () => {
    const faults = build();
    faults.add('circle', faultRequestSchema.parse({ route: 'GET /v1/*.x(', kind: 'delay', count: 9 }));
    assert.equal(faults.strikeRequest('circle', 'GET /v1/anything.x(').length, 1);
    assert.equal(faults.strikeRequest('circle', 'GET /v1/anythingyx(').length, 0);
  });

  it('strike by seeded chance: the same seed tells the same story', () => {
    const story = (seed: number) => {
      const faults = build();
      faults.add('stripe', faultRequestSchema.parse({ kind: 'drop', count: 1_000, probability: 0.5, seed }));
      return Array.from(
        { length: 200 },
        () => faults.strikeWebhook('stripe', 'charge.succeeded').length,
      ).join('');
    };
    assert.equal(story(7), story(7));
    assert.notEqual(story(7), story(8));
    const hits = [...story(7)].filter((hit) => hit === '1').length;
    assert.ok(hits > 70 && hits < 130, String(hits));
  });
});
