import { randomBytes } from 'node:crypto';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { controlRoutes } from '../control/control-routes.ts';
import { homeRoutes } from '../control/home-page.ts';
import { type Gate, openGate, pause, reset } from '../core/fault-gate.ts';
import type { World } from '../core/world.ts';
import { answerObject } from './answer.ts';
import { readBody } from './body.ts';
import { crossOrigin } from './cross-origin.ts';
import { StoredObjects } from './objects.ts';
import { StorageProblem } from './problem.ts';
import { type Credentials, verifySignature } from './signature-v4.ts';

const SHOWN = 20;
/** Headers of S3 whose meaning the sandbox knows; another one would be ignored in silence. */
const KNOWN_HEADERS = new Set([
  'x-amz-checksum-mode',
  'x-amz-checksum-sha256',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-user-agent',
]);

export interface StorageSettings extends Credentials {
  readonly bucket: string;
  /** Web pages that may upload to it and read from it. */
  readonly corsOrigins: readonly string[];
}

/**
 * S3 as far as Freehold uses it, with R2's limits: one private bucket, addressed by path; single-part PUT, GET with
 * ranges, HEAD, DELETE; every request signed (SigV4) in header or query, by the machine's own clock: links are signed
 * by programs that know nothing of the virtual one.
 */
export function createStorageApp(world: World, settings: StorageSettings): Express {
  const objects = new StoredObjects(world.database);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  homeRoutes(app, world, {
    provider: 'storage',
    title: 'S3, as the sandbox plays it',
    about:
      'Files that were uploaded on this machine. The bucket is private: they open through signed links only.',
    recent: () =>
      objects.newest(SHOWN).map((object) => ({
        kind: object.contentType,
        id: object.key,
        created: Math.floor(object.modifiedMs / 1_000),
        amount: `${object.bytes} bytes`,
        status: 'stored',
      })),
  });
  controlRoutes(app, world, { provider: 'storage', events: () => [], replay: () => 0 });
  app.use((_, response, next) => {
    response.set('x-amz-request-id', randomBytes(8).toString('hex').toUpperCase());
    response.set('server', 'FreeholdSandbox');
    next();
  });
  app.use(crossOrigin(settings.corsOrigins));
  app.use(serve(world, settings, objects));
  return app;
}

function serve(world: World, settings: StorageSettings, objects: StoredObjects): RequestHandler {
  return async (request, response) => {
    const gate = openGate(world.faults, 'storage', request);
    await pause(gate.delayMs);
    if (gate.before === 'reset') return reset(response);
    try {
      refuseBefore(gate);
      const signedHash = verifySignature(
        { method: request.method, url: request.originalUrl, headers: request.headers },
        settings,
        Date.now(),
      );
      const act = await prepare(request, signedHash, settings, objects);
      act.apply();
      if (gate.after === 'reset') return reset(response);
      if (gate.after !== 'pass')
        throw new StorageProblem('InternalError', 'We encountered an internal error.');
      act.answer(response);
    } catch (error) {
      if (!(error instanceof StorageProblem)) throw error;
      error.send(response, request.path);
    }
  };
}

function refuseBefore(gate: Gate): void {
  if (gate.before === 'error') {
    throw new StorageProblem('InternalError', 'We encountered an internal error. Please try again.');
  }
  if (gate.before === 'rate_limit') throw new StorageProblem('SlowDown', 'Please reduce your request rate.');
}

/** What a request does, and what it is answered; apart, because a fault may strike between the two. */
interface Act {
  readonly apply: () => void;
  readonly answer: (response: Response) => void;
}

const NOTHING = (): void => undefined;

async function prepare(
  request: Request,
  signedHash: string,
  settings: StorageSettings,
  objects: StoredObjects,
): Promise<Act> {
  const [bucket, ...parts] = request.path.slice(1).split('/').map(decodeURIComponent);
  if (bucket !== settings.bucket) {
    throw new StorageProblem('NoSuchBucket', 'The specified bucket does not exist');
  }
  const unknown = Object.keys(request.headers).find(
    (name) => name.startsWith('x-amz-') && !KNOWN_HEADERS.has(name),
  );
  if (unknown !== undefined) {
    throw new StorageProblem(
      'NotImplemented',
      `A header you provided implies functionality that is not implemented: ${unknown}`,
    );
  }
  const key = parts.join('/');
  if (key === '') return onBucket(request);
  if (request.method === 'PUT') return upload(request, key, signedHash, objects);
  if (request.method === 'DELETE') {
    return { apply: () => objects.remove(key), answer: (response) => void response.status(204).end() };
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new StorageProblem(
      request.method === 'POST' ? 'NotImplemented' : 'MethodNotAllowed',
      'The specified method is not allowed against this resource.',
    );
  }
  const object = objects.find(key);
  if (object === undefined) throw new StorageProblem('NoSuchKey', 'The specified key does not exist.');
  return {
    apply: NOTHING,
    answer: (response) => answerObject(request, response, object, () => objects.body(key)),
  };
}

function onBucket(request: Request): Act {
  if (request.method !== 'HEAD') {
    throw new StorageProblem('NotImplemented', 'Of a bucket only HEAD is played.');
  }
  return { apply: NOTHING, answer: (response) => void response.status(200).end() };
}

async function upload(
  request: Request,
  key: string,
  signedHash: string,
  objects: StoredObjects,
): Promise<Act> {
  const body = await readBody(request, signedHash);
  if (request.headers['if-none-match'] === '*' && objects.find(key) !== undefined) {
    throw new StorageProblem(
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
    );
  }
  const contentType = request.headers['content-type'] ?? 'binary/octet-stream';
  return {
    apply: () => void objects.put(key, contentType, body),
    answer: (response) => {
      const stored = objects.find(key);
      response.set('ETag', stored?.etag ?? '');
      const checked = request.headers['x-amz-checksum-sha256'];
      if (typeof checked === 'string') response.set('x-amz-checksum-sha256', checked);
      response.status(200).end();
    },
  };
}
