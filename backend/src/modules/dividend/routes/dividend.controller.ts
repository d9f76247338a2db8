import {
  declareDividend,
  listDividendPayouts,
  listDividends,
  readDividend,
  runDividend,
} from '@freehold/shared/dividend';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input } from '../../../common/http/input.decorator.ts';
import { DividendReader } from '../domain/dividend.reader.ts';
import { DividendService } from '../domain/dividend.service.ts';

@Controller()
export class DividendController {
  constructor(
    private readonly service: DividendService,
    private readonly reader: DividendReader,
  ) {}

  @Endpoint(listDividends)
  list(
    @Input() input: InputOf<typeof listDividends>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof listDividends>> {
    return this.reader.list(actor, input.query);
  }

  @Endpoint(readDividend)
  read(
    @Input() input: InputOf<typeof readDividend>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof readDividend>> {
    return this.reader.read(actor, input.params.id);
  }

  @Endpoint(declareDividend)
  async declare(
    @Input() input: InputOf<typeof declareDividend>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof declareDividend>> {
    await this.service.declare(input.params.id, actor.userId);
    return this.reader.read(actor, input.params.id);
  }

  @Endpoint(runDividend)
  async run(
    @Input() input: InputOf<typeof runDividend>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof runDividend>> {
    await this.service.run(input.params.id, actor.userId);
    return this.reader.read(actor, input.params.id);
  }

  @Endpoint(listDividendPayouts)
  payouts(
    @Input() input: InputOf<typeof listDividendPayouts>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof listDividendPayouts>> {
    return this.reader.payouts(actor, input.params.id, input.query);
  }
}
