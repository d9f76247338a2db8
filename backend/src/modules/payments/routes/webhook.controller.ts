import { FreeholdError } from '@freehold/shared/errors';
import { Controller, Head, HttpCode, Post, Req } from '@nestjs/common';
import { Unguarded } from '../../../common/http/endpoint.decorator.ts';
import type { FreeholdRequest } from '../../../common/http/freehold-request.ts';
import { WebhookService } from '../domain/webhook.service.ts';

/** Where providers call. Who calls is proved by signature; the answer says only that the message is kept. */
@Controller('/v1/webhooks')
export class WebhookController {
  constructor(private readonly webhooks: WebhookService) {}

  @Post('stripe')
  @HttpCode(200)
  @Unguarded()
  async stripe(@Req() request: FreeholdRequest): Promise<{ received: true }> {
    await this.webhooks.stripe(rawBody(request), request.header('stripe-signature') ?? '');
    return { received: true };
  }

  /** Circle asks with HEAD whether anybody is there. */
  @Head('circle')
  @HttpCode(200)
  @Unguarded()
  circleIsThere(): void {}

  @Post('circle')
  @HttpCode(200)
  @Unguarded()
  async circle(@Req() request: FreeholdRequest): Promise<{ received: true }> {
    await this.webhooks.circle(rawBody(request));
    return { received: true };
  }
}

function rawBody(request: FreeholdRequest): Buffer {
  if (request.rawBody === undefined) throw new FreeholdError('BAD_REQUEST');
  return request.rawBody;
}
