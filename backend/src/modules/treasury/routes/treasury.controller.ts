import type { ResponseOf } from '@freehold/shared/route';
import { createTransfer, createWire, readTreasury } from '@freehold/shared/treasury';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, OperationId } from '../../../common/http/input.decorator.ts';
import { MovementReader } from '../domain/movement.reader.ts';
import { TreasuryService } from '../domain/treasury.service.ts';

@Controller()
export class TreasuryController {
  constructor(
    private readonly service: TreasuryService,
    private readonly reader: MovementReader,
  ) {}

  @Endpoint(readTreasury)
  read(): Promise<ResponseOf<typeof readTreasury>> {
    return this.reader.treasury();
  }

  @Endpoint(createWire)
  async wire(
    @CurrentActor() actor: Actor,
    @OperationId() operationId: string,
  ): Promise<ResponseOf<typeof createWire>> {
    return { movement: await this.service.wire({ actor: actor.userId, operationId }) };
  }

  @Endpoint(createTransfer)
  async transfer(
    @CurrentActor() actor: Actor,
    @OperationId() operationId: string,
  ): Promise<ResponseOf<typeof createTransfer>> {
    return { movement: await this.service.transfer({ actor: actor.userId, operationId }) };
  }
}
