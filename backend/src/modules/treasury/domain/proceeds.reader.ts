import type { Prisma, PrismaTransaction } from '@freehold/database/client';
import { FreeholdError } from '@freehold/shared/errors';
import { type Proceeds, type ProceedsPayout, proceedsPayoutSchema } from '@freehold/shared/proceeds';
import { Injectable } from '@nestjs/common';
import { getAddress } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { TransitionLog } from '../../../common/transitions/transition-log.ts';
import { Configuration } from '../../../config/configuration.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { accounts } from '../../ledger/domain/chart-of-accounts.ts';
import { LedgerService } from '../../ledger/domain/ledger.service.ts';
import { PropertyService } from '../../property/domain/property.service.ts';
import { PayoutAddressService } from './payout-address.service.ts';
import { payoutUnderWay, proceedsPayoutState } from './proceeds-state.ts';

export type PayoutRow = Prisma.ProceedsPayoutGetPayload<object>;

const usdc = (units: bigint) => ({ amount: units.toString(), currency: 'USDC' as const });

/** What a sale earned, as the books say, and where it went. */
@Injectable()
export class ProceedsReader {
  constructor(
    private readonly prisma: PrismaService,
    private readonly configuration: Configuration,
    private readonly ledger: LedgerService,
    private readonly properties: PropertyService,
    private readonly transitions: TransitionLog,
    private readonly addresses: PayoutAddressService,
  ) {}

  async ofOffering(actor: Actor, offeringId: string): Promise<Proceeds> {
    const { propertyId } = await this.require(actor, offeringId);
    const rows = await this.prisma.client.proceedsPayout.findMany({
      where: { offeringId },
      orderBy: { createdAt: 'desc' },
    });
    const paidOut = sumOf(rows.filter(({ state }) => state === 'PAID'));
    const underWay = sumOf(rows.filter(isUnderWay));
    const owed = await this.#owed(offeringId);
    const { current } = await this.addresses.read(actor, propertyId);
    return {
      offeringId,
      propertyId,
      gross: usdc(owed + paidOut),
      paidOut: usdc(paidOut),
      underWay: usdc(underWay),
      available: usdc(owed - underWay),
      address: current,
      payouts: await this.#views(rows),
    };
  }

  async payout(id: string): Promise<ProceedsPayout> {
    const row = await this.prisma.client.proceedsPayout.findUnique({ where: { id } });
    const [view] = row === null ? [] : await this.#views([row]);
    if (view === undefined) throw new FreeholdError('NOT_FOUND');
    return view;
  }

  /** Throws NOT_FOUND unless this person may see the sale. */
  async require(actor: Actor, offeringId: string): Promise<{ readonly propertyId: string }> {
    const row = await this.prisma.client.offering.findUnique({ where: { id: offeringId } });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    await this.properties.require(actor, row.propertyId);
    return row;
  }

  /** Booked, and neither paid out nor promised. The caller holds the sale's row. */
  async available(tx: PrismaTransaction, offeringId: string): Promise<bigint> {
    const promised = await tx.proceedsPayout.findMany({
      where: { offeringId, state: { in: [...payoutUnderWay] } },
    });
    return (await this.#owed(offeringId, tx)) - sumOf(promised);
  }

  #owed(offeringId: string, tx?: PrismaTransaction): Promise<bigint> {
    const currency = `USDC.${this.configuration.environment.CHAIN_ID}`;
    return this.ledger.balance(accounts.issuerProceeds(offeringId), currency, tx);
  }

  async #views(rows: readonly PayoutRow[]): Promise<ProceedsPayout[]> {
    const ids = rows.flatMap(({ proposedBy, decidedBy }) => [proposedBy, ...(decidedBy ? [decidedBy] : [])]);
    const people = await this.prisma.client.user.findMany({
      where: { id: { in: ids } },
      select: { id: true, name: true },
    });
    const named = new Map(people.map((person) => [person.id, person]));
    const views: ProceedsPayout[] = [];
    for (const row of rows) {
      const paid = await this.addresses.paidBefore(row.propertyId, [row.address]);
      views.push(
        proceedsPayoutSchema.parse({
          id: row.id,
          offeringId: row.offeringId,
          state: proceedsPayoutState(row.state),
          amount: usdc(toBigInt(row.amount)),
          address: getAddress(row.address),
          newAddress: !paid.has(row.address),
          proposedBy: named.get(row.proposedBy),
          decidedBy: named.get(row.decidedBy ?? '') ?? null,
          decisionReason: row.decisionReason,
          txHash: row.txHash,
          problem: row.problem,
          createdAt: row.createdAt.toISOString(),
          transitions: await this.transitions.of(this.prisma.client, 'proceeds_payout', row.id),
        }),
      );
    }
    return views;
  }
}

const isUnderWay = ({ state }: PayoutRow): boolean => payoutUnderWay.some((known) => known === state);

const sumOf = (rows: readonly PayoutRow[]): bigint =>
  rows.reduce((sum, { amount }) => sum + toBigInt(amount), 0n);
