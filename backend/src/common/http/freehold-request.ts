import type { SecondFactorStage } from '@freehold/shared/auth';
import type { Role } from '@freehold/shared/permissions';
import type { Request } from 'express';

/** Who is asking. */
export interface Actor {
  readonly userId: string;
  readonly sessionId: string;
  readonly role: Role;
  readonly name: string;
  readonly email: string;
  readonly emailConfirmed: boolean;
  readonly secondFactor: SecondFactorStage;
  /** When this person last proved, in this session, to be who they are. */
  readonly provedAt: Date;
}

export interface ParsedInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** An Express request with what the guards and interceptors learned of it. */
export interface FreeholdRequest extends Request {
  requestId?: string;
  /** Null for nobody; undefined before the guard looked. */
  actor?: Actor | null;
  input?: ParsedInput;
  /** The same for every repetition of an idempotent request: use it as the id of what is created. */
  operationId?: string;
  rawBody?: Buffer;
}
