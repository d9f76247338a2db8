import { randomBytes } from 'node:crypto';
import type { Express } from 'express';
import { z } from 'zod';
import { insertCheck, type KycContext, openLink } from '../context.ts';
import { decide, resetCheck } from '../flow.ts';
import type { KycRouter } from '../kyc-router.ts';
import { notify } from '../letters.ts';
import { jsonOf, sumsubProblem } from '../problem.ts';
import type { CheckRecord } from '../records.ts';
import { presentApplicant, presentReview } from './sumsub-objects.ts';

const applicantSchema = z.looseObject({ externalUserId: z.string().min(1), email: z.string().optional() });
const tokenSchema = z.object({
  userId: z.string().min(1),
  levelName: z.string().min(1),
  ttlInSecs: z.coerce.number().int().min(1).max(86_400).default(600),
});
const linkSchema = tokenSchema.extend({
  redirect: z.object({ successUrl: z.string(), rejectUrl: z.string().optional() }).optional(),
});
const decisionSchema = z.object({
  reviewAnswer: z.enum(['GREEN', 'RED']),
  rejectLabels: z.array(z.string()).default([]),
  reviewRejectType: z.enum(['FINAL', 'RETRY']).default('FINAL'),
});

/** Applicants, access tokens, links to the WebSDK, and the decision a sandbox may force. */
export function sumsubRoutes(app: Express, context: KycContext, router: KycRouter): void {
  const applicants = (): CheckRecord[] => context.checks.all({ provider: 'sumsub' });
  const bySubject = (subject: string): CheckRecord | undefined =>
    context.checks.all({ provider: 'sumsub', subject }).at(-1);
  const find = (selector: string): CheckRecord => {
    const subject = /^-;externalUserId=(.+)$/.exec(selector)?.[1];
    const found =
      subject === undefined ? context.checks.find(selector) : bySubject(decodeURIComponent(subject));
    if (found?.provider !== 'sumsub') throw sumsubProblem(404, 'Applicant not found');
    return found;
  };
  const create = (subject: string, level: string): CheckRecord => {
    const check = insertCheck(context, {
      id: randomBytes(12).toString('hex'),
      provider: 'sumsub',
      subject,
      level,
    });
    notify(context, check, 'created');
    return check;
  };
  const ensure = (subject: string, level: string): CheckRecord =>
    bySubject(subject) ?? create(subject, level);

  app.post(
    '/resources/applicants',
    router.serve('sumsub', (request) => {
      const { externalUserId } = parsed(applicantSchema, jsonOf(request));
      const level = z.string().safeParse(request.query.levelName);
      if (!level.success) throw sumsubProblem(400, 'levelName is required');
      const known = bySubject(externalUserId);
      if (known !== undefined) {
        throw sumsubProblem(
          409,
          `Applicant with external user id '${externalUserId}' already exists: ${known.id}`,
        );
      }
      return { status: 201, body: presentApplicant(create(externalUserId, level.data)) };
    }),
  );
  app.get(
    '/resources/applicants/-/count',
    router.serve('sumsub', () => ({ status: 200, body: { count: applicants().length } })),
  );
  app.get(
    '/resources/applicants/:selector/one',
    router.serve('sumsub', (request) => ({
      status: 200,
      body: presentApplicant(find(String(request.params.selector))),
    })),
  );
  app.get(
    '/resources/applicants/:selector/status',
    router.serve('sumsub', (request) => ({
      status: 200,
      body: presentReview(find(String(request.params.selector))),
    })),
  );
  app.post(
    '/resources/applicants/:selector/reset',
    router.serve('sumsub', (request) => {
      resetCheck(context, find(String(request.params.selector)));
      return { status: 200, body: { ok: 1 } };
    }),
  );
  app.post(
    '/resources/applicants/:selector/status/testCompleted',
    router.serve('sumsub', (request) => {
      const check = find(String(request.params.selector));
      const { reviewAnswer, rejectLabels, reviewRejectType } = parsed(decisionSchema, jsonOf(request));
      const country = check.country ?? 'USA';
      const submitted = { ...check, country, attempts: Math.max(1, check.attempts) };
      const red = reviewRejectType === 'FINAL' ? 'forged' : 'blurry';
      decide(context, submitted, reviewAnswer === 'GREEN' ? 'approve' : red, rejectLabels);
      return { status: 200, body: { ok: 1 } };
    }),
  );
  app.post(
    '/resources/accessTokens/sdk',
    router.serve('sumsub', (request) => {
      const { userId, levelName, ttlInSecs } = parsed(tokenSchema, jsonOf(request));
      const token = openLink(context, ensure(userId, levelName), ttlInSecs, '_act-sbx-');
      return { status: 200, body: { token, userId } };
    }),
  );
  app.post(
    '/resources/accessTokens',
    router.serve('sumsub', (request) => {
      const { userId, levelName, ttlInSecs } = parsed(tokenSchema, request.query);
      const token = openLink(context, ensure(userId, levelName), ttlInSecs, '_act-sbx-');
      return { status: 200, body: { token, userId } };
    }),
  );
  app.post(
    '/resources/sdkIntegrations/levels/-/websdkLink',
    router.serve('sumsub', (request) => {
      const { userId, levelName, ttlInSecs, redirect } = parsed(linkSchema, jsonOf(request));
      const check = ensure(userId, levelName);
      const known = context.checks.update({ ...check, returnUrl: redirect?.successUrl ?? check.returnUrl });
      const token = openLink(context, known, ttlInSecs, 'sbx_');
      return { status: 200, body: { url: `${context.settings.publicUrl()}/websdk/p/${token}` } };
    }),
  );
}

function parsed<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw sumsubProblem(400, `${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'invalid'}`);
}
