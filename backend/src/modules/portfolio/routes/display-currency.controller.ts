import {
  listExchangeRates,
  readDisplayCurrency,
  recordExchangeRates,
  setDisplayCurrency,
} from '@freehold/shared/display-currency';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input } from '../../../common/http/input.decorator.ts';
import { DisplayCurrencyService } from '../domain/display-currency.service.ts';

@Controller()
export class DisplayCurrencyController {
  constructor(private readonly currencies: DisplayCurrencyService) {}

  @Endpoint(readDisplayCurrency)
  async read(@CurrentActor() actor: Actor): Promise<ResponseOf<typeof readDisplayCurrency>> {
    return { currency: await this.currencies.chosen(actor.userId) };
  }

  @Endpoint(setDisplayCurrency)
  async choose(
    @Input() input: InputOf<typeof setDisplayCurrency>,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    await this.currencies.choose(actor.userId, input.body.currency);
  }

  @Endpoint(listExchangeRates)
  async list(
    @Input() input: InputOf<typeof listExchangeRates>,
  ): Promise<ResponseOf<typeof listExchangeRates>> {
    return { items: await this.currencies.list(input.query.currency) };
  }

  @Endpoint(recordExchangeRates)
  record(
    @Input() input: InputOf<typeof recordExchangeRates>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof recordExchangeRates>> {
    return this.currencies.record(actor, input.body.rates);
  }
}
