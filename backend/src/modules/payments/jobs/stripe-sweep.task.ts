import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { StripeClient } from '../datasources/stripe.client.ts';
import { BalanceTransactions } from '../domain/balance-transactions.ts';
import { CheckoutService } from '../domain/checkout.service.ts';
import { ProviderError } from '../domain/provider-error.ts';
import { lockObject, ProviderInbox } from '../domain/provider-inbox.ts';
import { isCharge, StripeBalanceSync } from '../domain/stripe-balance.sync.ts';
import type { StripeBalanceTransactionObject } from '../domain/stripe-objects.ts';
import { StripeReversalSync } from '../domain/stripe-reversal.sync.ts';
import { stripeReceived } from '../domain/webhook.service.ts';

/** How far behind the newest event the cursor stays: events may be listed late. */
const OVERLAP_EVENTS = 25;
/** Balance transactions are read again this far before the newest one known. */
const OVERLAP_MS = 2 * 24 * 3_600_000;
/** A payment that waits this long for its page is looked after. */
const JANITOR_AFTER_MS = 30_000;

/** Finds what webhooks did not tell: missed events, money that moved, calls without an answer. */
@Injectable()
export class StripeSweepTask implements BackgroundTask, OnModuleInit {
  readonly name = 'stripe-sweep';
  readonly process = 'scheduler';
  readonly intervalMs = 10_000;

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly prisma: PrismaService,
    private readonly stripe: StripeClient,
    private readonly inbox: ProviderInbox,
    private readonly transactions: BalanceTransactions,
    private readonly balance: StripeBalanceSync,
    private readonly reversals: StripeReversalSync,
    private readonly checkout: CheckoutService,
    private readonly log: LogService,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    for (const step of [this.#events, this.#money, this.#payouts, this.#janitor]) {
      if (signal.aborted) return;
      await step.call(this);
    }
  }

  async #events(): Promise<void> {
    const cursor = await this.#cursor('events');
    const events = await this.#eventsAfter(cursor);
    const fresh = await this.inbox.keep(
      events.map((event) => stripeReceived(event, Buffer.from(JSON.stringify(event)), 'sweep')),
    );
    if (fresh > 0) this.log.logger.info({ fresh }, 'found Stripe events no webhook brought');
    const last = events.at(-1 - OVERLAP_EVENTS);
    if (last !== undefined) await this.#moveCursor('events', last.id);
  }

  /** Stripe forgets events after 30 days; then only the balance transactions know. */
  async #eventsAfter(cursor: string | null) {
    try {
      return await this.stripe.eventsAfter(cursor);
    } catch (error) {
      const forgotten = error instanceof ProviderError && error.outcome !== 'unknown' && cursor !== null;
      if (!forgotten) throw error;
      return this.stripe.eventsAfter(null);
    }
  }

  /** Stripe's own ledger, line by line: whatever moved money is in it, whether or not an event told us. */
  async #money(): Promise<void> {
    const waiting = await this.transactions.waiting();
    const [oldest] = waiting;
    const undecided = new Set(waiting.map(({ id }) => id));
    const newest = await this.#cursor('balance-transactions');
    const overlap = newest === null ? 0 : Date.parse(newest) - OVERLAP_MS;
    const since = new Date(Math.max(0, Math.min(oldest?.createdAt.getTime() ?? overlap, overlap)));
    const found = await this.stripe.transactionsSince(since);
    const known = await this.transactions.known(found.map((transaction) => transaction.id));
    for (const transaction of found.toReversed()) {
      if (!known.has(transaction.id)) await this.#unknown(transaction);
      else if (!undecided.has(transaction.id)) continue;
      await this.prisma.transaction(async (tx) => {
        await lockObject(tx, 'stripe', 'balance_transaction', transaction.id);
        await this.balance.available(tx, transaction);
      });
    }
    if (found[0] !== undefined)
      await this.#moveCursor('balance-transactions', found[0].created.toISOString());
  }

  async #unknown(transaction: StripeBalanceTransactionObject): Promise<void> {
    const { type, source } = transaction;
    if (source !== null && isCharge(transaction)) return this.#synchronise('charge', source);
    if (source !== null && type === 'payout') return this.#unlessKnown(source);
    if (type === 'payout_failure' || type === 'payout_cancel') return;
    if (source !== null && (type === 'refund' || type === 'payment_refund'))
      return this.#synchronise('refund', source);
    if (source !== null && type === 'adjustment' && /^d[up]_/.test(source))
      return this.#synchronise('dispute', source);
    if (type === 'payment_failure_refund') {
      await this.prisma.transaction((tx) => this.reversals.returnedDebit(tx, transaction));
      return;
    }
    this.log.logger.error(
      {
        transaction: transaction.id,
        type,
        amount: String(transaction.amount),
        alarm: 'money-not-understood',
      },
      'Stripe moved money in a way the books do not know',
    );
    await this.prisma.transaction((tx) =>
      this.transactions.keep(tx, transaction, { chargeId: null, paymentId: null, propertyId: null }),
    );
  }

  async #unlessKnown(payoutId: string): Promise<void> {
    const known = await this.prisma.client.stripePayout.findUnique({ where: { id: payoutId } });
    if (known === null) await this.#synchronise('payout', payoutId);
  }

  async #payouts(): Promise<void> {
    const open = await this.prisma.client.stripePayout.findMany({
      where: { state: { in: ['pending', 'in_transit'] } },
      select: { id: true },
    });
    for (const { id } of open) await this.#synchronise('payout', id);
  }

  /** One object that cannot be brought in line must not keep the sweep from the others. */
  async #synchronise(objectType: string, id: string): Promise<void> {
    try {
      await this.inbox.synchroniseNow('stripe', objectType, id);
    } catch (error) {
      this.log.logger.warn(
        { err: error, objectType, id },
        'an object of Stripe could not be brought in line',
      );
    }
  }

  async #janitor(): Promise<void> {
    const before = new Date(Date.now() - JANITOR_AFTER_MS);
    const stuck = await this.prisma.client.payment.findMany({
      where: { state: { in: ['CREATED', 'UNKNOWN'] }, updatedAt: { lt: before } },
      take: 20,
    });
    for (const { id } of stuck) {
      await this.checkout
        .resume(id)
        .catch((error: unknown) =>
          this.log.logger.warn({ err: error, payment: id }, 'a checkout is still unknown'),
        );
    }
  }

  async #cursor(stream: string): Promise<string | null> {
    const where = { provider_stream: { provider: 'stripe', stream } };
    return (await this.prisma.client.providerCursor.findUnique({ where }))?.position ?? null;
  }

  async #moveCursor(stream: string, position: string): Promise<void> {
    const where = { provider_stream: { provider: 'stripe', stream } };
    await this.prisma.client.providerCursor.upsert({
      where,
      create: { provider: 'stripe', stream, position },
      update: { position },
    });
  }
}
