import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import type { KycProviderName } from './records.ts';

/** An answer that is not 2xx, with the body its provider gives. */
export class Problem extends Error {
  readonly status: number;
  readonly body: object;

  constructor(status: number, body: object) {
    super(JSON.stringify(body));
    this.status = status;
    this.body = body;
  }
}

export const sumsubProblem = (status: number, description: string): Problem =>
  new Problem(status, { description, code: status, correlationId: randomUUID().replaceAll('-', '') });

export const personaProblem = (status: number, title: string): Problem =>
  new Problem(status, { errors: [{ title, details: title }] });

export const veriffProblem = (status: number, message: string): Problem =>
  new Problem(status, { status: 'fail', code: String(status), message });

export function problemOf(provider: KycProviderName, status: number, message: string): Problem {
  if (provider === 'sumsub') return sumsubProblem(status, message);
  return provider === 'persona' ? personaProblem(status, message) : veriffProblem(status, message);
}

/** The JSON of a request kept as bytes; undefined when it is none. */
export function jsonOf(request: Request): unknown {
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body) || body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
