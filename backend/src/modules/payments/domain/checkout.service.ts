import type { PrismaTransaction } from '@freehold/database/client';
import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { recordStep } from '../../blockchain/domain/state-transition.ts';
import type { PaymentRow } from '../datasources/payment.repository.ts';
import {
  chargePaying,
  chargeReopened,
  lockCharge,
  type PayableCharge,
  payableStates,
} from '../datasources/rent-charge.gateway.ts';
import { StripeClient } from '../datasources/stripe.client.ts';
import { movePayment, openPaymentStates, paymentState } from './payment.ts';
import { ProviderCalls } from './provider-calls.ts';
import { ProviderError } from './provider-error.ts';
import { ProviderInbox } from './provider-inbox.ts';
import type { StripeSession } from './stripe-objects.ts';

/** Stripe answers a repeated key with its first answer, also when that was an error: then a fresh key is the way on. */
const ATTEMPTS_PER_KEY = 3;

export interface Checkout {
  /** Of the payment page at Stripe. */
  readonly url: string;
  readonly paymentId: string;
}

/** Begins payments: a row and a stored key first, then one payment page per charge at a time. */
@Injectable()
export class CheckoutService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly configuration: Configuration,
    private readonly stripe: StripeClient,
    private readonly calls: ProviderCalls,
    private readonly inbox: ProviderInbox,
  ) {}

  /**
   * The payment page of a charge: the open one when there is one. Throws NOT_FOUND for another tenant's charge,
   * CHARGE_NOT_PAYABLE when it is paid or being paid, PROVIDER_REFUSED, UPSTREAM_UNAVAILABLE.
   */
  async start(request: { chargeId: string; tenantId: string; operationId: string }): Promise<Checkout> {
    const { charge, payment } = await this.#claim(request);
    if (paymentState(payment.state) === 'SUBMITTED') {
      const reused = await this.#reuse(payment);
      return reused ?? this.start(request);
    }
    return this.#open(charge, payment);
  }

  /** Repeats the call of a payment nobody knows the outcome of. Called by the sweep. */
  async resume(paymentId: string): Promise<void> {
    const payment = await this.prisma.client.payment.findUniqueOrThrow({ where: { id: paymentId } });
    const state = paymentState(payment.state);
    if (state !== 'CREATED' && state !== 'UNKNOWN') return;
    const charge = await this.prisma.transaction((tx) => lockCharge(tx, payment.rentChargeId));
    await this.#open(charge, payment);
  }

  async #claim(request: { chargeId: string; tenantId: string; operationId: string }) {
    return this.prisma.transaction(async (tx) => {
      const charge = await lockCharge(tx, request.chargeId);
      if (charge.tenantId !== request.tenantId) throw new FreeholdError('NOT_FOUND');
      const open = await tx.payment.findFirst({
        where: { rentChargeId: charge.id, state: { in: [...openPaymentStates] } },
      });
      if (open?.state === 'PENDING') throw new FreeholdError('CHARGE_NOT_PAYABLE');
      if (open !== null) return { charge, payment: open };
      if (!payableStates.includes(charge.state)) throw new FreeholdError('CHARGE_NOT_PAYABLE');
      return { charge, payment: await this.#create(tx, charge, request.operationId) };
    });
  }

  async #create(tx: PrismaTransaction, charge: PayableCharge, wantedId: string): Promise<PaymentRow> {
    // The operation's id, unless an earlier payment of the same operation came to nothing.
    const taken = await tx.payment.findUnique({ where: { id: wantedId } });
    const id = taken === null ? wantedId : crypto.randomUUID();
    const idempotencyKey = await this.calls.intend(tx, callOf(id));
    const payment = await tx.payment.create({
      data: {
        id,
        rentChargeId: charge.id,
        leaseId: charge.leaseId,
        propertyId: charge.propertyId,
        tenantId: charge.tenantId,
        amountCents: charge.amountCents,
        state: 'CREATED',
        idempotencyKey,
      },
    });
    await recordStep(tx, { noun: 'payment', nounId: id, from: null, to: 'CREATED', actor: charge.tenantId });
    await chargePaying(tx, charge.id, id);
    return payment;
  }

  /** The page of a submitted payment while it is open; null when it expired, and a new one may be made. */
  async #reuse(payment: PaymentRow): Promise<Checkout | null> {
    if (payment.sessionId === null) throw new Error(`Payment ${payment.id} was submitted without a session.`);
    const session = await this.#asked(() => this.stripe.session(payment.sessionId ?? ''));
    if (session.status === 'open' && session.url !== null) return { url: session.url, paymentId: payment.id };
    await this.inbox.synchroniseNow('stripe', 'checkout.session', session.id);
    if (session.status === 'expired') return null;
    throw new FreeholdError('CHARGE_NOT_PAYABLE');
  }

  async #open(charge: PayableCharge, payment: PaymentRow): Promise<Checkout> {
    const web = this.configuration.environment.PUBLIC_WEB_URL;
    const { id: paymentId, propertyId, leaseId, rentChargeId } = payment;
    try {
      const session = await this.calls.make(callOf(paymentId), (key) =>
        this.stripe.createSession(
          {
            paymentId,
            amountCents: payment.amountCents,
            title: `Rent ${charge.period}, ${charge.place}`,
            customerEmail: charge.tenantEmail,
            returnUrl: `${web}/pay/return?payment=${paymentId}`,
            cancelUrl: `${web}/pay/return?payment=${paymentId}&cancelled=1`,
            metadata: { paymentId, propertyId, leaseId, rentChargeId },
          },
          key,
        ),
      );
      return await this.#submitted(paymentId, session);
    } catch (error) {
      throw await this.#failedToOpen(payment, error);
    }
  }

  async #submitted(paymentId: string, session: StripeSession): Promise<Checkout> {
    await this.prisma.transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM app.payment WHERE id = ${paymentId}::uuid FOR UPDATE`;
      const from = paymentState((await tx.payment.findUniqueOrThrow({ where: { id: paymentId } })).state);
      // A webhook may have been faster.
      if (from !== 'CREATED' && from !== 'UNKNOWN') return;
      await movePayment(tx, {
        id: paymentId,
        from,
        to: 'SUBMITTED',
        actor: 'checkout',
        data: { sessionId: session.id, sessionUrl: session.url, sessionExpiresAt: session.expires_at },
      });
    });
    if (session.url === null) throw new FreeholdError('CHARGE_NOT_PAYABLE');
    return { url: session.url, paymentId };
  }

  async #failedToOpen(payment: PaymentRow, error: unknown): Promise<unknown> {
    if (!(error instanceof ProviderError)) return error;
    const call = await this.prisma.client.providerCall.findUniqueOrThrow({
      where: { provider_kind_subjectId: { ...callOf(payment.id) } },
    });
    const hopeless = error.outcome !== 'unknown' || call.attempts >= ATTEMPTS_PER_KEY;
    await this.prisma.transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM app.payment WHERE id = ${payment.id}::uuid FOR UPDATE`;
      const from = paymentState((await tx.payment.findUniqueOrThrow({ where: { id: payment.id } })).state);
      if (from !== 'CREATED' && from !== 'UNKNOWN') return;
      // A page that nobody was told of cannot be paid; should it be paid all the same, FAILED may become SETTLED.
      if (hopeless) {
        const data = { failureReason: error.message };
        await movePayment(tx, {
          id: payment.id,
          from,
          to: 'FAILED',
          actor: 'checkout',
          reason: error.code,
          data,
        });
        await chargeReopened(tx, payment.rentChargeId, payment.id);
      } else if (from === 'CREATED') {
        await movePayment(tx, { id: payment.id, from, to: 'UNKNOWN', actor: 'checkout', reason: error.code });
      }
    });
    return asAnswer(error);
  }

  async #asked<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      throw error instanceof ProviderError ? asAnswer(error) : error;
    }
  }
}

const callOf = (paymentId: string) =>
  ({ provider: 'stripe', kind: 'checkout-session', subjectId: paymentId }) as const;

const asAnswer = (error: ProviderError): FreeholdError =>
  error.outcome === 'unknown'
    ? new FreeholdError('UPSTREAM_UNAVAILABLE', undefined, { cause: error, retryAfterSeconds: 2 })
    : new FreeholdError('PROVIDER_REFUSED', error.message, { cause: error });
