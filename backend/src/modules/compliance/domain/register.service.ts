import type { Register } from '@freehold/shared/compliance';
import { csvOf } from '@freehold/shared/csv';
import { FreeholdError } from '@freehold/shared/errors';
import type { FileAnswer } from '@freehold/shared/file';
import { formatUnits } from '@freehold/shared/money';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { toDate } from '../../../common/dates.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { PropertyService } from '../../property/domain/property.service.ts';
import { RegisterProjection } from '../datasources/register.projection.ts';
import { capTable, concentrationOf, partOf } from './cap-table.ts';

const DAY = 86_400_000;
const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const shareText = (shares: string): string => formatUnits(BigInt(shares), 18);
const percentText = (basisPoints: number): string => formatUnits(BigInt(basisPoints), 2, 2);

/** Who held a property at the end of a day, from the history of the chain. */
@Injectable()
export class RegisterService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly properties: PropertyService,
    private readonly projection: RegisterProjection,
  ) {}

  /** Throws NOT_TOKENIZED, and PERIOD_INVALID for a day before anything happened. */
  async read(actor: Actor, propertyId: string, on: string | undefined): Promise<Register> {
    const property = await this.properties.require(actor, propertyId);
    const token = await this.prisma.client.tokenization.findUnique({ where: { propertyId } });
    if (token?.tokenAddress == null) throw new FreeholdError('NOT_TOKENIZED');
    const moment = on === undefined ? null : new Date(toDate(on).getTime() + DAY);
    const block = await this.projection.blockBefore(moment);
    if (block === null) {
      throw new FreeholdError('PERIOD_INVALID', 'Nothing is known of that day. Choose a later one.');
    }
    const held = await this.projection.holdersAt(token.tokenAddress, block.number);
    const owners = await this.owners(held.map(({ holder }) => holder));
    const supply = held.reduce((sum, { amount }) => sum + amount, 0n);
    const ownerOf = (wallet: string | undefined) => owners.get(wallet?.toLowerCase() ?? '') ?? null;
    const rows = capTable(
      held.map(({ holder, amount }) => ({
        wallet: holder,
        userId: ownerOf(holder)?.id ?? null,
        shares: amount,
      })),
    );
    return {
      propertyId,
      propertyName: property.name,
      symbol: token.symbol,
      on: on ?? null,
      asOfBlock: block.number.toString(),
      asOf: block.timestamp.toISOString(),
      supply: supply.toString(),
      holders: held.map(({ holder, amount }) => ({
        wallet: holder,
        investor: ownerOf(holder),
        shares: amount.toString(),
        basisPoints: partOf(amount, supply),
      })),
      capTable: rows.map(({ wallets, shares, basisPoints }) => ({
        investor: ownerOf(wallets[0]),
        wallets: [...wallets],
        shares: shares.toString(),
        basisPoints,
      })),
      concentration: concentrationOf(rows),
    };
  }

  async registerCsv(actor: Actor, propertyId: string, on: string | undefined): Promise<FileAnswer> {
    const register = await this.read(actor, propertyId, on);
    const head = ['property', 'symbol', 'block', 'time_utc', 'wallet', 'investor', 'shares', 'percent'];
    const rows = register.holders.map(({ wallet, investor, shares, basisPoints }) => [
      ...[register.propertyName, register.symbol, register.asOfBlock, register.asOf, wallet],
      ...[investor?.name ?? null, shareText(shares), percentText(basisPoints)],
    ]);
    return { name: fileName('register', register), bytes: bytes(csvOf(head, rows)) };
  }

  async capTableCsv(actor: Actor, propertyId: string, on: string | undefined): Promise<FileAnswer> {
    const register = await this.read(actor, propertyId, on);
    const head = ['property', 'symbol', 'block', 'time_utc', 'investor', 'wallets', 'shares', 'percent'];
    const rows = register.capTable.map(({ wallets, investor, shares, basisPoints }) => [
      ...[register.propertyName, register.symbol, register.asOfBlock, register.asOf],
      ...[investor?.name ?? null, wallets.join(' '), shareText(shares), percentText(basisPoints)],
    ]);
    return { name: fileName('cap-table', register), bytes: bytes(csvOf(head, rows)) };
  }

  /** Who linked each wallet, by lower-case address. */
  async owners(wallets: readonly string[]): Promise<ReadonlyMap<string, { id: string; name: string }>> {
    const rows = await this.prisma.client.wallet.findMany({
      where: { address: { in: wallets.map((wallet) => wallet.toLowerCase()) } },
      include: { user: { select: { id: true, name: true } } },
    });
    return new Map(rows.map((row) => [row.address, row.user]));
  }
}

const fileName = (what: string, { symbol, on, asOfBlock }: Register): string =>
  `freehold-${what}-${symbol.replace(/[^A-Za-z0-9]/g, '')}-${on ?? `block-${asOfBlock}`}.csv`;
