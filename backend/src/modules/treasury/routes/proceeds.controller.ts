import {
  confirmProceedsPayout,
  proposeProceedsPayout,
  readPayoutAddresses,
  readProceeds,
  refuseProceedsPayout,
  registerPayoutAddress,
} from '@freehold/shared/proceeds';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input, OperationId } from '../../../common/http/input.decorator.ts';
import { PayoutAddressService } from '../domain/payout-address.service.ts';
import { ProceedsReader } from '../domain/proceeds.reader.ts';
import { ProceedsService } from '../domain/proceeds.service.ts';

@Controller()
export class ProceedsController {
  constructor(
    private readonly service: ProceedsService,
    private readonly reader: ProceedsReader,
    private readonly addresses: PayoutAddressService,
  ) {}

  @Endpoint(readPayoutAddresses)
  payoutAddresses(
    @CurrentActor() actor: Actor,
    @Input() { params }: InputOf<typeof readPayoutAddresses>,
  ): Promise<ResponseOf<typeof readPayoutAddresses>> {
    return this.addresses.read(actor, params.id);
  }

  @Endpoint(registerPayoutAddress)
  register(
    @CurrentActor() actor: Actor,
    @Input() { params, body }: InputOf<typeof registerPayoutAddress>,
  ): Promise<ResponseOf<typeof registerPayoutAddress>> {
    return this.addresses.register(actor, params.id, body.address);
  }

  @Endpoint(readProceeds)
  proceeds(
    @CurrentActor() actor: Actor,
    @Input() { params }: InputOf<typeof readProceeds>,
  ): Promise<ResponseOf<typeof readProceeds>> {
    return this.reader.ofOffering(actor, params.id);
  }

  @Endpoint(proposeProceedsPayout)
  propose(
    @CurrentActor() actor: Actor,
    @Input() { params, body }: InputOf<typeof proposeProceedsPayout>,
    @OperationId() operationId: string,
  ): Promise<ResponseOf<typeof proposeProceedsPayout>> {
    return this.service.propose(actor, params.id, { amount: BigInt(body.amount.amount), operationId });
  }

  @Endpoint(confirmProceedsPayout)
  confirm(
    @CurrentActor() actor: Actor,
    @Input() { params, body }: InputOf<typeof confirmProceedsPayout>,
  ): Promise<ResponseOf<typeof confirmProceedsPayout>> {
    return this.service.confirm(actor, params.id, body.newAddress);
  }

  @Endpoint(refuseProceedsPayout)
  refuse(
    @CurrentActor() actor: Actor,
    @Input() { params, body }: InputOf<typeof refuseProceedsPayout>,
  ): Promise<ResponseOf<typeof refuseProceedsPayout>> {
    return this.service.refuse(actor, params.id, body.reason);
  }
}
