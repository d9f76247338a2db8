import { randomUUID } from 'node:crypto';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import { bankStatement, depositCash } from '../core/bank.ts';
import { DAY_MS, SECOND_MS } from '../core/clock.ts';
import { faultRequestSchema, type Provider, providers } from '../core/faults.ts';
import type { World } from '../core/world.ts';

/** What a provider can tell the control API about itself. */
export interface ControlledProvider {
  readonly provider: Provider;
  /** Newest first. */
  readonly events: (limit: number) => object[];
  /** Queues every message ever sent once more; answers how many deliveries that makes. */
  readonly replay: (order: 'same' | 'reverse', copies: number) => number;
}

const advanceSchema = z
  .strictObject({
    seconds: z.number().min(0).default(0),
    minutes: z.number().min(0).default(0),
    hours: z.number().min(0).default(0),
    days: z.number().min(0).max(3_650).default(0),
    /** Also wait, at most so long, until the webhooks this caused are delivered. */
    drainMs: z.int().min(0).max(60_000).default(0),
  })
  .refine(
    (body) => body.seconds + body.minutes + body.hours + body.days > 0,
    'say how far: seconds, minutes, hours or days',
  );
const replaySchema = z.strictObject({
  order: z.enum(['same', 'reverse']).default('same'),
  copies: z.int().min(1).max(10).default(1),
  drainMs: z.int().min(0).max(60_000).default(0),
});
const cashSchema = z.strictObject({
  /** Cents, as text. */
  amount: z.string().regex(/^[1-9]\d{0,14}$/),
  description: z.string().default('Cash deposit'),
});
const drainSchema = z.strictObject({ timeoutMs: z.int().min(0).max(60_000).default(10_000) });
const limitSchema = z.coerce.number().int().min(1).max(1_000).default(50);

/** `/_sandbox/…`: the levers no real provider has. JSON in, JSON out, no key. */
export function controlRoutes(app: Express, world: World, controlled: ControlledProvider): void {
  const router = express.Router();
  router.use(refuseForeignPages);
  router.use(express.json({ type: () => true, limit: '100kb' }));
  clockRoutes(router, world, controlled);
  faultRoutes(router, world, controlled);
  router.get('/events', (request, response) => {
    response.json({ data: controlled.events(limitSchema.parse(request.query.limit)) });
  });
  router.get('/deliveries', (request, response) => {
    const limit = limitSchema.parse(request.query.limit);
    response.json({
      pending: world.deliveries.pendingCount(controlled.provider),
      data: world.deliveries.recent(controlled.provider, limit),
    });
  });
  router.post('/deliveries/drain', async (request, response) => {
    const body = read(drainSchema, request, response);
    if (body === undefined) return;
    response.json({ pending: await world.deliveries.drain(controlled.provider, body.timeoutMs) });
  });
  router.post('/events/replay', async (request, response) => {
    const body = read(replaySchema, request, response);
    if (body === undefined) return;
    const queued = world.database.transaction(() => controlled.replay(body.order, body.copies));
    response.json({ queued, pending: await world.deliveries.drain(controlled.provider, body.drainMs) });
  });
  bankRoutes(router, world);
  router.get('/ledger', (request, response) => {
    const report = world.ledger.report();
    const entries = world.ledger.entries(limitSchema.parse(request.query.limit));
    response.json({ ok: report.problems.length === 0, unit: 'micro-dollars', ...report, recent: entries });
  });
  app.use('/_sandbox', router);
}

/** A page from elsewhere, open in a browser on this machine, must not be able to pull these levers. */
function refuseForeignPages(request: Request, response: Response, next: NextFunction): void {
  if (request.get('sec-fetch-site') === 'cross-site') {
    const message = 'The control API does not take requests from other sites.';
    response.status(403).json({ code: 'cross_site', message });
  } else {
    next();
  }
}

function bankRoutes(router: express.Router, world: World): void {
  router.get('/bank', (request, response) => {
    response.json(bankStatement(world, limitSchema.parse(request.query.limit)));
  });
  router.post('/bank/deposits', (request, response) => {
    const body = read(cashSchema, request, response);
    if (body === undefined) return;
    const deposit = { id: randomUUID(), cents: BigInt(body.amount), description: body.description };
    world.database.transaction(() => depositCash(world, deposit));
    response.status(201).json(bankStatement(world, 50));
  });
}

function clockRoutes(router: express.Router, world: World, controlled: ControlledProvider): void {
  router.get('/clock', (_, response) => response.json(describeClock(world)));
  router.post('/clock/advance', async (request, response) => {
    const body = read(advanceSchema, request, response);
    if (body === undefined) return;
    const byMs = body.days * DAY_MS + ((body.hours * 60 + body.minutes) * 60 + body.seconds) * SECOND_MS;
    const ran = world.schedule.advance(Math.round(byMs));
    for (const provider of providers) await world.deliveries.drain(provider, body.drainMs);
    response.json({
      ...describeClock(world),
      ran,
      pending: world.deliveries.pendingCount(controlled.provider),
    });
  });
}

function faultRoutes(router: express.Router, world: World, controlled: ControlledProvider): void {
  router.get('/faults', (_, response) => response.json({ data: world.faults.list(controlled.provider) }));
  router.post('/faults', (request, response) => {
    const body = read(faultRequestSchema, request, response);
    if (body === undefined) return;
    world.faults.add(controlled.provider, body);
    response.status(201).json({ data: world.faults.list(controlled.provider) });
  });
  router.delete('/faults', (_, response) =>
    response.json({ cleared: world.faults.clear(controlled.provider) }),
  );
}

function describeClock(world: World): object {
  return {
    now: world.clock.iso(),
    unix: world.clock.now(),
    aheadSeconds: Math.round(world.clock.offsetMs() / SECOND_MS),
    due: world.schedule.pending(),
  };
}

/** Parses the body or answers 400 and returns undefined. */
export function read<T>(schema: z.ZodType<T>, request: Request, response: Response): T | undefined {
  const body: unknown = request.body;
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  response.status(400).json({ code: 'invalid_request', message: z.prettifyError(parsed.error) });
  return undefined;
}
