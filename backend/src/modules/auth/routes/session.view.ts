import type { Session } from '@freehold/shared/auth';
import { permissionsOf } from '@freehold/shared/permissions';
import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { FreeholdRequest } from '../../../common/http/freehold-request.ts';
import { Configuration } from '../../../config/configuration.ts';
import { type ClientDescription, type OpenedSession, SessionService } from '../domain/session.service.ts';
import { StepUpService } from '../domain/step-up.service.ts';
import { csrfTokenOf } from '../domain/tokens.ts';
import { UserService } from '../domain/user.service.ts';
import { setSessionCookies } from './cookies.ts';

export const describeClient = (request: FreeholdRequest): ClientDescription => ({
  userAgent: request.header('user-agent')?.slice(0, 400) ?? null,
  address: request.ip ?? null,
});

/** Tells a browser who is signed in, and gives it the cookies of a new session. */
@Injectable()
export class SessionView {
  constructor(
    private readonly sessions: SessionService,
    private readonly users: UserService,
    private readonly stepUps: StepUpService,
    private readonly configuration: Configuration,
  ) {}

  async enter(response: Response, session: OpenedSession): Promise<Session> {
    const csrfToken = csrfTokenOf(this.configuration.environment.SESSION_SECRET, session.id);
    setSessionCookies(response, { ...session, csrfToken }, this.configuration.secureCookies);
    return this.of(session.userId, session.id);
  }

  async of(userId: string, sessionId: string): Promise<Session> {
    const user = await this.users.find(userId);
    const { expiresAt, secondFactor } = await this.sessions.find(sessionId);
    const waiting = secondFactor === 'TO_VERIFY' || secondFactor === 'TO_SET_UP';
    return {
      user,
      // What the guard would refuse anyway is not offered.
      permissions: waiting ? [] : permissionsOf(user.role),
      secondFactor,
      proofs: await this.stepUps.proofsOf(userId),
      csrfToken: csrfTokenOf(this.configuration.environment.SESSION_SECRET, sessionId),
      expiresAt: expiresAt.toISOString(),
    };
  }
}
