import { setTimeout as sleep } from 'node:timers/promises';
import { type BusinessRecipientAddressCreationRequest, Circle } from '@circle-fin/circle-sdk';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Configuration } from '../../../config/configuration.ts';
import {
  type CircleDeposit,
  type CircleRecipientObject,
  type CircleSubscription,
  type CircleTransferObject,
  type CircleWireAccount,
  centsText,
  circleChainName,
  circleDeposit,
  circleRecipient,
  circleSubscription,
  circleTransfer,
  circleWireAccount,
  circleWireInstructions,
} from './circle-objects.ts';
import { ProviderError } from './provider-error.ts';

const TIMEOUT_MS = 15_000;
const PAGE = 50;
const RATE_LIMIT_PAUSES_MS = [500, 1_000, 2_000];
const options = { timeout: TIMEOUT_MS };

export interface NewTransfer {
  readonly idempotencyKey: string;
  readonly recipientId: string;
  readonly amountCents: bigint;
}

/** Circle Mint, as far as we need it. Throws `ProviderError`. */
@Injectable()
export class CircleClient {
  readonly #sdk: Circle;

  constructor(configuration: Configuration) {
    const { CIRCLE_API_KEY, CIRCLE_API_URL } = configuration.environment;
    this.#sdk = new Circle(CIRCLE_API_KEY, CIRCLE_API_URL.replace(/\/$/, ''));
  }

  wireAccounts(): Promise<CircleWireAccount[]> {
    return this.#read(z.array(circleWireAccount), () => this.#sdk.wires.listBusinessWireAccounts(options));
  }

