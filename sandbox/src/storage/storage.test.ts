import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { SANDBOX_STORAGE, type Sandbox, startSandbox } from '../server.ts';
import { callControl } from '../testing/stripe-harness.ts';

const ORIGIN = 'http://localhost:3000';
const Bucket = SANDBOX_STORAGE.bucket;
const sandbox = await startSandbox();
after(() => sandbox.stop());

function clientOf(
  world: Sandbox,
  changes: { secretAccessKey?: string; accessKeyId?: string; region?: string } = {},
) {
  const { accessKeyId, secretAccessKey, region } = { ...SANDBOX_STORAGE, ...changes };
  return new S3Client({
    endpoint: world.storageUrl,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 1,
  });
}
const s3 = clientOf(sandbox);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

const refusalOf = async (act: Promise<unknown>): Promise<readonly [number | undefined, string]> => {
  try {
    await act;
  } catch (error) {
    if (error instanceof S3ServiceException) return [error.$metadata.httpStatusCode, error.name];
    throw error;
  }
  throw new Error('was not refused');
};

/** A link as the backend makes it: type, length and hash of what may be uploaded are part of the signature. */
const uploadLink = (Key: string, body: string, options: { signingDate?: Date } = {}) =>
  getSignedUrl(
    s3,
    new PutObjectCommand({
      ...{ Bucket, Key, ContentType: 'application/pdf', ContentLength: body.length },
      ChecksumSHA256: sha256(body),
    }),
    {
      expiresIn: 300,
      signableHeaders: new Set(['host', 'content-type', 'content-length', 'x-amz-checksum-sha256']),
      unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
      ...options,
    },
  );
const headersFor = (body: string): Record<string, string> => ({
  'content-type': 'application/pdf',
  'x-amz-checksum-sha256': sha256(body),
});
const put = (url: string, body: string, headers: Record<string, string>) =>
  fetch(url, { method: 'PUT', body, headers });
const codeIn = async (response: Response): Promise<string> =>
  `${response.status} ${/<Code>(\w+)<\/Code>/.exec(await response.text())?.[1] ?? ''}`;

