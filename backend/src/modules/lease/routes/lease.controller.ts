import * as contract from '@freehold/shared/lease';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input, OperationId } from '../../../common/http/input.decorator.ts';
import { LeaseService } from '../domain/lease.service.ts';
import { UnitService } from '../domain/unit.service.ts';

@Controller()
export class LeaseController {
  constructor(
    private readonly units: UnitService,
    private readonly leases: LeaseService,
  ) {}

  @Endpoint(contract.createUnit)
  createUnit(
    @Input() input: InputOf<typeof contract.createUnit>,
    @CurrentActor() actor: Actor,
    @OperationId() operationId: string,
  ): Promise<contract.Unit> {
    return this.units.create(actor, input.params.id, operationId, input.body);
  }

  @Endpoint(contract.listUnits)
  async listUnits(
    @Input() input: InputOf<typeof contract.listUnits>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof contract.listUnits>> {
    return { items: await this.units.list(actor, input.params.id) };
  }

  @Endpoint(contract.createLease)
  createLease(
    @Input() input: InputOf<typeof contract.createLease>,
    @CurrentActor() actor: Actor,
    @OperationId() operationId: string,
  ): Promise<ResponseOf<typeof contract.createLease>> {
    return this.leases.create(actor, input.params.id, operationId, input.body);
  }
}
