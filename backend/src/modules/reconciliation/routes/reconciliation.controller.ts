import { readLatestReconciliation, startReconciliation } from '@freehold/shared/reconciliation';
import type { ResponseOf } from '@freehold/shared/route';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor } from '../../../common/http/input.decorator.ts';
import { ReconciliationService } from '../domain/reconciliation.service.ts';

@Controller()
export class ReconciliationController {
  constructor(private readonly service: ReconciliationService) {}

  @Endpoint(startReconciliation)
  start(@CurrentActor() actor: Actor): Promise<ResponseOf<typeof startReconciliation>> {
    return this.service.start(actor.userId);
  }

  @Endpoint(readLatestReconciliation)
  async latest(): Promise<ResponseOf<typeof readLatestReconciliation>> {
    return { run: await this.service.latest() };
  }
}
