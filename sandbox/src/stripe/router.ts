import type { Express } from 'express';
import type { ZodType } from 'zod';
import type { IdempotencyStore } from '../core/idempotency.ts';
import type { StripeContext } from './context.ts';
import { endpoint } from './endpoint.ts';

/** `id` is the last `:id` of the path, '' when there is none. */
export type Work<Input> = (input: Input, id: string) => object;

export interface StripeRouter {
  get<Input>(path: string, params: ZodType<Input>, work: Work<Input>): void;
  post<Input>(path: string, params: ZodType<Input>, work: Work<Input>): void;
  delete<Input>(path: string, params: ZodType<Input>, work: Work<Input>): void;
}

export function createStripeRouter(
  app: Express,
  context: StripeContext,
  idempotency: IdempotencyStore,
): StripeRouter {
  const serve = <Input>(params: ZodType<Input>, work: Work<Input>) =>
    endpoint(context, idempotency, {
      params,
      work: (input, request) => {
        const id: unknown = request.params.id;
        return work(input, typeof id === 'string' ? id : '');
      },
    });
  return {
    get: (path, params, work) => void app.get(path, serve(params, work)),
    post: (path, params, work) => void app.post(path, serve(params, work)),
    delete: (path, params, work) => void app.delete(path, serve(params, work)),
  };
}
