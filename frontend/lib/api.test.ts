import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createUser } from '@freehold/shared/user';
import { call } from './api.ts';
import { ApiError } from './api-error.ts';
import { onStepUp } from './step-up.ts';

const body = { email: 'ada@freehold.example', name: 'Ada', role: 'auditor' as const };
const made = {
  user: {
    id: '6f1f4b0e-8a55-4a39-9a57-0d6c2a3b9c11',
    email: body.email,
    name: body.name,
    role: body.role,
    state: 'INVITED',
    emailConfirmed: false,
    createdAt: '2026-11-21T08:00:00.000Z',
  },
  invitation: { url: 'https://freehold.example/x', token: 'token', expiresAt: '2026-12-05T08:00:00.000Z' },
};
const stale = { code: 'STEP_UP_REQUIRED', message: 'Confirm that it is you.', issues: [], requestId: 'one' };

/** Answers of the server in order, and the idempotency keys it was sent. */
function serve(answers: readonly (readonly [number, object])[]): (string | null)[] {
  const keys: (string | null)[] = [];
  const waiting = [...answers];
  Object.defineProperty(globalThis, 'fetch', {
    configurable: true,
    value: async (_: string, init: RequestInit) => {
      keys.push(new Headers(init.headers).get('idempotency-key'));
      const [status, answer] = waiting.shift() ?? [500, {}];
      return Response.json(answer, { status });
    },
  });
  return keys;
}

beforeEach(() => {
  Object.defineProperty(globalThis, 'document', { configurable: true, value: { cookie: '' } });
});

test('an act that needs a fresh proof asks for it and goes out again under the same key', async () => {
  const keys = serve([
    [403, stale],
    [201, made],
  ]);
  let asked = 0;
  const stop = onStepUp(async () => {
    asked += 1;
    return true;
  });
  const reply = await call(createUser, { body }, { idempotencyKey: 'key-of-one-intent' });
  stop();
  assert.equal(reply.user.email, body.email);
  assert.deepEqual([asked, keys], [1, ['key-of-one-intent', 'key-of-one-intent']]);
});

test('who gives up the proof gets the refusal, and nothing goes out again', async () => {
  const keys = serve([[403, stale]]);
  const stop = onStepUp(async () => false);
  await assert.rejects(
    call(createUser, { body }),
    (error) => error instanceof ApiError && error.code === 'STEP_UP_REQUIRED',
  );
  stop();
  assert.equal(keys.length, 1);
});

test('a proof that was not fresh enough after all is not asked for a third time', async () => {
  const keys = serve([
    [403, stale],
    [403, stale],
  ]);
  const stop = onStepUp(async () => true);
  await assert.rejects(call(createUser, { body }), ApiError);
  stop();
  assert.equal(keys.length, 2);
});

test('where nobody can ask, the refusal is told as it is', async () => {
  serve([[403, stale]]);
  await assert.rejects(
    call(createUser, { body }),
    (error) => error instanceof ApiError && error.code === 'STEP_UP_REQUIRED',
  );
});
