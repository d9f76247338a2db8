import { FreeholdError } from '@freehold/shared/errors';
import { fileSchema } from '@freehold/shared/file';
import type { Route } from '@freehold/shared/route';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  StreamableFile,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { z } from 'zod';
import { AuditService } from '../audit/audit.service.ts';
import { IdempotencyService } from '../idempotency/idempotency.service.ts';
import { ENDPOINT } from './endpoint.decorator.ts';
import type { FreeholdRequest, ParsedInput } from './freehold-request.ts';

/** Parses what comes in and shapes what goes out by the schemas of the route; keeps repetitions from doing harm. */
@Injectable()
export class EndpointInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly idempotency: IdempotencyService,
    private readonly audit: AuditService,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = this.reflector.get<Route | undefined>(ENDPOINT, context.getHandler());
    if (route === undefined) return next.handle();
    const http = context.switchToHttp();
    return from(this.#serve(route, http.getRequest<FreeholdRequest>(), http.getResponse<Response>(), next));
  }

  async #serve(
    route: Route,
    request: FreeholdRequest,
    response: Response,
    next: CallHandler,
  ): Promise<unknown> {
    request.input = parseInput(route, request);
    const act = async (): Promise<unknown> => {
      const answer = shape(route, await lastValueFrom(next.handle(), { defaultValue: undefined }));
      if (route.method !== 'GET') await this.audit.record(route, request, answer);
      return answer;
    };
    if (route.produces !== 'application/json') return asDownload(route, await act(), response);
    if (!route.idempotent) return act();
    const { body, replayed } = await this.idempotency.once(route, request, act);
    if (replayed) response.setHeader('Idempotency-Replayed', 'true');
    return body;
  }
}

/** The bytes alone, under a name to save them by. */
function asDownload(route: Route, answer: unknown, response: Response): StreamableFile {
  const { name, bytes } = fileSchema.parse(answer);
  const charset = route.produces === 'text/csv' ? '; charset=utf-8' : '';
  response.setHeader('Cache-Control', 'private, no-store');
  return new StreamableFile(bytes, {
    type: `${route.produces}${charset}`,
    disposition: `attachment; filename="${name}"`,
    length: bytes.length,
  });
}

function parseInput(route: Route, request: FreeholdRequest): ParsedInput {
  const parts = [
    ['params', route.params, request.params],
    ['query', route.query, request.query],
    ['body', route.body, route.method === 'GET' ? {} : (request.body ?? {})],
  ] as const;
  const values: Record<string, unknown> = {};
  const issues: { path: string; message: string }[] = [];
  for (const [name, schema, value] of parts) {
    const parsed = schema.safeParse(value);
    if (parsed.success) {
      values[name] = parsed.data;
      issues.push(...findNul(name, parsed.data));
    } else issues.push(...parsed.error.issues.flatMap((issue) => describe(name, issue)));
  }
  if (issues.length > 0) throw new FreeholdError('VALIDATION_FAILED', undefined, { issues });
  return { params: values.params, query: values.query, body: values.body };
}

/** PostgreSQL cannot store the character NUL in text. */
function findNul(part: string, value: unknown): { path: string; message: string }[] {
  const found = JSON.stringify(value)?.includes('\\u0000') ?? false;
  return found ? [{ path: part, message: 'contains the character NUL' }] : [];
}

/** Fields of the body are named plainly ("address.city"); those of path and query with their part ("query.period"). */
function describe(part: string, issue: z.core.$ZodIssue): { path: string; message: string }[] {
  const prefix = part === 'body' ? [] : [part];
  const paths =
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  const message = issue.code === 'unrecognized_keys' ? 'is not a field of this request' : issue.message;
  return paths.map((path) => ({ path: [...prefix, ...path].map(String).join('.'), message }));
}

function shape(route: Route, value: unknown): unknown {
  const parsed = route.response.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(
    `${route.method} ${route.path} answered with what its contract does not allow: ${parsed.error.issues
      .map((issue) => `${issue.path.join('.')} ${issue.message}`)
      .join('; ')}`,
  );
}
