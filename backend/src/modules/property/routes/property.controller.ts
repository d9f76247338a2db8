import { type Checklist, readChecklist } from '@freehold/shared/checklist';
import * as contract from '@freehold/shared/property';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input, OperationId } from '../../../common/http/input.decorator.ts';
import { PropertyService } from '../domain/property.service.ts';

@Controller()
export class PropertyController {
  constructor(private readonly properties: PropertyService) {}

  @Endpoint(contract.createProperty)
  create(
    @Input() input: InputOf<typeof contract.createProperty>,
    @CurrentActor() actor: Actor,
    @OperationId() operationId: string,
  ): Promise<contract.PropertyDetail> {
    return this.properties.create(actor, operationId, input.body);
  }

  @Endpoint(contract.listProperties)
  async list(
    @Input() input: InputOf<typeof contract.listProperties>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof contract.listProperties>> {
    return { items: await this.properties.list(actor, input.query.state) };
  }

  @Endpoint(contract.readProperty)
  read(
    @Input() input: InputOf<typeof contract.readProperty>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.PropertyDetail> {
    return this.properties.read(actor, input.params.id);
  }

  @Endpoint(contract.updateProperty)
  update(
    @Input() input: InputOf<typeof contract.updateProperty>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.PropertyDetail> {
    return this.properties.update(actor, input.params.id, input.body);
  }

  @Endpoint(contract.submitProperty)
  submit(
    @Input() input: InputOf<typeof contract.submitProperty>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.PropertyDetail> {
    return this.properties.submit(actor, input.params.id);
  }

  @Endpoint(contract.approveProperty)
  approve(
    @Input() input: InputOf<typeof contract.approveProperty>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.PropertyDetail> {
    return this.properties.approve(actor, input.params.id, input.body.overrideReason);
  }

  @Endpoint(readChecklist)
  checklist(@Input() input: InputOf<typeof readChecklist>, @CurrentActor() actor: Actor): Promise<Checklist> {
    return this.properties.checklist(actor, input.params.id);
  }

  @Endpoint(contract.rejectProperty)
  reject(
    @Input() input: InputOf<typeof contract.rejectProperty>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.PropertyDetail> {
    return this.properties.reject(actor, input.params.id, input.body.reason);
  }
}
