import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { StorageProblem } from './problem.ts';

const ALGORITHM = 'AWS4-HMAC-SHA256';
const SKEW_MS = 15 * 60_000;
const LONGEST_SECONDS = 7 * 86_400;
export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

/** A request as it arrived. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query, undecoded. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

interface Claim {
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** 20261121T103000Z */
  readonly time: string;
  /** How long a presigned link counts; null for a signature in the header. */
  readonly expiresSeconds: number | null;
  readonly payloadHash: string;
}

/**
 * Checks AWS Signature Version 4 as S3 does, in the header or in the query. Throws {@link StorageProblem}; answers with
 * the payload hash that was signed, which the body must still be compared with.
 */
export function verifySignature(request: SignedRequest, credentials: Credentials, nowMs: number): string {
  const url = new URL(request.url, 'http://storage');
  const claim = url.searchParams.has('X-Amz-Algorithm') ? fromQuery(url) : fromHeader(request.headers);
  const [accessKeyId, day, region, service, end, ...rest] = claim.credential.split('/');
  const scopeFits =
    day === claim.time.slice(0, 8) && service === 's3' && end === 'aws4_request' && rest.length === 0;
  if (!scopeFits) {
    throw malformed(claim, 'The credential must name the day, the region, s3 and aws4_request.');
  }
  if (accessKeyId !== credentials.accessKeyId) {
    throw new StorageProblem(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
    );
  }
  if (region !== credentials.region) {
    throw malformed(claim, `The region '${region}' is wrong; expecting '${credentials.region}'`);
  }
  requireInTime(claim, nowMs);
  requireSigned(claim, request.headers);
  const expected = signatureOf(request, url, claim, credentials);
  if (!sameText(expected, claim.signature)) {
    throw new StorageProblem(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
  }
  return claim.payloadHash;
}

function fromQuery(url: URL): Claim {
  const query = (name: string): string => {
    const value = url.searchParams.get(name);
    if (value !== null && value !== '') return value;
    throw new StorageProblem(
      'AuthorizationQueryParametersError',
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  };
  const expires = Number(query('X-Amz-Expires'));
  if (query('X-Amz-Algorithm') !== ALGORITHM) {
    throw new StorageProblem(
      'AuthorizationQueryParametersError',
      `X-Amz-Algorithm only supports "${ALGORITHM}"`,
    );
  }
  if (!Number.isInteger(expires) || expires < 1 || expires > LONGEST_SECONDS) {
    throw new StorageProblem(
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be between 1 and 604800 seconds',
    );
  }
  return {
    credential: query('X-Amz-Credential'),
    signedHeaders: query('X-Amz-SignedHeaders').split(';'),
    signature: query('X-Amz-Signature'),
    time: query('X-Amz-Date'),
    expiresSeconds: expires,
    payloadHash: url.searchParams.get('X-Amz-Content-Sha256') ?? UNSIGNED_PAYLOAD,
  };
}

function fromHeader(headers: IncomingHttpHeaders): Claim {
  const { authorization } = headers;
  if (authorization === undefined) throw new StorageProblem('AccessDenied', 'Access Denied');
  const fields = new Map(
    authorization
      .slice(ALGORITHM.length)
      .split(',')
      .map((field) => field.trim().split('=', 2))
      .map(([name = '', value = '']) => [name, value] as const),
  );
  const [credential, signed, signature] = ['Credential', 'SignedHeaders', 'Signature'].map((name) =>
    fields.get(name),
  );
  const time = headers['x-amz-date'];
  if (!authorization.startsWith(`${ALGORITHM} `) || !credential || !signed || !signature) {
    throw new StorageProblem(
      'AuthorizationHeaderMalformed',
      'The authorization header that you provided is not valid.',
    );
  }
  if (typeof time !== 'string') {
    throw new StorageProblem('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header');
  }
  const payloadHash = headers['x-amz-content-sha256'];
  if (typeof payloadHash !== 'string') {
    throw new StorageProblem('AuthorizationHeaderMalformed', 'The x-amz-content-sha256 header is missing.');
  }
  return {
    ...{ credential, signature, time, payloadHash },
    signedHeaders: signed.split(';'),
    expiresSeconds: null,
  };
}

const malformed = (claim: Claim, message: string): StorageProblem =>
  new StorageProblem(
    claim.expiresSeconds === null ? 'AuthorizationHeaderMalformed' : 'AuthorizationQueryParametersError',
    message,
  );

function requireInTime(claim: Claim, nowMs: number): void {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(claim.time) ?? [];
  const signedMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(signedMs)) throw malformed(claim, 'X-Amz-Date must be in the ISO8601 Long Format');
  if (claim.expiresSeconds === null) {
    if (Math.abs(nowMs - signedMs) <= SKEW_MS) return;
    throw new StorageProblem(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
    );
  }
  if (signedMs > nowMs + SKEW_MS) throw new StorageProblem('AccessDenied', 'Request is not valid yet');
  if (nowMs > signedMs + claim.expiresSeconds * 1_000) {
    throw new StorageProblem('AccessDenied', 'Request has expired');
  }
}

/** The host and every x-amz-* header must be signed, so that nobody on the way adds one. */
function requireSigned(claim: Claim, headers: IncomingHttpHeaders): void {
  const needed = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))];
  const missing = needed.filter((name) => !claim.signedHeaders.includes(name));
  if (missing.length === 0) return;
  throw new StorageProblem(
    'AccessDenied',
    `There were headers present in the request which were not signed: ${missing.join(', ')}`,
  );
}

function signatureOf(request: SignedRequest, url: URL, claim: Claim, credentials: Credentials): string {
  const canonical = [
    request.method,
    canonicalPath(url),
    canonicalQuery(url),
    ...claim.signedHeaders.map((name) => `${name}:${headerText(request.headers[name])}`),
    '',
    claim.signedHeaders.join(';'),
    claim.payloadHash,
  ].join('\n');
  const scope = claim.credential.slice(claim.credential.indexOf('/') + 1);
  const toSign = [ALGORITHM, claim.time, scope, createHash('sha256').update(canonical).digest('hex')].join(
    '\n',
  );
  const key = scope
    .split('/')
    .reduce<Buffer | string>(
      (secret, part) => createHmac('sha256', secret).update(part).digest(),
      `AWS4${credentials.secretAccessKey}`,
    );
  return createHmac('sha256', key).update(toSign).digest('hex');
}

/** RFC 3986: everything but letters, digits and - . _ ~ as %XX. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const canonicalPath = (url: URL): string =>
  url.pathname
    .split('/')
    .map((part) => encode(decodeURIComponent(part)))
    .join('/');

function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .join('&');
}

const headerText = (value: string | string[] | undefined): string =>
  [value ?? []]
    .flat()
    .map((line) => line.trim().replace(/ +/g, ' '))
    .join(',');

function sameText(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
