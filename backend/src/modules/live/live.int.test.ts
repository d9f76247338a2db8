import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { PrismaService } from '../../common/database/prisma.service.ts';
import { startTestApplication, type TestApplication } from '../../common/testing/test-application.ts';
import type { TestClient } from '../../common/testing/test-client.ts';
import { codeOf, someone } from '../../common/testing/test-people.ts';
import { marketTopic, publish, userTopic } from './domain/publish.ts';

const MARKET = randomUUID();

interface Heard {
  readonly id: string;
  readonly data: { readonly topic: string; readonly data: unknown };
}

/** Follows a stream as a browser does. */
async function follow(
  url: string,
  browser: TestClient,
  { topics, after: lastEventId }: { readonly topics: string; readonly after?: string },
) {
  const leave = new AbortController();
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(`${url}/v1/events?topics=${topics}`, {
    headers: { cookie, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
    signal: leave.signal,
  });
  assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    /** The next events; waits for them. */
    async next(count: number): Promise<Heard[]> {
      const heard: Heard[] = [];
      while (heard.length < count) {
        const end = text.indexOf('\n\n');
        if (end < 0) {
          const part = await reader?.read();
          if (part?.value === undefined) throw new Error('the stream ended');
          text += part.value;
          continue;
        }
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        const match = /^id: (\S+)\ndata: (.*)$/s.exec(block);
        if (match?.[1] !== undefined && match[2] !== undefined)
          heard.push({ id: match[1], data: JSON.parse(match[2]) });
      }
      return heard;
    },
    leave: () => leave.abort(),
  };
}

describe('live events', () => {
  let system: TestApplication;
  let prisma: PrismaService;
  let alice: TestClient;
  let bob: TestClient;
  before(async () => {
    system = await startTestApplication();
    prisma = system.app.get(PrismaService);
    const admin = await system.admin();
    alice = await someone(system, admin, 'investor');
    bob = await someone(system, admin, 'investor');
  });
  after(() => system?.close());

  const tell = (topic: string, data: number): Promise<void> =>
    prisma.transaction((tx) => publish(tx, [{ topic, kind: 'test', data }]));
  const told = (heard: readonly Heard[]) => heard.map(({ data }) => data.data);

  it('reach those who follow the topic, one’s own only oneself', async () => {
    const ofAlice = await follow(system.url, alice, { topics: `own,market:${MARKET}` });
    const ofBob = await follow(system.url, bob, { topics: `own,market:${MARKET}` });
    await tell(userTopic(alice.userId), 1);
    await tell(marketTopic(randomUUID()), 2);
    await tell(marketTopic(MARKET), 3);
    const heard = await ofAlice.next(2);
    assert.deepEqual(
      heard.map(({ data }) => [data.topic, data.data]),
      [
        ['own', 1],
        [`market:${MARKET}`, 3],
      ],
    );
    assert.deepEqual(told(await ofBob.next(1)), [3]);
    ofAlice.leave();
    ofBob.leave();
  });

  it('go on where a connection broke, without a gap and without a repetition', async () => {
    const first = await follow(system.url, alice, { topics: `market:${MARKET}` });
    await tell(marketTopic(MARKET), 10);
    const [last] = await first.next(1);
    first.leave();
    for (const data of [11, 12, 13]) await tell(marketTopic(MARKET), data);
    const second = await follow(system.url, alice, { topics: `market:${MARKET}`, after: last?.id ?? '' });
    await tell(marketTopic(MARKET), 14);
    assert.deepEqual(told(await second.next(4)), [11, 12, 13, 14]);
    second.leave();
  });

  it('keep the order in which transactions can be seen: one that commits late is not lost', async () => {
    const stream = await follow(system.url, alice, { topics: `market:${MARKET}` });
    const slow = await prisma.pool.connect();
    await slow.query('BEGIN');
    await slow.query("INSERT INTO app.live_event (topic, kind, data) VALUES ($1, 'test', '20')", [
      marketTopic(MARKET),
    ]);
    await tell(marketTopic(MARKET), 21);
    await slow.query('COMMIT');
    slow.release();
    assert.deepEqual(told(await stream.next(2)), [20, 21]);
    stream.leave();
  });

  it('are for those who are signed in, and for topics that exist', async () => {
    const path = '/v1/events?topics=own';
    const nobody = await system.client().raw({ method: 'GET', path });
    assert.equal(codeOf(nobody.body), 'UNAUTHENTICATED');
    const strange = await alice.raw({ method: 'GET', path: `/v1/events?topics=user:${bob.userId}` });
    assert.equal(codeOf(strange.body), 'VALIDATION_FAILED');
  });
});
