import { randomUUID } from 'node:crypto';
import { treasuryAbi } from '@freehold/contracts/abis';
import type { PrismaTransaction } from '@freehold/database/client';
import { propertyKey, referenceKey } from '@freehold/shared/chain-keys';
import { Injectable } from '@nestjs/common';
import { encodeFunctionData, isHash } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { postEntry } from '../../ledger/domain/post-entry.ts';
import {
  circleTransferComplete,
  circleTransferFailed,
  circleTransferSubmitted,
} from '../../ledger/domain/posting-rules/circle.rule.ts';
import { CircleClient } from '../../payments/domain/circle.client.ts';
import type { CircleRecipientObject, CircleTransferObject } from '../../payments/domain/circle-objects.ts';
import { ProviderCalls } from '../../payments/domain/provider-calls.ts';
import { ProviderError } from '../../payments/domain/provider-error.ts';
import type { TransferRow } from '../datasources/movement.repository.ts';
import { TreasuryProjection } from '../datasources/treasury.projection.ts';
import { moveTransfer, transferState } from './movement-state.ts';

const ACTOR = 'treasury';
const UNITS_PER_CENT = 10_000n;
/** A credit the contract refused is tried again this often. */
const RETRY_MS = 60_000;

/** Takes transfers from Circle into the treasury and credits each property, a step at a time. */
@Injectable()
export class TransferProcess {
  readonly #retriedAt = new Map<string, number>();

  constructor(
    private readonly prisma: PrismaService,
    private readonly configuration: Configuration,
    private readonly circle: CircleClient,
    private readonly calls: ProviderCalls,
    private readonly sender: ChainSender,
    private readonly projection: TreasuryProjection,
    private readonly log: LogService,
  ) {}

  /** Moves every open transfer as far as it goes now. True when there is one. */
  async advance(): Promise<boolean> {
    const open = await this.prisma.client.circleTransfer.findMany({
      where: { state: { notIn: ['SETTLED', 'FAILED'] } },
      include: { lines: true },
      orderBy: { createdAt: 'asc' },
    });
    for (const transfer of open) await this.#step(transfer);
    return open.length > 0;
  }

