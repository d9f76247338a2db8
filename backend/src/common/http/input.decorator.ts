import { randomUUID } from 'node:crypto';
import { FreeholdError } from '@freehold/shared/errors';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Actor, FreeholdRequest } from './freehold-request.ts';

const requestOf = (context: ExecutionContext): FreeholdRequest =>
  context.switchToHttp().getRequest<FreeholdRequest>();

/** The parsed `{ params, query, body }`; declare it as `InputOf<typeof route>` of the handler's own route. */
export const Input = createParamDecorator(
  (_: undefined, context: ExecutionContext) => requestOf(context).input,
);

/** The signed-in person; refuses when there is none. */
export const CurrentActor = createParamDecorator((_: undefined, context: ExecutionContext): Actor => {
  const { actor } = requestOf(context);
  if (!actor) throw new FreeholdError('UNAUTHENTICATED');
  return actor;
});

/**
 * An id which is the same for every repetition of this request under one Idempotency-Key: made the primary key of
 * what the handler creates, it turns a repetition after a crash into a read.
 */
export const OperationId = createParamDecorator(
  (_: undefined, context: ExecutionContext): string => requestOf(context).operationId ?? randomUUID(),
);
