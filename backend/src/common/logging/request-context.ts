import { AsyncLocalStorage } from 'node:async_hooks';

/** What every line logged in the course of one request (or one background run) carries. */
export interface RequestContext {
  readonly requestId: string;
}

export const requestContext = new AsyncLocalStorage<RequestContext>();