describe('the official SDK against the sandbox’s storage', () => {
  it('stores, describes, reads whole and in part, and deletes', async () => {
    const Key = 'round/trip of a file (1)*.txt';
    const Body = 'What was put in comes out.';
    const stored = await s3.send(
      new PutObjectCommand({ Bucket, Key, Body, ContentType: 'text/plain', ChecksumSHA256: sha256(Body) }),
    );
    assert.equal(stored.ETag, `"${createHash('md5').update(Body).digest('hex')}"`);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
    assert.deepEqual(
      [head.ContentLength, head.ContentType, head.ChecksumSHA256],
      [26, 'text/plain', sha256(Body)],
    );
    const whole = await s3.send(new GetObjectCommand({ Bucket, Key }));
    assert.equal(await whole.Body?.transformToString(), Body);
    const part = await s3.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=9-11' }));
    assert.deepEqual([part.ContentRange, await part.Body?.transformToString()], ['bytes 9-11/26', 'put']);
    const tail = await s3.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=-4' }));
    assert.equal(await tail.Body?.transformToString(), 'out.');
    assert.deepEqual(await refusalOf(s3.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=99-' }))), [
      416,
      'InvalidRange',
    ]);
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    assert.deepEqual(await refusalOf(s3.send(new GetObjectCommand({ Bucket, Key }))), [404, 'NoSuchKey']);
  });

  it('knows the bucket by name and lists it for nobody', async () => {
    assert.equal((await s3.send(new HeadBucketCommand({ Bucket }))).$metadata.httpStatusCode, 200);
    assert.equal((await refusalOf(s3.send(new HeadBucketCommand({ Bucket: 'another' }))))[0], 404);
    assert.deepEqual(await refusalOf(s3.send(new ListObjectsV2Command({ Bucket }))), [501, 'NotImplemented']);
  });

  it('overwrites nothing when asked not to', async () => {
    const command = () => new PutObjectCommand({ Bucket, Key: 'once', Body: 'first', IfNoneMatch: '*' });
    await s3.send(command());
    assert.deepEqual(await refusalOf(s3.send(command())), [412, 'PreconditionFailed']);
  });

  it('refuses a wrong key, a wrong secret and a wrong region', async () => {
    const read = (client: S3Client) => client.send(new GetObjectCommand({ Bucket, Key: 'once' }));
    const refused = (changes: Parameters<typeof clientOf>[1]) => refusalOf(read(clientOf(sandbox, changes)));
    assert.deepEqual(await refused({ secretAccessKey: 'wrong' }), [403, 'SignatureDoesNotMatch']);
    assert.deepEqual(await refused({ accessKeyId: 'NOBODYATALL' }), [403, 'InvalidAccessKeyId']);
    assert.deepEqual(await refused({ region: 'eu-central-1' }), [400, 'AuthorizationHeaderMalformed']);
  });

  it('refuses bytes that are not those of the hash beside them', async () => {
    const act = s3.send(
      new PutObjectCommand({ Bucket, Key: 'x', Body: 'one', ChecksumSHA256: sha256('two') }),
    );
    assert.deepEqual(await refusalOf(act), [400, 'BadDigest']);
  });

  it('keeps its files over a restart', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'freehold-storage-'));
    const first = await startSandbox({ dataDir });
    await clientOf(first).send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'still here' }));
    await first.stop();
    const second = await startSandbox({ dataDir });
    const { Body } = await clientOf(second).send(new GetObjectCommand({ Bucket, Key: 'kept' }));
    assert.equal(await Body?.transformToString(), 'still here');
    await second.stop();
    rmSync(dataDir, { recursive: true });
  });

  it('fails on demand, before or after the file is stored', async () => {
    const command = (Key: string) => new PutObjectCommand({ Bucket, Key, Body: 'x' });
    const exists = async (Key: string) => {
      const [status] = await refusalOf(s3.send(new HeadObjectCommand({ Bucket, Key }))).catch(() => [200]);
      return status === 200;
    };
    const route = `PUT /${Bucket}/*`;
    await callControl(sandbox.storageUrl, 'POST', '/faults', { route, kind: 'error_before' });
    assert.deepEqual(await refusalOf(s3.send(command('before'))), [500, 'InternalError']);
    await callControl(sandbox.storageUrl, 'POST', '/faults', { route, kind: 'error_after' });
    assert.deepEqual(await refusalOf(s3.send(command('after'))), [500, 'InternalError']);
    await callControl(sandbox.storageUrl, 'POST', '/faults', { route, kind: 'rate_limit' });
    assert.equal((await refusalOf(s3.send(command('limited'))))[0], 503);
    assert.deepEqual([await exists('before'), await exists('after')], [false, true]);
  });
});

