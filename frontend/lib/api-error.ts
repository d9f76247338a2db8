import { z } from 'zod';

const envelopeSchema = z.object({
  code: z.string(),
  message: z.string(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
  requestId: z.string().optional(),
});

export interface ApiIssue {
  readonly path: string;
  readonly message: string;
}

/** Codes which the browser adds to those of the API. */
export type LocalCode = 'API_UNREACHABLE' | 'UNEXPECTED_REPLY';

/** What every failed call to the API throws: the error envelope, or what stood in its place. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly status: number;
  readonly issues: readonly ApiIssue[];
  readonly requestId: string | undefined;

  constructor(details: {
    readonly code: string;
    readonly message: string;
    readonly status: number;
    readonly issues?: readonly ApiIssue[];
    readonly requestId?: string | undefined;
  }) {
    super(details.message);
    this.code = details.code;
    this.status = details.status;
    this.issues = details.issues ?? [];
    this.requestId = details.requestId;
  }

  /** True when the same call may succeed later without anybody changing anything. */
  get passing(): boolean {
    return this.code === 'API_UNREACHABLE' || this.status >= 500 || this.status === 429;
  }
}

/** The API did not answer at all. */
export function unreachable(): ApiError {
  return new ApiError({
    code: 'API_UNREACHABLE',
    message: 'Freehold’s server cannot be reached. Nothing was lost; try again in a moment.',
    status: 0,
  });
}

/** Reads a failed reply; a body that is no envelope becomes a sentence of ours. */
export function errorOfReply(status: number, body: unknown): ApiError {
  const envelope = envelopeSchema.safeParse(body);
  if (envelope.success) return new ApiError({ ...envelope.data, status });
  if (status >= 502 && status <= 504) return unreachable();
  return new ApiError({
    code: 'UNEXPECTED_REPLY',
    message: `The server answered in a way this page does not understand (status ${status}).`,
    status,
  });
}

/** Any thrown value as an `ApiError`, so that pages know one kind of failure only. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const message = error instanceof Error ? error.message : 'Something went wrong in this page.';
  return new ApiError({ code: 'UNEXPECTED_REPLY', message, status: 0 });
}