  async #step(transfer: TransferRow): Promise<void> {
    const state = transferState(transfer.state);
    if (state === 'CREATED' || state === 'UNKNOWN') await this.#submit(transfer, state);
    if (state === 'SUBMITTED') await this.#follow(transfer);
    if (state === 'COMPLETE') await this.#receive(transfer);
    if (state === 'RECEIVED') await this.#settle(transfer);
  }

  async #submit(transfer: TransferRow, from: 'CREATED' | 'UNKNOWN'): Promise<void> {
    const recipient = await this.#recipient();
    if (recipient?.status !== 'active') {
      return this.#problem(transfer, 'The treasury address awaits approval at Circle.');
    }
    let made: CircleTransferObject;
    try {
      made = await this.calls.make(
        { provider: 'circle', kind: 'transfer', subjectId: transfer.id },
        (idempotencyKey) =>
          this.circle.createTransfer({
            idempotencyKey,
            recipientId: recipient.id,
            amountCents: transfer.amountCents,
          }),
      );
    } catch (error) {
      await this.#notSubmitted(transfer, from, error);
      return;
    }
    await this.prisma.transaction(async (tx) => {
      const data = { circleId: made.id };
      if (!(await moveTransfer(tx, { id: transfer.id, from, to: 'SUBMITTED', actor: ACTOR, data }))) return;
      await postEntry(tx, circleTransferSubmitted(movement(transfer, made.id, transfer.createdAt)));
    });
  }

  async #notSubmitted(transfer: TransferRow, from: 'CREATED' | 'UNKNOWN', error: unknown): Promise<void> {
    if (!(error instanceof ProviderError)) throw error;
    this.log.logger.warn({ transfer: transfer.id, code: error.code, outcome: error.outcome }, error.message);
    if (error.outcome === 'unknown' && from === 'UNKNOWN') return;
    const to = error.outcome === 'unknown' ? 'UNKNOWN' : 'FAILED';
    const data = { problem: error.message };
    await this.prisma.transaction((tx) =>
      moveTransfer(tx, { id: transfer.id, from, to, actor: ACTOR, reason: error.code, data }),
    );
  }

  async #follow(transfer: TransferRow): Promise<void> {
    const { circleId } = transfer;
    if (circleId === null) throw new Error(`Transfer ${transfer.id} was submitted without an id.`);
    const seen = await this.circle.transfer(circleId);
    const step = { id: transfer.id, from: 'SUBMITTED', actor: ACTOR } as const;
    if (seen.status === 'failed') {
      const problem = `Circle: ${seen.errorCode ?? 'transfer failed'}`;
      await this.prisma.transaction(async (tx) => {
        if (!(await moveTransfer(tx, { ...step, to: 'FAILED', reason: problem, data: { problem } }))) return;
        await postEntry(tx, circleTransferFailed(movement(transfer, circleId, transfer.createdAt)));
      });
    }
    if (seen.status === 'complete' && typeof seen.transactionHash === 'string') {
      const txHash = seen.transactionHash;
      await this.prisma.transaction((tx) => moveTransfer(tx, { ...step, to: 'COMPLETE', data: { txHash } }));
    }
  }

  /** Circle's word is not enough: the ERC-20 log must be final, and say the same amount. */
  async #receive(transfer: TransferRow): Promise<void> {
    const { circleId, txHash } = transfer;
    if (circleId === null || txHash === null || !isHash(txHash)) {
      return this.#problem(transfer, `Circle names no transaction: "${txHash}".`);
    }
    const received = await this.projection.received(txHash);
    if (received === null) return;
    if (received.amount !== transfer.amountCents * UNITS_PER_CENT) {
      const words = `The treasury received ${received.amount} units instead of ${transfer.amountCents * UNITS_PER_CENT}.`;
      this.log.logger.error({ transfer: transfer.id, txHash, alarm: 'amount-differs' }, words);
      return this.#problem(transfer, words);
    }
    const { CHAIN_ID: chainId } = this.configuration.environment;
    const { treasury } = this.configuration.deployment;
    const effectiveAt = received.at ?? transfer.updatedAt;
    await this.prisma.transaction(async (tx) => {
      const step = { id: transfer.id, from: 'COMPLETE', to: 'RECEIVED', actor: ACTOR } as const;
      if (!(await moveTransfer(tx, step))) return;
      const facts = movement(transfer, circleId, effectiveAt);
      await postEntry(tx, circleTransferComplete({ ...facts, chainId, treasury, txHash }));
      await this.#credit(tx, transfer);
    });
  }

  async #credit(tx: PrismaTransaction, transfer: TransferRow): Promise<void> {
    for (const { creditKey, propertyId, amountCents } of transfer.lines) {
      const args = [reference(creditKey), propertyKey(propertyId), amountCents * UNITS_PER_CENT] as const;
      await this.sender.submit(
        {
          key: creditKey,
          walletRole: 'operator',
          to: this.configuration.deployment.treasury,
          data: encodeFunctionData({ abi: treasuryAbi, functionName: 'credit', args }),
          purpose: 'treasury.credit',
          correlationId: transfer.id,
        },
        tx,
      );
    }
  }

  async #settle(transfer: TransferRow): Promise<void> {
    const references = transfer.lines.map(({ creditKey }) => reference(creditKey));
    const credited = await this.projection.credited(references);
    if (credited.size === references.length) {
      const step = { id: transfer.id, from: 'RECEIVED', to: 'SETTLED', actor: ACTOR } as const;
      await this.prisma.transaction((tx) => moveTransfer(tx, step));
      return;
    }
    const statuses = await this.sender.statuses(transfer.lines.map(({ creditKey }) => creditKey));
    for (const status of statuses.values()) {
      if (status.state !== 'FAILED' && status.state !== 'REVERTED') continue;
      await this.#problem(
        transfer,
        `The treasury refuses a credit: ${status.failureMessage ?? status.state}.`,
      );
      const last = this.#retriedAt.get(status.key) ?? 0;
      if (Date.now() - last < RETRY_MS) continue;
      this.#retriedAt.set(status.key, Date.now());
      await this.sender.retry(status.key, ACTOR);
    }
  }

  /** The treasury as Circle knows it; registers it when Circle does not. */
  async #recipient(): Promise<CircleRecipientObject | null> {
    const { CHAIN_ID: chainId } = this.configuration.environment;
    const { treasury: address } = this.configuration.deployment;
    const known = (await this.circle.recipients()).find(
      (recipient) => recipient.address.toLowerCase() === address.toLowerCase(),
    );
    const intent = {
      provider: 'circle',
      kind: 'recipient',
      subjectId: `${chainId}:${address.toLowerCase()}`,
    } as const;
    const recipient =
      known ??
      (await this.calls.make(intent, (idempotencyKey) =>
        this.circle.createRecipient({ idempotencyKey, address, chainId }),
      ));
    await this.#keepRecipient(intent.subjectId, recipient);
    return recipient;
  }

  async #keepRecipient(subjectId: string, recipient: CircleRecipientObject): Promise<void> {
    const chainId = BigInt(this.configuration.environment.CHAIN_ID);
    const address = recipient.address.toLowerCase();
    const facts = { circleId: recipient.id, state: recipient.status };
    await this.prisma.client.circleRecipient.upsert({
      where: { chainId_address: { chainId, address } },
      create: { id: randomUUID(), chainId, address, idempotencyKey: subjectId, ...facts },
      update: facts,
    });
  }

  async #problem(transfer: TransferRow, problem: string): Promise<void> {
    if (transfer.problem === problem) return;
    await this.prisma.client.circleTransfer.update({ where: { id: transfer.id }, data: { problem } });
  }
}

/** What makes a credit happen once only in the contract. */
const reference = (creditKey: string) => referenceKey('treasury-credit', creditKey);

const movement = (transfer: TransferRow, transferId: string, effectiveAt: Date) => ({
  transferId,
  effectiveAt,
  lines: transfer.lines.map(({ propertyId, amountCents }) => ({
    propertyId,
    amount: amountCents * UNITS_PER_CENT,
  })),
});
