import { getAddress, isAddress } from 'viem';
import { z } from 'zod';
import { SECOND_MS } from '../../core/clock.ts';
import { type CircleContext, freshRecord } from '../context.ts';
import { type CircleRouter, idempotencyKeyParam } from '../endpoint.ts';
import { invalidEntity, notFound } from '../errors.ts';
import { failTransfer, holdForTransfer } from '../flows/transfer-flow.ts';
import { moneySchema, toMicros } from '../money.ts';
import { notify } from '../notifications/notify.ts';
import { pageParams, toQuery } from '../paging.ts';
import { presentRecipient, presentTransfer } from '../presenters.ts';
import type { RecipientRecord, TransferRecord } from '../records.ts';

const TASK_ACTIVATE = 'circle.recipient_active';
const ACTIVATE_MS = SECOND_MS;

/** Circle Mint's chain names whose addresses are EVM addresses; in the sandbox all of them mean the local chain. */
const EVM_CHAINS = ['ARB', 'AVAX', 'BASE', 'CELO', 'ETH', 'OP', 'POLY'] as const;
const nothing = z.object({});

const recipientParams = z.object({
  idempotencyKey: idempotencyKeyParam,
  address: z.string().refine((value) => isAddress(value), 'is not an EVM address'),
  addressTag: z.string().nullish(),
  chain: z.enum(EVM_CHAINS),
  currency: z.literal('USD').nullish(),
  description: z.string().min(1).max(200),
});
const transferParams = z.object({
  idempotencyKey: idempotencyKeyParam,
  destination: z.object({ type: z.literal('verified_blockchain'), addressId: z.string() }),
  amount: moneySchema,
});

export function recipientRoutes(context: CircleContext, router: CircleRouter): void {
  context.world.schedule.define(TASK_ACTIVATE, (id) => {
    const recipient = context.recipients.find(id);
    if (recipient?.status === 'pending_verification') activateRecipient(context, recipient);
  });
  const path = '/v1/businessAccount/wallets/addresses/recipient';
  router.get(path, {
    params: z.object(pageParams),
    work: ({ input }) => ({ data: context.recipients.list(toQuery(input)).data.map(presentRecipient) }),
  });
  router.post(path, {
    params: recipientParams,
    work: ({ input }) => ({ data: presentRecipient(createRecipient(context, input)) }),
  });
  router.get(`${path}/:id`, {
    params: nothing,
    work: ({ id }) => ({ data: presentRecipient(findRecipient(context, id)) }),
  });
  router.delete(`${path}/:id`, {
    params: nothing,
    work: ({ id }) => {
      if (!context.recipients.remove(id)) throw notFound('Recipient address', id);
      return { data: {} };
    },
  });
}

export function activateRecipient(context: CircleContext, recipient: RecipientRecord): RecipientRecord {
  const active = context.recipients.update({
    ...recipient,
    status: 'active',
    updateDate: context.world.clock.iso(),
  });
  notify(context, 'addressBookRecipients', presentRecipient(active));
  return active;
}

export function findRecipient(context: CircleContext, id: string): RecipientRecord {
  const recipient = context.recipients.find(id);
  if (recipient === undefined) throw notFound('Recipient address', id);
  return recipient;
}

function createRecipient(context: CircleContext, input: z.infer<typeof recipientParams>): RecipientRecord {
  const { schedule, clock } = context.world;
  const recipient = context.recipients.insert({
    ...freshRecord(context.world),
    address: getAddress(input.address),
    addressTag: input.addressTag ?? null,
    chain: input.chain,
    currency: 'USD',
    description: input.description,
    status: 'pending_verification',
  });
  notify(context, 'addressBookRecipients', presentRecipient(recipient));
  schedule.add({ name: TASK_ACTIVATE, payload: recipient.id, dueMs: clock.nowMs() + ACTIVATE_MS });
  return recipient;
}

export function transferRoutes(context: CircleContext, router: CircleRouter): void {
  const path = '/v1/businessAccount/transfers';
  router.get(path, {
    params: z.object(pageParams),
    work: ({ input }) => ({ data: context.transfers.list(toQuery(input)).data.map(presentTransfer) }),
  });
  router.get(`${path}/:id`, {
    params: nothing,
    work: ({ id }) => {
      const transfer = context.transfers.find(id);
      if (transfer === undefined) throw notFound('Transfer', id);
      return { data: presentTransfer(transfer) };
    },
  });
  router.post(path, {
    params: transferParams,
    work: ({ input }) => ({ data: presentTransfer(createTransfer(context, input)) }),
  });
}

function createTransfer(context: CircleContext, input: z.infer<typeof transferParams>): TransferRecord {
  const recipient = context.recipients.find(input.destination.addressId);
  if (recipient === undefined) throw notFound('Recipient address', input.destination.addressId);
  if (recipient.status !== 'active') {
    throw invalidEntity(`The recipient address is ${recipient.status}; it must be active.`);
  }
  const amount = toMicros(input.amount.amount);
  if (amount === 0n) throw invalidEntity('API parameter invalid: amount must be positive');
  const transfer = context.transfers.insert({
    ...freshRecord(context.world),
    address: recipient.address,
    addressTag: recipient.addressTag,
    chain: recipient.chain,
    amount: String(amount),
    status: 'pending',
    transactionHash: null,
    errorCode: null,
  });
  if (!holdForTransfer(context, transfer)) return failTransfer(context, transfer, 'insufficient_funds');
  notify(context, 'transfers', presentTransfer(transfer));
  return transfer;
}
