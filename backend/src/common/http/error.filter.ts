import { errorCatalogue, FreeholdError } from '@freehold/shared/errors';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Response } from 'express';
import { LogService } from '../logging/log.service.ts';
import type { FreeholdRequest } from './freehold-request.ts';

/** Turns whatever was thrown into the one envelope `{ code, message, issues, requestId }`. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly log: LogService) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FreeholdRequest>();
    const response = host.switchToHttp().getResponse<Response>();
    const error = asFreeholdError(thrown);
    if (error.status >= 500) {
      this.log.logger.error(
        { err: error.cause ?? thrown, code: error.code, path: request.path },
        error.message,
      );
    }
    if (response.headersSent) return;
    if (error.retryAfterSeconds !== undefined) {
      response.setHeader('Retry-After', String(Math.ceil(error.retryAfterSeconds)));
    }
    response.status(error.status).json({
      code: error.code,
      message: error.message,
      issues: error.issues,
      requestId: request.requestId ?? 'none',
    });
  }
}

function asFreeholdError(thrown: unknown): FreeholdError {
  if (thrown instanceof FreeholdError) return thrown;
  const status = statusOf(thrown);
  if (status === 404) return new FreeholdError('NOT_FOUND');
  if (status !== null && status >= 400 && status < 500) return new FreeholdError('BAD_REQUEST');
  return new FreeholdError('INTERNAL', errorCatalogue.INTERNAL.message, { cause: thrown });
}

/** Errors of the body parser carry a status without being Nest's. */
function statusOf(thrown: unknown): number | null {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (thrown instanceof Error && 'status' in thrown && typeof thrown.status === 'number')
    return thrown.status;
  return null;
}
