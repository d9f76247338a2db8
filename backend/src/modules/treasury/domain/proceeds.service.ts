import type { PrismaTransaction } from '@freehold/database/client';
import { FreeholdError, illegalTransition } from '@freehold/shared/errors';
import type { ProceedsPayout } from '@freehold/shared/proceeds';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { recordStep } from '../../blockchain/domain/state-transition.ts';
import { PayoutAddressService } from './payout-address.service.ts';
import { type PayoutRow, ProceedsReader } from './proceeds.reader.ts';
import { moveProceedsPayout, proceedsPayoutState } from './proceeds-state.ts';
import { ProceedsTransactions } from './proceeds-transactions.ts';

/** One administrator proposes to pay the issuer, another confirms. */
@Injectable()
export class ProceedsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly reader: ProceedsReader,
    private readonly addresses: PayoutAddressService,
    private readonly transactions: ProceedsTransactions,
  ) {}

  /**
   * `operationId` is the payout's id: a repetition changes nothing. Throws PAYOUT_ADDRESS_MISSING and
   * PROCEEDS_EXCEEDED.
   */
  async propose(
    actor: Actor,
    offeringId: string,
    request: { readonly amount: bigint; readonly operationId: string },
  ): Promise<ProceedsPayout> {
    const { propertyId } = await this.reader.require(actor, offeringId);
    const { amount, operationId: id } = request;
    await this.prisma.transaction(async (tx) => {
      // Two proposals at once must not promise the same money.
      await tx.$queryRaw`SELECT 1 FROM app.offering WHERE id = ${offeringId}::uuid FOR UPDATE`;
      if ((await tx.proceedsPayout.count({ where: { id } })) > 0) return;
      const address = await this.addresses.current(propertyId, tx);
      if (address === null) throw new FreeholdError('PAYOUT_ADDRESS_MISSING');
      if (amount > (await this.reader.available(tx, offeringId))) {
        throw new FreeholdError('PROCEEDS_EXCEEDED');
      }
      const keys = { creditKey: `proceeds:credit:${id}`, releaseKey: `proceeds:release:${id}` };
      const sum = { amount: amount.toString(), address };
      const proposal = { id, offeringId, propertyId, state: 'PROPOSED', proposedBy: actor.userId };
      await tx.proceedsPayout.create({ data: { ...proposal, ...sum, ...keys } });
      const step = { noun: 'proceeds_payout', nounId: id, from: null, to: 'PROPOSED' } as const;
      await recordStep(tx, { ...step, actor: actor.userId });
    });
    return this.reader.payout(id);
  }

  /**
   * Throws SECOND_ADMINISTRATOR_NEEDED for the one who proposed, PAYOUT_ADDRESS_CHANGED when another is registered by
   * now, PAYOUT_ADDRESS_UNCONFIRMED unless a new address is given again.
   */
  async confirm(actor: Actor, id: string, newAddress: string | undefined): Promise<ProceedsPayout> {
    await this.prisma.transaction(async (tx) => {
      const row = await lock(tx, id);
      if (row.proposedBy === actor.userId) throw new FreeholdError('SECOND_ADMINISTRATOR_NEEDED');
      const from = proceedsPayoutState(row.state);
      if (from !== 'PROPOSED' && from !== 'REFUSED' && row.decidedBy === actor.userId) return;
      if (from !== 'PROPOSED') throw illegalTransition('payout of proceeds', from, 'CREDITING');
      await this.#checkAddress(tx, row, newAddress);
      const data = { decidedBy: actor.userId, decisionReason: null };
      await moveProceedsPayout(tx, { id, from, to: 'CREDITING', actor: actor.userId, data });
      await this.transactions.credit(tx, row);
    });
    return this.reader.payout(id);
  }

  /** Also withdraws one's own proposal. */
  async refuse(actor: Actor, id: string, reason: string): Promise<ProceedsPayout> {
    await this.prisma.transaction(async (tx) => {
      const row = await lock(tx, id);
      const from = proceedsPayoutState(row.state);
      if (from === 'REFUSED' && row.decidedBy === actor.userId) return;
      if (from !== 'PROPOSED') throw illegalTransition('payout of proceeds', from, 'REFUSED');
      const data = { decidedBy: actor.userId, decisionReason: reason };
      await moveProceedsPayout(tx, { id, from, to: 'REFUSED', actor: actor.userId, reason, data });
    });
    return this.reader.payout(id);
  }

  async #checkAddress(tx: PrismaTransaction, row: PayoutRow, given: string | undefined): Promise<void> {
    if ((await this.addresses.current(row.propertyId, tx)) !== row.address) {
      throw new FreeholdError('PAYOUT_ADDRESS_CHANGED');
    }
    const known = await this.addresses.paidBefore(row.propertyId, [row.address], tx);
    if (!known.has(row.address) && given?.toLowerCase() !== row.address) {
      throw new FreeholdError('PAYOUT_ADDRESS_UNCONFIRMED');
    }
  }
}

async function lock(tx: PrismaTransaction, id: string): Promise<PayoutRow> {
  await tx.$queryRaw`SELECT 1 FROM app.proceeds_payout WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.proceedsPayout.findUnique({ where: { id } });
  if (row === null) throw new FreeholdError('NOT_FOUND');
  return row;
}
