import type { z } from 'zod';
import type { Permission } from './permissions.ts';

export type Method = 'GET' | 'POST' | 'DELETE';

/** What a route answers with: a file of one of these types is downloaded, everything else is JSON. */
export type MediaType = 'application/json' | 'text/csv' | 'application/pdf';

/** `public`: anyone; otherwise a session whose role holds the permission. */
export type Access = 'public' | Permission;

/**
 * One route of the API: the contract which the controller, the web, the demo and the tests share.
 * Paths are complete (`/v1/...`) with `:name` parameters.
 */
export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  readonly method: Method;
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  /** Status of success: 200 read or done, 201 made, 202 accepted and under way, 204 nothing to say. */
  readonly status: 200 | 201 | 202 | 204;
  /** An `Idempotency-Key` header is required: the same key answers with the first response. */
  readonly idempotent: boolean;
  /** Open to a session whose second factor is still to be given or set up. */
  readonly beforeFactor: boolean;
  /** Moves money or rights: the person must have proved who they are within the last minutes (`stepUp`). */
  readonly stepUp: boolean;
  /** Acts for an investor whose address is known to be theirs: an unconfirmed one is asked to confirm it first. */
  readonly confirmedEmail: boolean;
  /** A file's `response` is `fileSchema`; on the wire it is the bytes alone. */
  readonly produces: MediaType;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly response: Response;
}

/** What a handler receives: each part parsed by the schema of the route. */
export type InputOf<R extends Route> = {
  readonly params: z.output<R['params']>;
  readonly query: z.output<R['query']>;
  readonly body: z.output<R['body']>;
};

/** What a client sends. */
export type RequestOf<R extends Route> = {
  readonly params: z.input<R['params']>;
  readonly query: z.input<R['query']>;
  readonly body: z.input<R['body']>;
};

/** What a handler returns and a client receives. */
export type ResponseOf<R extends Route> = z.output<R['response']>;
