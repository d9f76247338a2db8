import { Injectable } from '@nestjs/common';
import { getAddress } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { OfferingProjection } from '../datasources/offering.projection.ts';
import type { OfferingRow } from './offering.reader.ts';
import { OfferingActs } from './offering-acts.ts';
import { moveOffering } from './offering-state.ts';

const ACTOR = 'offering';

/** Takes an offering from its terms to its end, as the chain says. Each step may be cut and repeated. */
@Injectable()
export class OfferingProcess {
  constructor(
    private readonly prisma: PrismaService,
    private readonly sender: ChainSender,
    private readonly acts: OfferingActs,
    private readonly projection: OfferingProjection,
    private readonly log: LogService,
  ) {}

  async advance(row: OfferingRow): Promise<void> {
    const life = await this.projection.life(row.chainOfferingId);
    if (row.state === 'DRAFT') return life.opened ? this.#move(row, 'OPEN') : this.#open(row);
    if (life.ended === 'closed') return this.#move(row, 'CLOSED');
    if (life.ended === 'cancelled') return this.#move(row, 'CANCELLED');
    if (await this.#underWay(row)) return;
    if (await this.acts.mayClose(row)) await this.acts.close(row);
  }

  /** DRAFT: the shares must exist first. */
  async #open(row: OfferingRow): Promise<void> {
    const token = await this.prisma.client.tokenization.findUnique({ where: { propertyId: row.propertyId } });
    if (token === null || token.state === 'FAILED') {
      // The wizard asked for both; without shares there is nothing to sell.
      if (row.transactionKey === null) {
        await this.#move(row, 'CANCELLED', 'The shares could not be created.');
      }
      return;
    }
    if (token.state !== 'FINAL' || token.tokenAddress === null) return;
    if (row.transactionKey === null) return this.acts.open(row, getAddress(token.tokenAddress));
    await this.#underWay(row);
  }

  /** Whether a transaction of ours is still on its way; one that failed leaves its reason in the row. */
  async #underWay(row: OfferingRow): Promise<boolean> {
    if (row.transactionKey === null) return false;
    const status = await this.sender.status(row.transactionKey);
    if (status === null) return false;
    if (status.state !== 'FAILED' && status.state !== 'REVERTED') return true;
    const problem = status.failureCode ?? status.state;
    if (row.problem === problem) return false;
    this.log.logger.error({ offering: row.id, key: row.transactionKey, alarm: 'offering-refused' }, problem);
    await this.prisma.client.offering.update({ where: { id: row.id }, data: { problem } });
    // Once told, the next pass may try anew; an opening waits for a person.
    return true;
  }

  async #move(row: OfferingRow, to: 'OPEN' | 'CLOSED' | 'CANCELLED', reason?: string): Promise<void> {
    const from = row.state === 'DRAFT' ? 'DRAFT' : 'OPEN';
    await this.prisma.transaction((tx) =>
      moveOffering(tx, { id: row.id, from, to, actor: ACTOR, ...(reason === undefined ? {} : { reason }) }),
    );
  }
}
