import { FreeholdError } from '@freehold/shared/errors';
import { can } from '@freehold/shared/permissions';
import type { Route } from '@freehold/shared/route';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { z } from 'zod';
import { ENDPOINT, UNGUARDED } from '../../../common/http/endpoint.decorator.ts';
import type { Actor, FreeholdRequest } from '../../../common/http/freehold-request.ts';
import { Configuration } from '../../../config/configuration.ts';
import { networkOf } from '../domain/network.ts';
import { RateLimiter } from '../domain/rate-limiter.ts';
import { SessionService } from '../domain/session.service.ts';
import { csrfTokenOf, sameText } from '../domain/tokens.ts';
import { CSRF_HEADER, SESSION_COOKIE } from './cookies.ts';

/** How long a proof of who is acting lets money and rights move. */
const PROOF_LIFE_MS = 10 * 60_000;

const cookiesSchema = z.object({ [SESSION_COOKIE]: z.string().min(20).max(200) });

/** Stands before every handler: who asks, how often, from our own page, and may they? Closed unless a route opens it. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionService,
    private readonly limiter: RateLimiter,
    private readonly configuration: Configuration,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.get<boolean | undefined>(UNGUARDED, context.getHandler()) === true) return true;
    const route = this.reflector.get<Route | undefined>(ENDPOINT, context.getHandler());
    if (route === undefined) throw new FreeholdError('NOT_FOUND');
    const request = context.switchToHttp().getRequest<FreeholdRequest>();
    const actor = await this.#actorOf(request);
    request.actor = actor;
    await this.#limit(route, request, actor);
    if (actor !== null && route.method !== 'GET') this.#checkCsrf(request, actor);
    if (route.access === 'public') return true;
    if (actor === null) throw new FreeholdError('UNAUTHENTICATED');
    this.#checkFactor(route, actor);
    if (!can(actor.role, route.access)) throw new FreeholdError('FORBIDDEN');
    if (route.confirmedEmail && !actor.emailConfirmed) throw new FreeholdError('EMAIL_NOT_CONFIRMED');
    if (route.stepUp && Date.now() - actor.provedAt.getTime() > PROOF_LIFE_MS) {
      throw new FreeholdError('STEP_UP_REQUIRED');
    }
    return true;
  }

  async #actorOf(request: FreeholdRequest): Promise<Actor | null> {
    const cookies = cookiesSchema.safeParse(request.cookies);
    return cookies.success ? this.sessions.resolve(cookies.data[SESSION_COOKIE]) : null;
  }

  /** Health is asked often and must not depend on a counter. */
  async #limit(route: Route, request: FreeholdRequest, actor: Actor | null): Promise<void> {
    if (route.path.startsWith('/health/')) return;
    const { anonymous, user, admin } = this.configuration.rateLimits;
    if (actor !== null) {
      await this.limiter.hit(`user:${actor.userId}`, actor.role === 'admin' ? admin : user);
      return;
    }
    const address = networkOf(request.ip ?? null);
    // Pages are read far more often than anyone signs in: reading shares the limit of a person.
    if (route.method === 'GET') await this.limiter.hit(`read:${address}`, Math.max(anonymous, user));
    else await this.limiter.hit(`write:${address}`, anonymous);
  }

  #checkFactor(route: Route, actor: Actor): void {
    if (route.beforeFactor || actor.secondFactor === 'NOT_NEEDED' || actor.secondFactor === 'DONE') return;
    const message =
      actor.secondFactor === 'TO_SET_UP'
        ? 'Your role needs a second factor. Set up an authenticator app first.'
        : undefined;
    throw new FreeholdError('SECOND_FACTOR_REQUIRED', message);
  }

  #checkCsrf(request: FreeholdRequest, actor: Actor): void {
    const given = request.header(CSRF_HEADER);
    const expected = csrfTokenOf(this.configuration.environment.SESSION_SECRET, actor.sessionId);
    if (given === undefined || !sameText(given, expected)) throw new FreeholdError('CSRF_FAILED');
  }
}