  /** Links the company's bank account, from which wires come. */
  createWireAccount(idempotencyKey: string): Promise<CircleWireAccount> {
    const place = { city: 'Wilmington', country: 'US', line1: '100 Main Street', district: 'DE' };
    return this.#read(circleWireAccount, () =>
      this.#sdk.wires.createBusinessWireAccount(
        {
          idempotencyKey,
          accountNumber: '12340010',
          routingNumber: '121000248',
          billingDetails: { name: 'Freehold Operating', postalCode: '19801', ...place },
          bankAddress: { bankName: 'Operating Bank', ...place },
        },
        options,
      ),
    );
  }

  /** Where a wire must go: the account at Circle's bank, and the reference that names us. */
  async wireTarget(
    accountId: string,
  ): Promise<{ readonly trackingRef: string; readonly accountNumber: string }> {
    const instructions = await this.#read(circleWireInstructions, () =>
      this.#sdk.wires.getBusinessWireAccountInstructions(accountId, 'USD', options),
    );
    const { trackingRef, beneficiaryBank } = instructions;
    return { trackingRef, accountNumber: beneficiaryBank.accountNumber };
  }

  /**
   * Sandboxes alone: sends a wire as the company's bank would. The SDK knows no key here; ours travels along for a
   * sandbox that honours it.
   */
  async mockWire(input: {
    readonly idempotencyKey: string;
    readonly trackingRef: string;
    readonly accountNumber: string;
    readonly amountCents: bigint;
  }): Promise<{ readonly id: string }> {
    const { idempotencyKey, trackingRef, accountNumber, amountCents } = input;
    const amount = { amount: centsText(amountCents), currency: 'USD' as const };
    const request = { idempotencyKey, trackingRef, amount, beneficiaryBank: { accountNumber } };
    const answer = await this.#read(z.object({ trackingRef: z.string() }), () =>
      this.#sdk.payments.createMockWirePayment(request, options),
    );
    return { id: answer.trackingRef };
  }

  /** Wires that reached Circle, newest first. */
  deposits(): Promise<CircleDeposit[]> {
    return this.#pages(circleDeposit, (after) =>
      this.#sdk.deposits.listBusinessDeposits('wire', undefined, undefined, undefined, after, PAGE, options),
    );
  }

  recipients(): Promise<CircleRecipientObject[]> {
    return this.#pages(circleRecipient, (after) =>
      this.#sdk.addresses.listBusinessRecipientAddresses(
        undefined,
        undefined,
        undefined,
        after,
        PAGE,
        options,
      ),
    );
  }

  createRecipient(input: {
    readonly idempotencyKey: string;
    readonly address: string;
    readonly chainId: number;
  }): Promise<CircleRecipientObject> {
    const request: BusinessRecipientAddressCreationRequest = {
      idempotencyKey: input.idempotencyKey,
      address: input.address,
      chain: chainOf(input.chainId),
      currency: 'USD',
      description: 'Freehold treasury',
    };
    return this.#read(circleRecipient, () =>
      this.#sdk.addresses.createBusinessRecipientAddress(request, options),
    );
  }

  createTransfer(input: NewTransfer): Promise<CircleTransferObject> {
    return this.#read(circleTransfer, () =>
      this.#sdk.transfers.createBusinessTransfer(
        {
          idempotencyKey: input.idempotencyKey,
          destination: { type: 'verified_blockchain', addressId: input.recipientId },
          amount: { amount: centsText(input.amountCents), currency: 'USD' },
        },
        options,
      ),
    );
  }

  transfer(id: string): Promise<CircleTransferObject> {
    return this.#read(circleTransfer, () => this.#sdk.transfers.getBusinessTransfer(id, options));
  }

  subscriptions(): Promise<CircleSubscription[]> {
    return this.#read(z.array(circleSubscription), () => this.#sdk.subscriptions.listSubscriptions(options));
  }

  subscribe(endpoint: string): Promise<CircleSubscription> {
    return this.#read(circleSubscription, () =>
      this.#sdk.subscriptions.createSubscription({ endpoint }, options),
    );
  }

  async #pages<Item extends z.ZodType<{ readonly id: string }>>(
    item: Item,
    list: (after: string | undefined) => Promise<unknown>,
  ): Promise<z.output<Item>[]> {
    const found: z.output<Item>[] = [];
    for (;;) {
      const page = await this.#read(z.array(item), () => list(found.at(-1)?.id));
      found.push(...page);
      if (page.length < PAGE) return found;
    }
  }

  /** Circle wraps every answer in `data`; the SDK leaves axios's own wrapping around it. */
  async #read<Schema extends z.ZodType>(
    schema: Schema,
    call: () => Promise<unknown>,
  ): Promise<z.output<Schema>> {
    for (const pause of [...RATE_LIMIT_PAUSES_MS, null]) {
      try {
        return schema.parse(wrapped.parse(await call()).data.data);
      } catch (error) {
        const problem = translated(error);
        if (!(problem instanceof ProviderError) || problem.code !== '429' || pause === null) throw problem;
        await sleep(pause);
      }
    }
    throw new Error('unreachable');
  }
}

const chainOf = (chainId: number): BusinessRecipientAddressCreationRequest['chain'] =>
  z.enum(['ETH', 'POLY', 'BASE']).parse(circleChainName(chainId));

const wrapped = z.object({ data: z.object({ data: z.unknown() }) });

const axiosError = z.object({
  isAxiosError: z.literal(true),
  message: z.string(),
  response: z
    .object({
      status: z.number(),
      data: z.looseObject({ code: z.number(), message: z.string() }).partial().catch({}),
    })
    .optional(),
});

function translated(error: unknown): unknown {
  const parsed = axiosError.safeParse(error);
  if (!parsed.success) return error;
  const { response, message } = parsed.data;
  const status = response?.status;
  const outcome =
    status === 404
      ? 'absent'
      : status !== undefined && status >= 400 && status < 500 && ![409, 429].includes(status)
        ? 'refused'
        : 'unknown';
  const words = response?.data.message ?? message;
  // The axios error itself carries the key in its headers: it is not passed on as a cause.
  return new ProviderError('circle', outcome, String(status ?? 'NETWORK'), `Circle: ${words}`);
}
