import type { Session } from '@freehold/shared/auth';
import * as contract from '@freehold/shared/email';
import type { InputOf } from '@freehold/shared/route';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input } from '../../../common/http/input.decorator.ts';
import { EmailService } from '../domain/email.service.ts';
import { SessionView } from './session.view.ts';

@Controller()
export class EmailController {
  constructor(
    private readonly emails: EmailService,
    private readonly view: SessionView,
  ) {}

  @Endpoint(contract.readEmail)
  read(@CurrentActor() actor: Actor): Promise<contract.EmailState> {
    return this.emails.read(actor.userId);
  }

  @Endpoint(contract.resendEmailConfirmation)
  resend(@CurrentActor() actor: Actor): Promise<contract.EmailState> {
    return this.emails.resend(actor);
  }

  @Endpoint(contract.changeEmail)
  change(
    @Input() input: InputOf<typeof contract.changeEmail>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.EmailState> {
    return this.emails.change(actor, input.body.email);
  }

  @Endpoint(contract.confirmEmail)
  async confirm(
    @Input() input: InputOf<typeof contract.confirmEmail>,
    @CurrentActor() actor: Actor,
  ): Promise<Session> {
    await this.emails.confirm(actor, input.body.token);
    return this.view.of(actor.userId, actor.sessionId);
  }
}
