import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Narrator, until } from '@freehold/scripts/demo/narrator';
import { tellStory } from '@freehold/scripts/demo/story';
import pg from 'pg';
import { z } from 'zod';
import { runVerifier } from '../support/ledger-verifier.ts';
import { saleUnderFire } from '../support/sale-under-fire.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

const replaySchema = z.object({ queued: z.number() });

let system: TestSystem;
let database: pg.Pool;
const today = new Date();

before(async () => {
  system = await startTestSystem();
  database = new pg.Pool({ connectionString: system.databaseUrl });
  const green = await tellStory({ system: system.runFile(), narrator: new Narrator(), today });
  assert.ok(green, 'a month of the story ends with all checks passed');
});

after(async () => {
  await database?.end();
  await system?.stop();
});

/** The books as one value: every posting and every balance. */
async function books(): Promise<string> {
  const { rows } = await database.query(
    `select (select json_agg(p order by p.entry_id, p.position) from ledger.posting p) as postings,
            (select json_agg(b order by b.account_id) from ledger.account_balance b) as balances`,
  );
  return JSON.stringify(rows);
}

async function inboxSize(): Promise<number> {
  const { rows } = await database.query<{ count: string }>('select count(*) from app.provider_event');
  return Number(rows[0]?.count ?? -1);
}

/** Waits until the worker has acted on everything that came in. */
async function inboxRead(): Promise<void> {
  await until(
    'the worker to have read its inbox',
    async () => {
      const { rows } = await database.query<{ count: string }>(
        "select count(*) from app.provider_event where done_at is null and state <> 'PARKED'",
      );
      return Number(rows[0]?.count ?? -1);
    },
    (unread) => unread === 0,
  );
}

/** Webhooks that a provider still has to deliver. */
async function pendingAt(url: string): Promise<number> {
  const response = await fetch(`${url}/_sandbox/deliveries?limit=1`);
  return z.object({ pending: z.number() }).parse(await response.json()).pending;
}

test('every webhook delivered twice more and in reverse order leaves the same books', async () => {
  await inboxRead();
  const before = await books();
  for (const url of [system.urls.stripe, system.urls.circle]) {
    const response = await fetch(`${url}/_sandbox/events/replay`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ order: 'reverse', copies: 2, drainMs: 60_000 }),
    });
    assert.equal(response.status, 200);
    const { queued } = replaySchema.parse(await response.json());
    assert.ok(queued > 0, `${url} had webhooks to send again`);
    await until(
      'every webhook to be delivered',
      () => pendingAt(url),
      (pending) => pending === 0,
    );
  }
  await inboxRead();
  assert.equal(await books(), before);
});

test('a webhook with a wrong signature is answered 400 and nothing is written', async () => {
  const before = [await books(), await inboxSize()];
  const body = JSON.stringify({
    id: 'evt_forged',
    object: 'event',
    type: 'charge.succeeded',
    data: { object: {} },
  });
  const forged = await fetch(`${system.urls.api}/v1/webhooks/stripe`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'stripe-signature': `t=${Math.floor(Date.now() / 1_000)},v1=${'0'.repeat(64)}`,
    },
    body,
  });
  assert.equal(forged.status, 400);
  // A true notification with another id: everything is right but the signature.
  const { rows } = await database.query<{ body: string }>(
    `select convert_from(raw, 'UTF8') as body from app.provider_event where provider = 'circle' and source = 'webhook' limit 1`,
  );
  const genuine = z.looseObject({ MessageId: z.string() }).parse(JSON.parse(rows[0]?.body ?? '{}'));
  const notice = await fetch(`${system.urls.api}/v1/webhooks/circle`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', 'x-amz-sns-message-type': 'Notification' },
    body: JSON.stringify({ ...genuine, MessageId: randomUUID() }),
  });
  assert.equal(notice.status, 400);
  assert.deepEqual([await books(), await inboxSize()], before);
});

test('the story goes on unharmed while worker, indexer and api are killed again and again', async () => {
  const green = await tellStory({
    system: system.runFile(),
    narrator: new Narrator(),
    today,
    chaos: { seed: 20_261, running: () => system.runFile() },
  });
  assert.ok(green, 'all checks passed after the kills');
});

test('a sale and a sale called off end right for everybody, however often the worker dies', async () => {
  await saleUnderFire(system, database);
});

test('one byte of a journal row changed by the superuser is named by the verifier', async () => {
  const clean = await runVerifier(system);
  assert.equal(clean.code, 0, clean.output);
  const { rows } = await database.query<{ entry_id: string }>(
    'select s.entry_id from ledger.sealed_entry s order by s.seq offset 5 limit 1',
  );
  const entryId = rows[0]?.entry_id;
  assert.ok(entryId);
  const client = await database.connect();
  await client.query("set session_replication_role = 'replica'");
  await client.query(
    'update ledger.posting set amount = amount + 1 where entry_id = $1 and position = (select min(position) from ledger.posting where entry_id = $1)',
    [entryId],
  );
  const tampered = await runVerifier(system);
  await client.query(
    'update ledger.posting set amount = amount - 1 where entry_id = $1 and position = (select min(position) from ledger.posting where entry_id = $1)',
    [entryId],
  );
  client.release(true);
  assert.notEqual(tampered.code, 0);
  assert.match(tampered.output, new RegExp(`\\b${entryId}\\b`));
  assert.equal((await runVerifier(system)).code, 0);
});
