import express, { type Express } from 'express';
import { type ControlledProvider, controlRoutes } from '../control/control-routes.ts';
import { homeRoutes, type Recent } from '../control/home-page.ts';
import type { Message, Signed } from '../core/deliveries.ts';
import type { World } from '../core/world.ts';
import { createKycContext, type KycContext, type KycSettings } from './context.ts';
import { defineKycTasks } from './flow.ts';
import { hostedRoutes } from './hosted/hosted-routes.ts';
import { kycControlRoutes } from './kyc-control-routes.ts';
import { KycRouter } from './kyc-router.ts';
import { toMessage } from './letters.ts';
import { personaRoutes } from './persona/persona-routes.ts';
import { personaSignature } from './persona/persona-signature.ts';
import { sumsubRoutes } from './sumsub/sumsub-routes.ts';
import { digestHeaders } from './sumsub/sumsub-signature.ts';
import { veriffRoutes } from './veriff/veriff-routes.ts';
import { veriffSignature } from './veriff/veriff-signature.ts';

const SHOWN = 20;

/** Sumsub, Persona and Veriff on one port: their paths do not meet. */
export function createKycApp(world: World, settings: KycSettings): Express {
  const context = createKycContext(world, settings);
  defineKycTasks(context);
  world.deliveries.signWith('kyc', (message, forged) => signed(settings, message, forged));

  const app = express();
  app.disable('x-powered-by');
  homeRoutes(app, world, {
    provider: 'kyc',
    title: 'Sumsub, Persona and Veriff, as the sandbox plays them',
    about:
      'Identity checks on this machine: the page a person sees lets them choose how the check ends, and the provider reports it two virtual seconds later.',
    recent: () => recentChecks(context),
  });
  controlRoutes(app, world, controlledKyc(context));
  kycControlRoutes(app, context);
  app.use(express.raw({ type: () => true, limit: '10mb' }));
  hostedRoutes(app, context);
  const router = new KycRouter(context);
  sumsubRoutes(app, context, router);
  personaRoutes(app, context, router);
  veriffRoutes(app, context, router);
  return app;
}

function signed(settings: KycSettings, { topic, body }: Message, forged: boolean): Signed {
  const secret = (true_: string): string => (forged ? `not ${true_}` : true_);
  if (topic.startsWith('sumsub:')) {
    const { webhookSecret, digest } = settings.sumsub;
    return { body, headers: digestHeaders(body, secret(webhookSecret), digest) };
  }
  const json = { 'content-type': 'application/json' };
  if (topic.startsWith('persona:')) {
    const signature = personaSignature(body, secret(settings.persona.webhookSecret));
    return { body, headers: { ...json, 'persona-signature': signature } };
  }
  const { apiKey, sharedSecret } = settings.veriff;
  const signature = veriffSignature(body, secret(sharedSecret));
  return { body, headers: { ...json, 'x-auth-client': apiKey, 'x-hmac-signature': signature } };
}

function recentChecks(context: KycContext): Recent[] {
  return context.checks.list({ limit: SHOWN }).data.map((check) => ({
    kind: `${check.provider} check`,
    id: check.id,
    created: check.created,
    status: check.answer ?? check.status.replace('_', ' '),
    amount: check.country ?? '',
  }));
}

function controlledKyc(context: KycContext): ControlledProvider {
  return {
    provider: 'kyc',
    events: (limit) => context.letters.list({ limit }).data,
    replay: (order, copies) => {
      const letters = context.letters.all();
      if (order === 'reverse') letters.reverse();
      const messages = letters.flatMap((letter) => toMessage(context, letter) ?? []);
      for (const message of messages) {
        for (let copy = 0; copy < copies; copy += 1) context.world.deliveries.resend(message);
      }
      return messages.length * copies;
    },
  };
}
