import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { type Problem, personaProblem } from '../problem.ts';

export function personaRefusal(request: Request, apiKey: string): Problem | null {
  const expected = Buffer.from(`Bearer ${apiKey}`);
  const given = Buffer.from(request.get('authorization') ?? '');
  const matches = given.length === expected.length && timingSafeEqual(given, expected);
  return matches ? null : personaProblem(401, 'Must be authenticated');
}

/** `t=<seconds>,v1=<hex>`, over `<t>.<body>`; real time, which receivers compare with their own. */
export function personaSignature(body: string, secret: string): string {
  const seconds = Math.floor(Date.now() / 1_000);
  const digest = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${digest}`;
}
