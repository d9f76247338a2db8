import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Address } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { ChainProjection } from '../../blockchain/domain/chain-projection.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { postEntry } from '../../ledger/domain/post-entry.ts';
import { offeringProceeds } from '../../ledger/domain/posting-rules/offering.rule.ts';
import { OfferingContract } from '../datasources/offering.contract.ts';
import { OfferingProjection } from '../datasources/offering.projection.ts';
import type { OfferingRow } from './offering.reader.ts';
import { chainId } from './offering-acts.ts';
import { successorsOf } from './successors.ts';

/** Investors one transaction serves: a delivery mints to each, well below a block's gas. */
const BATCH = 40;
/** Whoever could not be served is tried again after this long, or when an administrator asks. */
const PATIENCE_MS = 60 * 60_000;

/** Hands shares or money over, batch by batch, and books what the sale earned. */
@Injectable()
export class DeliveryProcess {
  constructor(
    private readonly prisma: PrismaService,
    private readonly configuration: Configuration,
    private readonly sender: ChainSender,
    private readonly chain: ChainProjection,
    private readonly contract: OfferingContract,
    private readonly projection: OfferingProjection,
    private readonly log: LogService,
  ) {}

  /** For CLOSED and CANCELLED offerings. */
  async advance(row: OfferingRow): Promise<void> {
    if (await this.#underWay(row.id)) return;
    const waiting = await this.#waiting(row);
    if (waiting.length === 0) return;
    const kind = row.state === 'CLOSED' ? 'DELIVER' : 'REFUND';
    const wallets = waiting.slice(0, BATCH);
    await this.prisma.transaction(async (tx) => {
      const position = (await tx.offeringBatch.count({ where: { offeringId: row.id } })) + 1;
      const transactionKey = `offering:${kind.toLowerCase()}:${row.id}:${position}`;
      await tx.offeringBatch.create({
        data: {
          id: randomUUID(),
          offeringId: row.id,
          position,
          kind,
          wallets,
          state: 'SUBMITTED',
          transactionKey,
        },
      });
      const call = this.contract.serve(kind, chainId(row), wallets);
      const purpose = kind === 'DELIVER' ? 'offering.deliver' : 'offering.refund';
      const facts = { key: transactionKey, walletRole: 'operator', purpose, correlationId: row.id } as const;
      await this.sender.submit({ ...facts, ...call }, tx);
    });
  }

  /** D treasury / C issuer_proceeds for every run of deliveries that is final. */
  async bookProceeds(): Promise<void> {
    const events = await this.projection.unbookedProceeds(100);
    if (events.length === 0) return;
    const rows = await this.prisma.client.offering.findMany({
      where: { chainOfferingId: { in: [...new Set(events.map((event) => event.offering_id))] } },
    });
    const known = new Map(rows.map((row) => [row.chainOfferingId, row]));
    const { treasury } = this.configuration.deployment;
    for (const event of events) {
      const row = known.get(event.offering_id);
      if (row === undefined) continue;
      const entry = offeringProceeds({
        offeringId: row.id,
        propertyId: row.propertyId,
        chainId: Number(row.chainId),
        treasury,
        amount: event.amount,
        txHash: event.tx_hash,
        position: `${event.block_number}.${event.log_index}`,
        effectiveAt: event.at === null ? row.updatedAt : new Date(Number(event.at) * 1_000),
      });
      await this.prisma.transaction((tx) => postEntry(tx, entry));
    }
  }

  /** Whether a batch is still on its way; a mined one counts as such until the mirror shows what it did. */
  async #underWay(offeringId: string): Promise<boolean> {
    const batch = await this.prisma.client.offeringBatch.findFirst({
      where: { offeringId, state: 'SUBMITTED' },
    });
    if (batch === null) return false;
    const status = await this.sender.status(batch.transactionKey);
    if (status === null) return true;
    const failed = status.state === 'FAILED' || status.state === 'REVERTED';
    const final = await this.chain.finalBlock();
    if (!failed && (status.state !== 'FINAL' || (status.blockNumber ?? 0n) > final)) return true;
    const problem = failed ? (status.failureCode ?? status.state) : null;
    if (problem !== null) {
      this.log.logger.error({ offering: offeringId, batch: batch.position, alarm: 'batch-failed' }, problem);
    }
    await this.prisma.transaction(async (tx) => {
      const data = { state: failed ? 'FAILED' : 'FINAL', txHash: status.txHash, problem };
      await tx.offeringBatch.updateMany({ where: { id: batch.id, state: 'SUBMITTED' }, data });
      if (problem !== null) await tx.offering.update({ where: { id: offeringId }, data: { problem } });
    });
    return false;
  }

  /** Wallets for which something waits and which were not tried just now. */
  async #waiting(row: OfferingRow): Promise<Address[]> {
    const positions = await this.projection.positions([row.chainOfferingId], 'final');
    const lost = await successorsOf(this.prisma.client);
    const pending = positions
      .filter((position) => position.pending > 0n && !lost.has(position.wallet.toLowerCase()))
      .map(({ wallet }) => wallet);
    if (pending.length === 0) return [];
    const tried = await this.prisma.client.offeringBatch.findMany({
      where: { offeringId: row.id, patient: true, createdAt: { gt: new Date(Date.now() - PATIENCE_MS) } },
      select: { wallets: true },
    });
    const served = new Set(tried.flatMap(({ wallets }) => wallets.map((wallet) => wallet.toLowerCase())));
    return pending.filter((wallet) => !served.has(wallet.toLowerCase()));
  }
}
