import type { Session } from '@freehold/shared/auth';
import * as contract from '@freehold/shared/password';
import type { InputOf } from '@freehold/shared/route';
import { Controller, Req } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor, FreeholdRequest } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input } from '../../../common/http/input.decorator.ts';
import { PasswordChangeService } from '../domain/password-change.service.ts';
import { SessionView } from './session.view.ts';

@Controller()
export class PasswordController {
  constructor(
    private readonly passwords: PasswordChangeService,
    private readonly view: SessionView,
  ) {}

  @Endpoint(contract.requestPasswordReset)
  async requestReset(
    @Input() input: InputOf<typeof contract.requestPasswordReset>,
    @Req() request: FreeholdRequest,
  ): Promise<Record<string, never>> {
    await this.passwords.requestReset(input.body.email, request.ip ?? null);
    return {};
  }

  @Endpoint(contract.resetPassword)
  reset(@Input() input: InputOf<typeof contract.resetPassword>): Promise<void> {
    return this.passwords.reset(input.body.token, input.body.password);
  }

  @Endpoint(contract.changePassword)
  async change(
    @Input() input: InputOf<typeof contract.changePassword>,
    @CurrentActor() actor: Actor,
  ): Promise<Session> {
    await this.passwords.change(actor, input.body);
    return this.view.of(actor.userId, actor.sessionId);
  }
}
