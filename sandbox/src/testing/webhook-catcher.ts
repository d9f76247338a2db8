import { once } from 'node:events';
import { createServer } from 'node:http';

export interface Caught {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface WebhookCatcher {
  readonly url: string;
  readonly caught: Caught[];
  /** Decides the status of each answer; 200 unless told. */
  answer: (caught: Caught) => number;
  /** Waits until `enough` holds, at most a minute and a half. */
  waitFor(enough: (caught: readonly Caught[]) => boolean): Promise<void>;
  stop(): Promise<void>;
}

const TIMEOUT_MS = 90_000;

/** A plain HTTP endpoint that keeps what it is sent. */
export async function catchWebhooks(): Promise<WebhookCatcher> {
  const caught: Caught[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const item = { headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
      caught.push(item);
      response.statusCode = catcher.answer(item);
      response.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const catcher: WebhookCatcher = {
    url: `http://127.0.0.1:${address.port}/hook`,
    caught,
    answer: () => 200,
    waitFor: async (enough) => {
      const deadline = Date.now() + TIMEOUT_MS;
      while (!enough(caught)) {
        if (Date.now() > deadline) throw new Error(`only ${caught.length} webhooks arrived in time`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return catcher;
}
