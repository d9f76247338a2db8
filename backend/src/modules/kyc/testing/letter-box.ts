import { once } from 'node:events';
import { createServer } from 'node:http';
import { z } from 'zod';

/** A webhook as a provider sent it; delivered when the test says so. */
export interface Letter {
  /** '/sumsub' and so on. */
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface LetterBox {
  readonly url: string;
  readonly letters: Letter[];
  close(): Promise<void>;
}

const SIGNED = [
  'x-payload-digest',
  'x-payload-digest-alg',
  'persona-signature',
  'x-hmac-signature',
  'x-auth-client',
];

export async function startLetterBox(): Promise<LetterBox> {
  const letters: Letter[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = Object.fromEntries(
        SIGNED.flatMap((name) => {
          const value = request.headers[name];
          return typeof value === 'string' ? [[name, value]] : [];
        }),
      );
      letters.push({
        path: request.url ?? '',
        body: Buffer.concat(chunks).toString('utf8'),
        headers: { 'content-type': 'application/json', ...headers },
      });
      response.end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    letters,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
