import { readPayment, startCheckout } from '@freehold/shared/rent';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input, OperationId } from '../../../common/http/input.decorator.ts';
import { CheckoutService } from '../domain/checkout.service.ts';
import { PaymentReader } from '../domain/payment.reader.ts';

@Controller()
export class PaymentController {
  constructor(
    private readonly checkout: CheckoutService,
    private readonly payments: PaymentReader,
  ) {}

  @Endpoint(startCheckout)
  start(
    @Input() input: InputOf<typeof startCheckout>,
    @CurrentActor() actor: Actor,
    @OperationId() operationId: string,
  ): Promise<ResponseOf<typeof startCheckout>> {
    return this.checkout.start({ chargeId: input.params.id, tenantId: actor.userId, operationId });
  }

  @Endpoint(readPayment)
  read(
    @Input() input: InputOf<typeof readPayment>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof readPayment>> {
    return this.payments.read(input.params.id, actor);
  }
}
