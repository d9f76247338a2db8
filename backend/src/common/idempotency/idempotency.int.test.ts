import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { createProperty, listProperties } from '@freehold/shared/property';
import { startTestApplication, type TestApplication } from '../testing/test-application.ts';
import type { TestClient } from '../testing/test-client.ts';
import { codeOf, someAddress, someone } from '../testing/test-people.ts';

const house = (name: string) => ({
  name,
  address: someAddress,
  valuation: { amount: '5000000', currency: 'USD' as const },
});

describe('idempotency keys', () => {
  let system: TestApplication;
  let manager: TestClient;
  before(async () => {
    system = await startTestApplication();
    manager = await someone(system, await system.admin(), 'manager');
  });
  after(() => system.close());

  const countOf = async (name: string): Promise<number> =>
    (await manager.call(listProperties)).items.filter((item) => item.name === name).length;

  it('refuses an act that creates something without a key', async () => {
    const answer = await manager.raw({
      method: 'POST',
      path: '/v1/properties',
      body: house('No key'),
      headers: { 'x-csrf-token': manager.cookies.get('freehold_csrf') ?? '' },
    });
    assert.deepEqual([answer.status, codeOf(answer.body)], [400, 'IDEMPOTENCY_KEY_REQUIRED']);
  });

  it('answers a repetition as the first time, and does nothing', async () => {
    const idempotencyKey = randomUUID();
    const first = await manager.send(createProperty, { body: house('Once'), idempotencyKey });
    const second = await manager.send(createProperty, { body: house('Once'), idempotencyKey });
    assert.deepEqual(second.body, first.body);
    assert.equal(second.status, 201);
    assert.equal(second.headers.get('idempotency-replayed'), 'true');
    assert.equal(await countOf('Once'), 1);
  });

  it('refuses the key with another body', async () => {
    const idempotencyKey = randomUUID();
    await manager.send(createProperty, { body: house('This'), idempotencyKey });
    const other = await manager.send(createProperty, { body: house('That'), idempotencyKey });
    assert.deepEqual([other.status, codeOf(other.body)], [409, 'IDEMPOTENCY_KEY_REUSED']);
    assert.equal(await countOf('That'), 0);
  });

  it('lets one of many simultaneous repetitions work', async () => {
    const idempotencyKey = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => manager.send(createProperty, { body: house('Race'), idempotencyKey })),
    );
    const statuses = answers.map(({ status }) => status);
    assert.ok(statuses.includes(201));
    for (const { status, body } of answers) {
      assert.ok(
        status === 201 || codeOf(body) === 'IDEMPOTENCY_IN_FLIGHT',
        `${status} ${JSON.stringify(body)}`,
      );
    }
    assert.equal(await countOf('Race'), 1);
  });

  it('keeps keys of different people apart', async () => {
    const other = await someone(system, await system.admin(), 'manager');
    const idempotencyKey = randomUUID();
    const mine = await manager.call(createProperty, { body: house('Mine'), idempotencyKey });
    const theirs = await other.call(createProperty, { body: house('Theirs'), idempotencyKey });
    assert.notEqual(mine.id, theirs.id);
  });

  it('does not make a thing twice when the process died before it could remember the answer', async () => {
    const idempotencyKey = randomUUID();
    const first = await manager.call(createProperty, { body: house('Crash'), idempotencyKey });
    const { PrismaService } = await import('../database/prisma.service.ts');
    const { pool } = system.app.get(PrismaService);
    await pool.query(
      `UPDATE app.idempotency_key SET state = 'IN_FLIGHT', response = NULL, leased_until = now() - interval '1 second'
        WHERE key = $1`,
      [idempotencyKey],
    );
    const again = await manager.call(createProperty, { body: house('Crash'), idempotencyKey });
    assert.equal(again.id, first.id);
    assert.equal(await countOf('Crash'), 1);
  });
});
