import * as contract from '@freehold/shared/offering';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input, OperationId } from '../../../common/http/input.decorator.ts';
import { OfferingReader } from '../domain/offering.reader.ts';
import { OfferingService } from '../domain/offering.service.ts';
import { YieldService } from '../domain/yield.service.ts';

@Controller()
export class OfferingController {
  constructor(
    private readonly offerings: OfferingService,
    private readonly reader: OfferingReader,
    private readonly yields: YieldService,
  ) {}

  @Endpoint(contract.createOffering)
  create(
    @Input() input: InputOf<typeof contract.createOffering>,
    @CurrentActor() actor: Actor,
    @OperationId() id: string,
  ): Promise<contract.OfferingDetail> {
    return this.offerings.create(actor, input.params.id, { id, terms: input.body });
  }

  @Endpoint(contract.listOfferings)
  async list(
    @Input() input: InputOf<typeof contract.listOfferings>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof contract.listOfferings>> {
    return { items: await this.reader.list(actor, input.query) };
  }

  @Endpoint(contract.readOffering)
  read(
    @Input() input: InputOf<typeof contract.readOffering>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.OfferingDetail> {
    return this.reader.read(actor, input.params.id);
  }

  @Endpoint(contract.closeOffering)
  close(
    @Input() input: InputOf<typeof contract.closeOffering>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.OfferingDetail> {
    return this.offerings.close(actor, input.params.id);
  }

  @Endpoint(contract.cancelOffering)
  cancel(
    @Input() input: InputOf<typeof contract.cancelOffering>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.OfferingDetail> {
    return this.offerings.cancel(actor, input.params.id, input.body.reason);
  }

  @Endpoint(contract.retryOffering)
  retry(
    @Input() input: InputOf<typeof contract.retryOffering>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.OfferingDetail> {
    return this.offerings.retry(actor, input.params.id);
  }

  @Endpoint(contract.readYields)
  readYields(
    @Input() input: InputOf<typeof contract.readYields>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.Yields> {
    return this.yields.of(actor, input.params.id);
  }
}
