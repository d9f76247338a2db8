import { FreeholdError } from '@freehold/shared/errors';
import type { Movement, Treasury } from '@freehold/shared/treasury';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { accounts } from '../../ledger/domain/chart-of-accounts.ts';
import { LedgerService } from '../../ledger/domain/ledger.service.ts';
import type { TransferRow, WireRow } from '../datasources/movement.repository.ts';
import { shownTransferState, shownWireState, transferState, wireState } from './movement-state.ts';

const UNITS_PER_CENT = 10_000n;
const SHOWN = 50;
const RENT_COLLECTED = 'L:rent_collected:';

const usd = (cents: bigint) => ({ amount: cents.toString(), currency: 'USD' as const });
const usdc = (units: bigint) => ({ amount: units.toString(), currency: 'USDC' as const });

type Names = ReadonlyMap<string, string>;

/** Shows where the money is between tenant and investor, as the books say. */
@Injectable()
export class MovementReader {
  constructor(
    private readonly prisma: PrismaService,
    private readonly ledger: LedgerService,
    private readonly configuration: Configuration,
  ) {}

  async wire(id: string): Promise<Movement> {
    const row = await this.prisma.client.wire.findUnique({ where: { id }, include: { lines: true } });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    return wireView(row, await this.#names(row.lines));
  }

  async transfer(id: string): Promise<Movement> {
    const row = await this.prisma.client.circleTransfer.findUnique({
      where: { id },
      include: { lines: true },
    });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    return transferView(row, await this.#names(row.lines));
  }

  /** The pipeline from Stripe to the dividends, what each property has where, and the latest movements. */
  async treasury(): Promise<Treasury> {
    const latest = { include: { lines: true }, orderBy: { createdAt: 'desc' }, take: SHOWN } as const;
    const wires = await this.prisma.client.wire.findMany(latest);
    const transfers = await this.prisma.client.circleTransfer.findMany(latest);
    const properties = await this.prisma.client.property.findMany({ select: { id: true, name: true } });
    const names: Names = new Map(properties.map(({ id, name }) => [id, name]));
    const movements = [
      ...wires.map((row) => wireView(row, names)),
      ...transfers.map((row) => transferView(row, names)),
    ].toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    return {
      pipeline: await this.#pipeline(),
      properties: await this.#byProperty(names),
      movements: movements.slice(0, SHOWN),
      asOf: new Date().toISOString(),
    };
  }

  async #pipeline(): Promise<Treasury['pipeline']> {
    const { CHAIN_ID } = this.configuration.environment;
    const { treasury, dividends } = this.configuration.deployment;
    const chain = `USDC.${CHAIN_ID}`;
    const balances = await this.ledger.balances('A');
    const of = (account: string, currency: string): bigint =>
      balances.find((row) => row.account === account && row.currency === currency)?.balance ?? 0n;
    return {
      stripePending: usd(of(accounts.stripePending, 'USD')),
      stripeAvailable: usd(of(accounts.stripeAvailable, 'USD')),
      stripeInTransit: usd(of(accounts.stripeInTransit, 'USD')),
      bank: usd(of(accounts.bank, 'USD')),
      wireInTransit: usd(of(accounts.wireInTransit, 'USD')),
      circlePending: usd(of(accounts.circleUsdPending, 'USD')),
      circle: usdc(of(accounts.circleUsdc, 'USDC.circle')),
      chainTransfer: usdc(of(accounts.chainTransferOut, 'USDC.circle')),
      treasury: usdc(of(accounts.treasury(CHAIN_ID, treasury), chain)),
      dividends: usdc(of(accounts.distributor(CHAIN_ID, dividends), chain)),
    };
  }

  async #byProperty(names: Names): Promise<Treasury['properties']> {
    const chain = `USDC.${this.configuration.environment.CHAIN_ID}`;
    const balances = await this.ledger.balances(RENT_COLLECTED.slice(0, -1));
    const byId = Map.groupBy(balances, (row) => row.account.slice(RENT_COLLECTED.length));
    return [...byId].flatMap(([propertyId, rows]) => {
      const propertyName = names.get(propertyId);
      if (propertyName === undefined) return [];
      const of = (currency: string): bigint => rows.find((row) => row.currency === currency)?.balance ?? 0n;
      return [
        {
          propertyId,
          propertyName,
          dollars: usd(of('USD')),
          atCircle: usdc(of('USDC.circle')),
          inTreasury: usdc(of(chain)),
        },
      ];
    });
  }

  async #names(lines: readonly { readonly propertyId: string }[]): Promise<Names> {
    const rows = await this.prisma.client.property.findMany({
      where: { id: { in: lines.map(({ propertyId }) => propertyId) } },
      select: { id: true, name: true },
    });
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}

const wireView = (row: WireRow, names: Names): Movement => ({
  id: row.id,
  kind: 'WIRE',
  state: shownWireState[wireState(row.state)],
  amount: usd(row.amountCents),
  lines: row.lines.map(({ propertyId, amountCents }) => ({
    propertyId,
    propertyName: names.get(propertyId) ?? '',
    amount: usd(amountCents),
  })),
  providerId: row.depositId,
  txHash: null,
  error: row.problem,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

const transferView = (row: TransferRow, names: Names): Movement => ({
  id: row.id,
  kind: 'TRANSFER',
  state: shownTransferState[transferState(row.state)],
  amount: usdc(row.amountCents * UNITS_PER_CENT),
  lines: row.lines.map(({ propertyId, amountCents }) => ({
    propertyId,
    propertyName: names.get(propertyId) ?? '',
    amount: usdc(amountCents * UNITS_PER_CENT),
  })),
  providerId: row.circleId,
  txHash: row.txHash,
  error: row.problem,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});
