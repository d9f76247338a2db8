import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const call = z.looseObject({ method: z.string() });
const answer = z.looseObject({ result: z.unknown() });
const oneOrMany = <T extends z.ZodType>(one: T) => z.union([one.transform((only) => [only]), z.array(one)]);

/** A node in front of an honest one. It answers truly, except about events: those it changes as `lie` says. */
export async function startLiar(
  honestUrl: string,
  lie: (logs: unknown[]) => unknown[],
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const truth = await fetch(honestUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const asked: unknown = JSON.parse(body);
    const answers = oneOrMany(answer).parse(await truth.json());
    const calls = oneOrMany(call).parse(asked);
    const told = answers.map((one, index) =>
      calls[index]?.method === 'eth_getLogs'
        ? { ...one, result: lie(z.array(z.unknown()).parse(one.result)) }
        : one,
    );
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(Array.isArray(asked) ? told : told[0]));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
