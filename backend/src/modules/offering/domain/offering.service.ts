import { FreeholdError, illegalTransition } from '@freehold/shared/errors';
import type { OfferingDetail, OfferingTerms } from '@freehold/shared/offering';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { notify, offeringChannel } from '../../blockchain/domain/channels.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { PropertyService } from '../../property/domain/property.service.ts';
import { OfferingReader, type OfferingRow } from './offering.reader.ts';
import { OfferingActs } from './offering-acts.ts';
import { draftOffering } from './offering-draft.ts';
import { moveOffering, offeringState } from './offering-state.ts';

/** What an administrator does about a primary sale. The rest happens by itself. */
@Injectable()
export class OfferingService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly properties: PropertyService,
    private readonly sender: ChainSender,
    private readonly acts: OfferingActs,
    private readonly reader: OfferingReader,
  ) {}

  /** Throws NOT_TOKENIZED, SUPPLY_EXCEEDED, OFFERING_RUNNING, OFFERING_UNAVAILABLE. */
  async create(
    actor: Actor,
    propertyId: string,
    request: { readonly id: string; readonly terms: OfferingTerms },
  ): Promise<OfferingDetail> {
    await this.properties.require(actor, propertyId);
    this.acts.refuseWithoutContract();
    await this.prisma.transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM app.tokenization WHERE property_id = ${propertyId}::uuid FOR UPDATE`;
      const token = await tx.tokenization.findUnique({ where: { propertyId } });
      if (token?.state !== 'FINAL') throw new FreeholdError('NOT_TOKENIZED');
      if ((await tx.offering.count({ where: { id: request.id } })) > 0) return;
      await draftOffering(tx, {
        ...request,
        propertyId,
        chainId: token.chainId,
        actor: actor.userId,
        maxSupply: toBigInt(token.shares),
      });
    });
    return this.reader.read(actor, request.id);
  }

  /** Ends a sale that is over or sold out; the platform does so by itself soon after. */
  async close(actor: Actor, id: string): Promise<OfferingDetail> {
    const row = await this.#running(actor, id);
    if (!(await this.acts.mayClose(row))) {
      throw new FreeholdError('ILLEGAL_TRANSITION', 'The sale is neither over nor sold out yet.');
    }
    await this.acts.close(row);
    return this.reader.read(actor, id);
  }

  /** Calls the sale off. One that never reached the chain ends here; otherwise the chain says when it ended. */
  async cancel(actor: Actor, id: string, reason: string): Promise<OfferingDetail> {
    const row = await this.reader.require(actor, id);
    const state = offeringState(row.state);
    if (state === 'OPEN') await this.acts.cancel(row, { actor: actor.userId, reason });
    else if (state === 'DRAFT') await this.#drop(row, actor.userId, reason);
    else throw illegalTransition('offering', state, 'CANCELLED');
    return this.reader.read(actor, id);
  }

  /** Tries again what the chain refused, and hands over to everybody still waiting. */
  async retry(actor: Actor, id: string): Promise<OfferingDetail> {
    const row = await this.reader.require(actor, id);
    await this.prisma.transaction(async (tx) => {
      if (row.transactionKey !== null) await this.sender.retry(row.transactionKey, actor.userId, tx);
      await tx.offering.update({ where: { id }, data: { problem: null } });
      // Batches made before now no longer hold anybody back.
      await tx.offeringBatch.updateMany({
        where: { offeringId: id, state: { not: 'SUBMITTED' } },
        data: { patient: false },
      });
      await notify(tx, offeringChannel);
    });
    return this.reader.read(actor, id);
  }

  async #running(actor: Actor, id: string): Promise<OfferingRow> {
    const row = await this.reader.require(actor, id);
    if (row.state !== 'OPEN') throw illegalTransition('offering', row.state, 'CLOSED');
    return row;
  }

  async #drop(row: OfferingRow, actor: string, reason: string): Promise<void> {
    await this.prisma.transaction(async (tx) => {
      const sent = row.transactionKey === null ? null : await this.sender.status(row.transactionKey, tx);
      // An opening under way may still succeed: it must be seen through first.
      if (sent !== null && sent.state !== 'FAILED' && sent.state !== 'REVERTED') {
        throw new FreeholdError(
          'ILLEGAL_TRANSITION',
          'The offering is being opened; call it off once it is open.',
        );
      }
      const step = { id: row.id, from: 'DRAFT', to: 'CANCELLED', actor, reason } as const;
      if (!(await moveOffering(tx, step))) throw illegalTransition('offering', 'DRAFT', 'CANCELLED');
    });
  }
}
