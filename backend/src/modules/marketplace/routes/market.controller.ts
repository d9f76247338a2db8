import {
  checkOrder,
  haltMarket,
  listMarkets,
  listTape,
  openMarket,
  readCandles,
  readDepth,
  readMarket,
  readOrderTerms,
  resumeMarket,
} from '@freehold/shared/marketplace';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input } from '../../../common/http/input.decorator.ts';
import { MarketReader } from '../domain/market.reader.ts';
import { MarketService } from '../domain/market.service.ts';

@Controller()
export class MarketController {
  constructor(
    private readonly markets: MarketService,
    private readonly reader: MarketReader,
  ) {}

  @Endpoint(listMarkets)
  async list(): Promise<ResponseOf<typeof listMarkets>> {
    return { items: await this.reader.list() };
  }

  @Endpoint(openMarket)
  async open(
    @Input() { body }: InputOf<typeof openMarket>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof openMarket>> {
    return this.reader.read(await this.markets.open(actor, body.propertyId, body.feeBps));
  }

  @Endpoint(readMarket)
  read(@Input() { params }: InputOf<typeof readMarket>): Promise<ResponseOf<typeof readMarket>> {
    return this.reader.read(params.id);
  }

  @Endpoint(haltMarket)
  async halt(
    @Input() { params, body }: InputOf<typeof haltMarket>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof haltMarket>> {
    await this.markets.move(actor, params.id, 'HALTED', body.reason);
    return this.reader.read(params.id);
  }

  @Endpoint(resumeMarket)
  async resume(
    @Input() { params, body }: InputOf<typeof resumeMarket>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof resumeMarket>> {
    await this.markets.move(actor, params.id, 'OPEN', body.reason);
    return this.reader.read(params.id);
  }

  @Endpoint(readDepth)
  depth(@Input() { params, query }: InputOf<typeof readDepth>): Promise<ResponseOf<typeof readDepth>> {
    return this.reader.depth(params.id, query.levels);
  }

  @Endpoint(listTape)
  tape(@Input() { params, query }: InputOf<typeof listTape>): Promise<ResponseOf<typeof listTape>> {
    return this.reader.tape(params.id, query);
  }

  @Endpoint(readCandles)
  async candles(
    @Input() { params, query }: InputOf<typeof readCandles>,
  ): Promise<ResponseOf<typeof readCandles>> {
    return { items: await this.reader.candles(params.id, query) };
  }

  @Endpoint(readOrderTerms)
  terms(
    @Input() { params, query }: InputOf<typeof readOrderTerms>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof readOrderTerms>> {
    return this.reader.terms(actor, params.id, query.wallet);
  }

  @Endpoint(checkOrder)
  check(
    @Input() { params, query }: InputOf<typeof checkOrder>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof checkOrder>> {
    return this.reader.check(actor, params.id, query);
  }
}
