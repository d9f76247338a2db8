import type { Response } from 'express';
import { escapeText } from '../core/html.ts';

/** S3's error codes as far as the sandbox knows reasons to refuse, with the status each travels under. */
const STATUS = {
  AccessDenied: 403,
  AuthorizationHeaderMalformed: 400,
  AuthorizationQueryParametersError: 400,
  BadDigest: 400,
  EntityTooLarge: 400,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidDigest: 400,
  InvalidRange: 416,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NotImplemented: 501,
  PreconditionFailed: 412,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
  SlowDown: 503,
  XAmzContentSHA256Mismatch: 400,
} as const;
export type StorageCode = keyof typeof STATUS;

/** A refusal as S3 words it. */
export class StorageProblem extends Error {
  readonly code: StorageCode;

  constructor(code: StorageCode, message: string) {
    super(message);
    this.code = code;
  }

  send(response: Response, resource: string): void {
    const body = `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>${this.code}</Code><Message>${escapeText(this.message)}</Message><Resource>${escapeText(
      resource,
    )}</Resource><RequestId>${String(response.getHeader('x-amz-request-id') ?? '')}</RequestId></Error>`;
    response.status(STATUS[this.code]).type('application/xml').send(body);
  }
}
