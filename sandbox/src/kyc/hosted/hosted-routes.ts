import { randomBytes } from 'node:crypto';
import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import { HOME_STYLES } from '../../control/home-styles.ts';
import { documentHeaders, documentOf, type Markup } from '../../core/html.ts';
import type { KycContext } from '../context.ts';
import { isCountry } from '../countries.ts';
import { submit } from '../flow.ts';
import { isOutcome } from '../outcomes.ts';
import type { CheckRecord } from '../records.ts';
import { CHECK_STYLES, checkPage, plainPage } from './hosted-page.ts';

const formSchema = z.object({ country: z.string(), outcome: z.string() });

/** The page a person sees, under the address each provider gives it. */
export function hostedRoutes(app: Express, context: KycContext): void {
  for (const path of ['/websdk/p/:token', '/v/:token', '/verify']) {
    app.get(path, (request, response) => serve(context, request, response, show));
    app.post(path, (request, response) => serve(context, request, response, take));
  }
}

type Handler = (
  context: KycContext,
  check: CheckRecord,
  request: Request,
) => { readonly status: number; readonly page: Markup } | { readonly redirect: string };

function serve(context: KycContext, request: Request, response: Response, handler: Handler): void {
  const token = request.params.token ?? request.query.code;
  const link = typeof token === 'string' ? context.links.find(token) : undefined;
  const expired = link === undefined || link.expires < context.world.clock.now();
  const check = expired ? undefined : context.checks.find(link.check);
  const outcome =
    check === undefined
      ? {
          status: 404,
          page: plainPage('This link does not work any more', 'Go back to Freehold and start again.'),
        }
      : handler(context, check, request);
  if ('redirect' in outcome) {
    response.redirect(303, outcome.redirect);
    return;
  }
  const nonce = randomBytes(16).toString('base64');
  const target = URL.parse(check?.returnUrl ?? '');
  response.status(outcome.status).set(documentHeaders(nonce, target === null ? [] : [target.origin]));
  response.send(
    documentOf({
      title: 'Identity check',
      styles: `${HOME_STYLES}${CHECK_STYLES}`,
      body: outcome.page,
      nonce,
    }),
  );
}

const show: Handler = (_, check, request) =>
  check.status === 'open' || check.answer === 'retry'
    ? { status: 200, page: checkPage(check, request.originalUrl, null) }
    : {
        status: 200,
        page: plainPage('Nothing to do here', `Your check is ${check.answer ?? 'being looked at'}.`),
      };

const take: Handler = (context, check, request) => {
  const body: unknown = request.body;
  const fields = new URLSearchParams(Buffer.isBuffer(body) ? body.toString('utf8') : '');
  const form = formSchema.safeParse(Object.fromEntries(fields));
  const refuse = (error: string) => ({ status: 400, page: checkPage(check, request.originalUrl, error) });
  if (check.status !== 'open' && check.answer !== 'retry')
    return { status: 409, page: plainPage('Nothing to do here', 'You have handed everything in already.') };
  if (!form.success || !isOutcome(form.data.outcome)) return refuse('Choose how the check ends.');
  if (!isCountry(form.data.country)) return refuse('Choose the country you live in.');
  const { country, outcome } = form.data;
  context.world.database.transaction(() => submit(context, check, { country, outcome }));
  return check.returnUrl === null
    ? { status: 200, page: plainPage('Thank you', 'You may close this page.') }
    : { redirect: check.returnUrl };
};