describe('a signed link', () => {
  const body = '%PDF-1.7 a small file';

  it('carries no checksum of an empty body, which the SDK would add by itself and R2 refuses', async () => {
    const url = new URL(await uploadLink('a', body));
    assert.deepEqual([...url.searchParams.keys()].toSorted(), [
      'X-Amz-Algorithm',
      'X-Amz-Content-Sha256',
      'X-Amz-Credential',
      'X-Amz-Date',
      'X-Amz-Expires',
      'X-Amz-Signature',
      'X-Amz-SignedHeaders',
      'x-id',
    ]);
    assert.equal(
      url.searchParams.get('X-Amz-SignedHeaders'),
      'content-length;content-type;host;x-amz-checksum-sha256',
    );
  });

  it('lets exactly the announced file in', async () => {
    const url = await uploadLink('exact', body);
    assert.equal((await put(url, body, headersFor(body))).status, 200);
    assert.equal((await s3.send(new HeadObjectCommand({ Bucket, Key: 'exact' }))).ContentLength, body.length);
  });

  it('refuses another size, another type and another hash than were signed', async () => {
    const url = await uploadLink('other', body);
    const longer = `${body}!`;
    assert.equal(await codeIn(await put(url, longer, headersFor(body))), '403 SignatureDoesNotMatch');
    const typed = { ...headersFor(body), 'content-type': 'text/html' };
    assert.equal(await codeIn(await put(url, body, typed)), '403 SignatureDoesNotMatch');
    const swapped = body.replace('small', 'worse');
    assert.equal(await codeIn(await put(url, swapped, headersFor(swapped))), '403 SignatureDoesNotMatch');
    assert.equal(await codeIn(await put(url, swapped, headersFor(body))), '400 BadDigest');
    assert.equal((await refusalOf(s3.send(new HeadObjectCommand({ Bucket, Key: 'other' }))))[0], 404);
  });

  it('refuses a header of S3 that was not signed', async () => {
    const headers = { ...headersFor(body), 'x-amz-acl': 'public-read' };
    assert.equal(await codeIn(await put(await uploadLink('acl', body), body, headers)), '403 AccessDenied');
  });

  it('refuses another file, another method and a changed expiry', async () => {
    const url = await uploadLink('mine', body);
    const elsewhere = url.replace('/mine?', '/yours?');
    assert.equal(await codeIn(await put(elsewhere, body, headersFor(body))), '403 SignatureDoesNotMatch');
    assert.equal(await codeIn(await fetch(url, { headers: headersFor(body) })), '403 SignatureDoesNotMatch');
    const longer = url.replace('X-Amz-Expires=300', 'X-Amz-Expires=3000');
    assert.equal(await codeIn(await put(longer, body, headersFor(body))), '403 SignatureDoesNotMatch');
    const forEver = url.replace('X-Amz-Expires=300', 'X-Amz-Expires=604801');
    assert.equal(
      await codeIn(await put(forEver, body, headersFor(body))),
      '400 AuthorizationQueryParametersError',
    );
  });

  it('is over when its time is over, and not begun before', async () => {
    const ago = new Date(Date.now() - 301_000);
    const over = await put(await uploadLink('late', body, { signingDate: ago }), body, headersFor(body));
    const text = await over.text();
    assert.ok(over.status === 403 && text.includes('Request has expired'), text);
    const ahead = new Date(Date.now() + 3_600_000);
    const early = await put(await uploadLink('early', body, { signingDate: ahead }), body, headersFor(body));
    assert.equal(await codeIn(early), '403 AccessDenied');
  });

  it('downloads under the name it was signed with, and nothing comes without one', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'deed', Body: body, ContentType: 'application/pdf' }));
    const disposition = 'attachment; filename="deed.pdf"';
    const command = new GetObjectCommand({ Bucket, Key: 'deed', ResponseContentDisposition: disposition });
    const url = await getSignedUrl(s3, command, { expiresIn: 60 });
    const answer = await fetch(url);
    assert.equal(answer.headers.get('content-disposition'), disposition);
    assert.equal(answer.headers.get('content-type'), 'application/pdf');
    assert.equal(await answer.text(), body);
    const renamed = url.replace('deed.pdf', 'fake.exe');
    assert.equal(await codeIn(await fetch(renamed)), '403 SignatureDoesNotMatch');
    assert.equal(await codeIn(await fetch(`${sandbox.storageUrl}/${Bucket}/deed`)), '403 AccessDenied');
  });

  it('is one of a PUT: forms are refused, as R2 does', async () => {
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'form' }), { expiresIn: 60 });
    assert.equal(await codeIn(await fetch(url, { method: 'POST', body: 'x' })), '403 SignatureDoesNotMatch');
  });

  it('is refused for a body without a length', async () => {
    const url = new URL(
      await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'chunks' }), { expiresIn: 60 }),
    );
    const status = await new Promise<number | undefined>((done, fail) => {
      const sent = httpRequest(
        url,
        { method: 'PUT', headers: { 'transfer-encoding': 'chunked' } },
        (answer) => {
          answer.resume();
          done(answer.statusCode);
        },
      );
      sent.once('error', fail);
      sent.end('x');
    });
    assert.equal(status, 411);
  });
});

describe('pages of other sites', () => {
  const preflight = (origin: string, method = 'PUT') =>
    fetch(`${sandbox.storageUrl}/${Bucket}/x`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': 'content-type,x-amz-checksum-sha256',
      },
    });

  it('may not upload; our own may', async () => {
    const own = await preflight(ORIGIN);
    assert.equal(own.status, 200);
    assert.equal(own.headers.get('access-control-allow-origin'), ORIGIN);
    assert.ok(own.headers.get('access-control-allow-headers')?.includes('x-amz-checksum-sha256'));
    const foreign = await preflight('https://elsewhere.example');
    assert.deepEqual([foreign.status, foreign.headers.get('access-control-allow-origin')], [403, null]);
    assert.equal((await preflight(ORIGIN, 'DELETE')).status, 403);
  });
});
