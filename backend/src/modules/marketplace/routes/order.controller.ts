import {
  cancelAllOrders,
  cancelOrder,
  listOrders,
  listOwnTrades,
  placeOrder,
  readOrder,
} from '@freehold/shared/marketplace';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input, OperationId } from '../../../common/http/input.decorator.ts';
import { OrderReader } from '../domain/order.reader.ts';
import { OrderService } from '../domain/order.service.ts';

@Controller()
export class OrderController {
  constructor(
    private readonly orders: OrderService,
    private readonly reader: OrderReader,
  ) {}

  @Endpoint(placeOrder)
  async place(
    @Input() { params, body }: InputOf<typeof placeOrder>,
    @CurrentActor() actor: Actor,
    @OperationId() operationId: string,
  ): Promise<ResponseOf<typeof placeOrder>> {
    const { order, signature, type, permit } = body;
    const immediate = type === 'market';
    const request = { operationId, order, signature, immediate, permit };
    const id = await this.orders.place(actor, params.id, request);
    return this.reader.read(actor, id);
  }

  @Endpoint(listOrders)
  list(
    @Input() { query }: InputOf<typeof listOrders>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof listOrders>> {
    return this.reader.list(actor, query);
  }

  // Before the route with an id, which would take it for one.
  @Endpoint(cancelAllOrders)
  async cancelAll(
    @Input() { body }: InputOf<typeof cancelAllOrders>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof cancelAllOrders>> {
    return { cancelling: await this.orders.cancelAll(actor, body.marketId) };
  }

  @Endpoint(readOrder)
  read(
    @Input() { params }: InputOf<typeof readOrder>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof readOrder>> {
    return this.reader.read(actor, params.id);
  }

  @Endpoint(cancelOrder)
  async cancel(
    @Input() { params }: InputOf<typeof cancelOrder>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof cancelOrder>> {
    await this.orders.cancel(actor, params.id);
    return this.reader.read(actor, params.id);
  }

  @Endpoint(listOwnTrades)
  trades(
    @Input() { query }: InputOf<typeof listOwnTrades>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof listOwnTrades>> {
    return this.reader.trades(actor, query);
  }
}
