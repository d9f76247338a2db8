import { FreeholdError } from '@freehold/shared/errors';
import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { Unguarded } from '../../../common/http/endpoint.decorator.ts';
import type { FreeholdRequest } from '../../../common/http/freehold-request.ts';
import { KycWebhookService } from '../domain/kyc-webhook.service.ts';

/** Where identity providers call. Who calls is proved by signature; the answer says only that the message is kept. */
@Controller('/v1/webhooks')
export class KycWebhookController {
  constructor(private readonly webhooks: KycWebhookService) {}

  @Post('sumsub')
  @HttpCode(200)
  @Unguarded()
  sumsub(@Req() request: FreeholdRequest): Promise<{ received: true }> {
    return this.#take('sumsub', request);
  }

  @Post('persona')
  @HttpCode(200)
  @Unguarded()
  persona(@Req() request: FreeholdRequest): Promise<{ received: true }> {
    return this.#take('persona', request);
  }

  @Post('veriff')
  @HttpCode(200)
  @Unguarded()
  veriff(@Req() request: FreeholdRequest): Promise<{ received: true }> {
    return this.#take('veriff', request);
  }

  async #take(provider: string, request: FreeholdRequest): Promise<{ received: true }> {
    if (request.rawBody === undefined) throw new FreeholdError('BAD_REQUEST');
    await this.webhooks.take(provider, request.rawBody, request.headers);
    return { received: true };
  }
}
