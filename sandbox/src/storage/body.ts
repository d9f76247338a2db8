import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { StorageProblem } from './problem.ts';
import { UNSIGNED_PAYLOAD } from './signature-v4.ts';

const LARGEST = 64 * 1024 * 1024;

/** Reads what is uploaded and holds it against everything the request said of it. Throws {@link StorageProblem}. */
export async function readBody(request: IncomingMessage, signedHash: string): Promise<Buffer> {
  const { headers } = request;
  if (headers['content-length'] === undefined) {
    throw new StorageProblem('MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  const announced = Number(headers['content-length']);
  if (announced > LARGEST) {
    throw new StorageProblem(
      'EntityTooLarge',
      'Your proposed upload exceeds the maximum allowed object size.',
    );
  }
  const body = await bytesOf(request);
  if (body.length !== announced) {
    throw new StorageProblem(
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length HTTP header.',
    );
  }
  requireSignedHash(body, signedHash);
  requireDigests(body, headers);
  return body;
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function requireSignedHash(body: Buffer, signedHash: string): void {
  if (signedHash === UNSIGNED_PAYLOAD) return;
  if (!/^[0-9a-f]{64}$/.test(signedHash)) {
    throw new StorageProblem('NotImplemented', 'Payloads that are signed chunk by chunk are not played.');
  }
  if (createHash('sha256').update(body).digest('hex') !== signedHash) {
    throw new StorageProblem(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
}

/** `x-amz-checksum-sha256` and `content-md5`, where they are given. */
function requireDigests(body: Buffer, headers: IncomingHttpHeaders): void {
  for (const [name, algorithm, length] of [
    ['x-amz-checksum-sha256', 'sha256', 32],
    ['content-md5', 'md5', 16],
  ] as const) {
    const given = headers[name];
    if (typeof given !== 'string') continue;
    if (Buffer.from(given, 'base64').length !== length) {
      throw new StorageProblem('InvalidDigest', `The ${name} you specified is not valid.`);
    }
    if (createHash(algorithm).update(body).digest('base64') !== given) {
      throw new StorageProblem(
        'BadDigest',
        `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
      );
    }
  }
}
