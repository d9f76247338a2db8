import * as contract from '@freehold/shared/auth';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { Controller, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor, FreeholdRequest } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input } from '../../../common/http/input.decorator.ts';
import { Configuration } from '../../../config/configuration.ts';
import { AccountService } from '../domain/account.service.ts';
import { SessionService } from '../domain/session.service.ts';
import { clearSessionCookies } from './cookies.ts';
import { describeClient, SessionView } from './session.view.ts';

@Controller()
export class AuthController {
  constructor(
    private readonly accounts: AccountService,
    private readonly sessions: SessionService,
    private readonly view: SessionView,
    private readonly configuration: Configuration,
  ) {}

  @Endpoint(contract.signUp)
  async signUp(
    @Input() input: InputOf<typeof contract.signUp>,
    @Req() request: FreeholdRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<contract.Session> {
    return this.view.enter(response, await this.accounts.signUp(input.body, describeClient(request)));
  }

  @Endpoint(contract.acceptInvitation)
  async acceptInvitation(
    @Input() input: InputOf<typeof contract.acceptInvitation>,
    @Req() request: FreeholdRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<contract.Session> {
    return this.view.enter(
      response,
      await this.accounts.acceptInvitation(input.body, describeClient(request)),
    );
  }

  @Endpoint(contract.signIn)
  async signIn(
    @Input() input: InputOf<typeof contract.signIn>,
    @Req() request: FreeholdRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<contract.Session> {
    return this.view.enter(response, await this.accounts.signIn(input.body, describeClient(request)));
  }

  @Endpoint(contract.signOut)
  async signOut(@CurrentActor() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.sessions.revoke(actor.userId, actor.sessionId);
    clearSessionCookies(response, this.configuration.secureCookies);
  }

  @Endpoint(contract.readSession)
  async readSession(@Req() request: FreeholdRequest): Promise<contract.Session> {
    const { actor } = request;
    return actor ? this.view.of(actor.userId, actor.sessionId) : contract.nobody;
  }

  @Endpoint(contract.listSessions)
  async listSessions(@CurrentActor() actor: Actor): Promise<ResponseOf<typeof contract.listSessions>> {
    const sessions = await this.sessions.list(actor.userId);
    return {
      items: sessions.map((session) => ({
        id: session.id,
        current: session.id === actor.sessionId,
        userAgent: session.userAgent,
        address: session.address,
        createdAt: session.createdAt.toISOString(),
        lastSeenAt: session.lastSeenAt.toISOString(),
        expiresAt: session.expiresAt.toISOString(),
      })),
    };
  }

  @Endpoint(contract.revokeSession)
  async revokeSession(
    @Input() input: InputOf<typeof contract.revokeSession>,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    await this.sessions.revoke(actor.userId, input.params.id);
  }

  @Endpoint(contract.revokeOtherSessions)
  async revokeOthers(@CurrentActor() actor: Actor): Promise<ResponseOf<typeof contract.revokeOtherSessions>> {
    return { ended: await this.sessions.revokeOthers(actor) };
  }
}
