import { readPayout, readPayoutReceipt } from '@freehold/shared/dividend';
import { readPortfolio } from '@freehold/shared/portfolio';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input } from '../../../common/http/input.decorator.ts';
import { PayoutService } from '../domain/payout.service.ts';
import { PortfolioService } from '../domain/portfolio.service.ts';

@Controller()
export class PortfolioController {
  constructor(
    private readonly portfolio: PortfolioService,
    private readonly payouts: PayoutService,
  ) {}

  @Endpoint(readPortfolio)
  read(@CurrentActor() actor: Actor): Promise<ResponseOf<typeof readPortfolio>> {
    return this.portfolio.read(actor);
  }

  @Endpoint(readPayout)
  readPayout(
    @Input() input: InputOf<typeof readPayout>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof readPayout>> {
    return this.payouts.read(actor, input.params.id);
  }

  @Endpoint(readPayoutReceipt)
  readPayoutReceipt(
    @Input() input: InputOf<typeof readPayoutReceipt>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof readPayoutReceipt>> {
    return this.payouts.receipt(actor, input.params.id);
  }
}
