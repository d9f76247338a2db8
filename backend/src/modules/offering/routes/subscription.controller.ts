import * as contract from '@freehold/shared/offering';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { Controller } from '@nestjs/common';
import { isHash } from 'viem';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input, OperationId } from '../../../common/http/input.decorator.ts';
import { SubscriptionService } from '../domain/subscription.service.ts';

@Controller()
export class SubscriptionController {
  constructor(private readonly subscriptions: SubscriptionService) {}

  @Endpoint(contract.checkSubscription)
  check(
    @Input() input: InputOf<typeof contract.checkSubscription>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.SubscriptionCheck> {
    return this.subscriptions.check(actor, input.params.id, input.query);
  }

  @Endpoint(contract.createSubscription)
  create(
    @Input() input: InputOf<typeof contract.createSubscription>,
    @CurrentActor() actor: Actor,
    @OperationId() id: string,
  ): Promise<contract.Subscription> {
    return this.subscriptions.begin(actor, input.params.id, { ...input.body, id });
  }

  @Endpoint(contract.authorizeSubscription)
  authorize(
    @Input() input: InputOf<typeof contract.authorizeSubscription>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.Subscription> {
    return this.subscriptions.authorize(actor, input.params.id, input.body.signature);
  }

  @Endpoint(contract.reportSubscription)
  report(
    @Input() input: InputOf<typeof contract.reportSubscription>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.Subscription> {
    const { txHash } = input.body;
    if (!isHash(txHash)) throw new Error('the schema lets no other text pass');
    return this.subscriptions.report(actor, input.params.id, txHash);
  }

  @Endpoint(contract.discardSubscription)
  discard(
    @Input() input: InputOf<typeof contract.discardSubscription>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.Subscription> {
    return this.subscriptions.discard(actor, input.params.id);
  }

  @Endpoint(contract.listMySubscriptions)
  async listOwn(
    @Input() input: InputOf<typeof contract.listMySubscriptions>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof contract.listMySubscriptions>> {
    return { items: await this.subscriptions.listOwn(actor, input.query.offeringId) };
  }

  @Endpoint(contract.listSubscriptions)
  async list(
    @Input() input: InputOf<typeof contract.listSubscriptions>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof contract.listSubscriptions>> {
    return { items: await this.subscriptions.listOf(actor, input.params.id) };
  }
}
