import type { Request, Response } from 'express';
import type { StoredObject } from './objects.ts';
import { StorageProblem } from './problem.ts';

/** Headers that a signed link may set for what it answers with. */
const OVERRIDES = [
  'content-type',
  'content-disposition',
  'cache-control',
  'content-language',
  'content-encoding',
  'expires',
] as const;

/** Answers GET and HEAD, whole or in part. */
export function answerObject(
  request: Request,
  response: Response,
  object: StoredObject,
  body: () => Uint8Array,
): void {
  // Not Express's own `set`, which would add a character set to the type that was stored.
  response.setHeader('content-type', object.contentType);
  response.setHeader('last-modified', new Date(object.modifiedMs).toUTCString());
  response.setHeader('accept-ranges', 'bytes');
  response.setHeader('etag', object.etag);
  if (request.headers['x-amz-checksum-mode'] === 'ENABLED') {
    response.set('x-amz-checksum-sha256', object.sha256);
  }
  for (const name of OVERRIDES) {
    const value = request.query[`response-${name}`];
    if (typeof value === 'string') response.setHeader(name, value);
  }
  if (request.headers['if-match'] !== undefined && request.headers['if-match'] !== object.etag) {
    throw new StorageProblem(
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
    );
  }
  const range = rangeOf(request.headers.range, object.bytes);
  const [from, to] = range ?? [0, object.bytes - 1];
  if (range !== null) response.status(206).set('content-range', `bytes ${from}-${to}/${object.bytes}`);
  response.set('content-length', String(to - from + 1));
  // Not `send`, which would change the type and tag of what was stored.
  if (request.method === 'HEAD') response.end();
  else response.end(Buffer.from(body()).subarray(from, to + 1));
}

/** First and last byte asked for; null for all of it. */
function rangeOf(header: string | undefined, bytes: number): readonly [number, number] | null {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (asked === null || asked[0] === 'bytes=-') return null;
  const [, first = '', last = ''] = asked;
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const to = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (from <= to) return [from, to];
  throw new StorageProblem('InvalidRange', 'The requested range is not satisfiable');
}
