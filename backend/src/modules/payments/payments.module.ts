import { Module, type OnModuleInit } from '@nestjs/common';
import { SnsVerifier } from './datasources/sns-verifier.ts';
import { StripeClient } from './datasources/stripe.client.ts';
import { BalanceTransactions } from './domain/balance-transactions.ts';
import { CheckoutService } from './domain/checkout.service.ts';
import { CircleClient } from './domain/circle.client.ts';
import { PaymentReader } from './domain/payment.reader.ts';
import { ProviderCalls } from './domain/provider-calls.ts';
import { ProviderInbox } from './domain/provider-inbox.ts';
import { StripeBalanceSync } from './domain/stripe-balance.sync.ts';
import { StripeChargeSync } from './domain/stripe-charge.sync.ts';
import { StripeReversalSync } from './domain/stripe-reversal.sync.ts';
import { WebhookService } from './domain/webhook.service.ts';
import { ProviderInboxTask } from './jobs/provider-inbox.task.ts';
import { StripeSweepTask } from './jobs/stripe-sweep.task.ts';
import { PaymentController } from './routes/payment.controller.ts';
import { WebhookController } from './routes/webhook.controller.ts';

/** Money between tenants and the bank, and everything providers tell us. */
@Module({
  controllers: [PaymentController, WebhookController],
  providers: [
    BalanceTransactions,
    CheckoutService,
    CircleClient,
    PaymentReader,
    ProviderCalls,
    ProviderInbox,
    ProviderInboxTask,
    SnsVerifier,
    StripeBalanceSync,
    StripeChargeSync,
    StripeClient,
    StripeReversalSync,
    StripeSweepTask,
    WebhookService,
  ],
  exports: [BalanceTransactions, CircleClient, ProviderCalls, ProviderInbox],
})
export class PaymentsModule implements OnModuleInit {
  constructor(
    private readonly inbox: ProviderInbox,
    private readonly charges: StripeChargeSync,
    private readonly balance: StripeBalanceSync,
    private readonly reversals: StripeReversalSync,
  ) {}

  onModuleInit(): void {
    const { inbox, charges, balance, reversals } = this;
    inbox.register('stripe', 'checkout.session', (tx, id) => charges.session(tx, id));
    inbox.register('stripe', 'payment_intent', (tx, id) => charges.paymentIntent(tx, id));
    inbox.register('stripe', 'charge', (tx, id) => charges.charge(tx, id));
    inbox.register('stripe', 'payout', (tx, id) => balance.payout(tx, id));
    inbox.register('stripe', 'refund', (tx, id) => reversals.refund(tx, id));
    inbox.register('stripe', 'dispute', (tx, id) => reversals.dispute(tx, id));
  }
}
