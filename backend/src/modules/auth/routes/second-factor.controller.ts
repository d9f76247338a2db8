import type { Session } from '@freehold/shared/auth';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import * as contract from '@freehold/shared/second-factor';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input } from '../../../common/http/input.decorator.ts';
import { SecondFactorService } from '../domain/second-factor.service.ts';
import { StepUpService } from '../domain/step-up.service.ts';
import { SessionView } from './session.view.ts';

@Controller()
export class SecondFactorController {
  constructor(
    private readonly factors: SecondFactorService,
    private readonly stepUps: StepUpService,
    private readonly view: SessionView,
  ) {}

  @Endpoint(contract.readSecondFactor)
  read(@CurrentActor() actor: Actor): Promise<contract.SecondFactor> {
    return this.factors.read(actor);
  }

  @Endpoint(contract.beginSecondFactor)
  begin(@CurrentActor() actor: Actor): Promise<ResponseOf<typeof contract.beginSecondFactor>> {
    return this.factors.begin(actor);
  }

  @Endpoint(contract.confirmSecondFactor)
  async confirm(
    @Input() input: InputOf<typeof contract.confirmSecondFactor>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof contract.confirmSecondFactor>> {
    return { recoveryCodes: await this.factors.confirm(actor, input.body.code) };
  }

  @Endpoint(contract.renewRecoveryCodes)
  async renew(@CurrentActor() actor: Actor): Promise<ResponseOf<typeof contract.renewRecoveryCodes>> {
    return { recoveryCodes: await this.factors.renewRecoveryCodes(actor) };
  }

  @Endpoint(contract.removeSecondFactor)
  remove(@CurrentActor() actor: Actor): Promise<void> {
    return this.factors.remove(actor);
  }

  @Endpoint(contract.stepUp)
  async stepUp(
    @Input() input: InputOf<typeof contract.stepUp>,
    @CurrentActor() actor: Actor,
  ): Promise<Session> {
    await this.stepUps.prove(actor, input.body);
    return this.view.of(actor.userId, actor.sessionId);
  }
}
