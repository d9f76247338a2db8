import { timingSafeEqual } from 'node:crypto';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { controlRoutes } from '../control/control-routes.ts';
import { homeRoutes, type Recent } from '../control/home-page.ts';
import { Collection } from '../core/collection.ts';
import { openGate, pause, reset } from '../core/fault-gate.ts';
import { randomText } from '../core/ids.ts';
import type { World } from '../core/world.ts';
import { messageRoutes } from './mail-page.ts';
import { type MailRecord, mailSchema, sendSchema } from './mail-records.ts';

const SHOWN = 20;

export interface MailSettings {
  readonly apiKey: string;
}

/** SendGrid's v3 API as far as sending goes. No mail leaves this machine: each is kept and can be read here. */
export function createMailApp(world: World, settings: MailSettings): Express {
  const mails = new Collection(world.database, 'mail.message', mailSchema);
  const app = express();
  app.disable('x-powered-by');
  homeRoutes(app, world, {
    provider: 'mail',
    title: 'SendGrid, as the sandbox plays it',
    about: 'Every mail that Freehold sent on this machine. None of them left it.',
    recent: () => mails.list({ limit: SHOWN }).data.map(recentMail),
  });
  controlRoutes(app, world, { provider: 'mail', events: () => [], replay: () => 0 });
  messageRoutes(app, mails);
  app.use(express.json({ limit: '20mb' }));
  app.post('/v3/mail/send', sendRoute(world, settings, mails));
  app.get('/v3/scopes', (request, response) => {
    if (!allowed(request, settings)) return refuse(response, 401, 'authorization required');
    response.json({ scopes: ['mail.send'] });
  });
  return app;
}

function recentMail(mail: MailRecord): Recent {
  return {
    kind: mail.subject,
    id: mail.to,
    created: mail.created,
    amount: '',
    status: 'delivered',
    href: `/messages/${mail.id}`,
  };
}

function sendRoute(world: World, settings: MailSettings, mails: Collection<MailRecord>): RequestHandler {
  return async (request, response) => {
    const gate = openGate(world.faults, 'mail', request);
    if (!allowed(request, settings))
      return refuse(response, 401, 'The provided authorization grant is invalid');
    await pause(gate.delayMs);
    if (gate.before === 'reset') return reset(response);
    if (gate.before === 'error') return refuse(response, 500, 'Internal error');
    if (gate.before === 'rate_limit') return refuse(response, 429, 'too many requests');
    const parsed = sendSchema.safeParse(request.body);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return refuse(response, 400, issue?.message ?? 'Bad Request', issue?.path.join('.') ?? null);
    }
    const { personalizations, from, subject, content, custom_args: shared = {} } = parsed.data;
    const part = (type: string): string => content.find((one) => one.type === type)?.value ?? '';
    const id = randomText(22);
    world.database.transaction(() => {
      for (const [at, { to, custom_args: own = {} }] of personalizations.entries()) {
        mails.insert({
          id: `${id}${at === 0 ? '' : `-${at}`}`,
          created: world.clock.now(),
          from: from.email,
          to: to.map(({ email }) => email).join(', '),
          subject,
          text: part('text/plain'),
          html: part('text/html'),
          customArgs: { ...shared, ...own },
        });
      }
    });
    if (gate.after === 'reset') return reset(response);
    if (gate.after !== 'pass') return refuse(response, 500, 'Internal error');
    response.status(202).set('X-Message-Id', id).end();
  };
}

function allowed(request: Request, settings: MailSettings): boolean {
  const given = Buffer.from(request.get('authorization') ?? '');
  const expected = Buffer.from(`Bearer ${settings.apiKey}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function refuse(response: Response, status: number, message: string, field: string | null = null): void {
  response.status(status).json({ errors: [{ message, field, help: null }] });
}
