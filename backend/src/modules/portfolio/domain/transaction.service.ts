import { csvOf } from '@freehold/shared/csv';
import { FreeholdError } from '@freehold/shared/errors';
import type { FileAnswer } from '@freehold/shared/file';
import { formatUnits } from '@freehold/shared/money';
import type { Transaction, TransactionFilter } from '@freehold/shared/transaction';
import { Injectable } from '@nestjs/common';
import { checksumAddress } from '../../../common/chain/address.ts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { toDate, toDay } from '../../../common/dates.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { type EventFilter, type WalletEvent, WalletHistory } from '../datasources/wallet-history.ts';
import { DisplayCurrencyService } from './display-currency.service.ts';
import { walletsOf } from './investor-wallets.ts';
import type { RateBook } from './rate-book.ts';

const MOST_EXPORTED = 100_000;
const DAY = 86_400_000;
const SECOND = 1_000n;

type Named = ReadonlyMap<string, { readonly id: string; readonly name: string; readonly symbol: string }>;

const seconds = (day: string, plus = 0): bigint => BigInt(toDate(day).getTime() + plus) / SECOND;
const coins = (amount: bigint | null) =>
  amount === null ? null : { amount: amount.toString(), currency: 'USDC' as const };

/** Everything that moved shares or dividends of an investor's wallets. */
@Injectable()
export class TransactionService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly history: WalletHistory,
    private readonly currencies: DisplayCurrencyService,
  ) {}

  async page(
    actor: Actor,
    query: TransactionFilter & { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<{ items: Transaction[]; nextCursor: string | null }> {
    const { cursor, limit, ...filter } = query;
    const olderThan = cursor === undefined ? {} : { olderThan: placeOf(cursor) };
    const found = await this.#find(actor, filter, olderThan, limit + 1);
    const items = found.slice(0, limit);
    return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  /** The same rows as all pages of the filter together. */
  async csv(actor: Actor, filter: TransactionFilter): Promise<FileAnswer> {
    const found = await this.#find(actor, filter, {}, MOST_EXPORTED);
    return { name: 'freehold-transactions.csv', bytes: Buffer.from(csvOf(head, found.map(line)), 'utf8') };
  }

  async #find(
    actor: Actor,
    filter: TransactionFilter,
    place: Pick<EventFilter, 'olderThan'>,
    limit: number,
  ): Promise<Transaction[]> {
    const own = await walletsOf(this.prisma.client, actor.userId);
    const token = filter.propertyId === undefined ? null : await this.#tokenOf(filter.propertyId);
    if (token === undefined) return [];
    const { kind, from, to, wallet } = filter;
    const events = await this.history.newest(
      own,
      {
        ...place,
        ...(token === null ? {} : { token }),
        ...(kind === undefined ? {} : { kind }),
        ...(wallet === undefined ? {} : { wallet }),
        ...(from === undefined ? {} : { since: seconds(from) }),
        ...(to === undefined ? {} : { before: seconds(to, DAY) }),
      },
      limit,
    );
    const [names, book] = await Promise.all([this.names(events), this.currencies.bookOf(actor.userId)]);
    return events.map((event) => view(event, names, book));
  }

  /** Properties by lower-case token. */
  async names(events: readonly { readonly token: string }[]): Promise<Named> {
    const addresses = [...new Set(events.map(({ token }) => token.toLowerCase()))];
    const tokens = await this.prisma.client.tokenization.findMany({
      where: { tokenAddress: { in: addresses, mode: 'insensitive' } },
    });
    const properties = await this.prisma.client.property.findMany({
      where: { id: { in: tokens.map(({ propertyId }) => propertyId) } },
      select: { id: true, name: true },
    });
    return new Map(
      tokens.flatMap(({ propertyId, tokenAddress, symbol }) => {
        const property = properties.find(({ id }) => id === propertyId);
        return property === undefined || tokenAddress === null
          ? []
          : [[tokenAddress.toLowerCase(), { ...property, symbol }] as const];
      }),
    );
  }

  /** Undefined for a property without a token: nothing can have moved. */
  async #tokenOf(propertyId: string): Promise<string | undefined> {
    const row = await this.prisma.client.tokenization.findUnique({ where: { propertyId } });
    return row?.tokenAddress ?? undefined;
  }
}

function view(event: WalletEvent, names: Named, book: RateBook): Transaction {
  const property = names.get(event.token.toLowerCase());
  const { amount } = event;
  const shown = amount === null ? null : book.show(amount < 0n ? -amount : amount, toDay(event.timestamp));
  const sign = amount !== null && amount < 0n ? '-' : '';
  return {
    id: `${event.block_number}-${event.log_index}`,
    at: event.timestamp.toISOString(),
    kind: event.kind,
    propertyId: property?.id ?? null,
    propertyName: property?.name ?? '',
    symbol: property?.symbol ?? '',
    wallet: checksumAddress(event.wallet),
    counterparty: event.counterparty,
    shares: event.shares?.toString() ?? null,
    amount: coins(amount),
    fee: coins(event.fee),
    amountShown:
      shown === null ? null : { ...shown, amount: shown.amount === '0' ? '0' : sign + shown.amount },
    txHash: event.tx_hash,
    payoutId: event.payout_id,
    final: event.final,
  };
}

const head = [
  'time_utc',
  'kind',
  'property',
  'symbol',
  'wallet',
  'counterparty',
  'shares',
  'usdc',
  'fee_usdc',
  'shown_amount',
  'shown_currency',
  'rate_of',
  'transaction',
  'final',
];

const line = (row: Transaction): (string | null)[] => [
  row.at,
  row.kind,
  row.propertyName,
  row.symbol,
  row.wallet,
  row.counterparty,
  row.shares === null ? null : formatUnits(BigInt(row.shares), 18),
  row.amount === null ? null : formatUnits(BigInt(row.amount.amount), 6, 6),
  row.fee === null ? null : formatUnits(BigInt(row.fee.amount), 6, 6),
  row.amountShown === null ? null : formatUnits(BigInt(row.amountShown.amount), 2, 2),
  row.amountShown?.currency ?? null,
  row.amountShown?.rateOn ?? null,
  row.txHash,
  row.final ? 'yes' : 'no',
];

/** A cursor is the id of the last row shown. */
function placeOf(cursor: string): { readonly block: bigint; readonly log: number } {
  const [, block, log] = /^(\d{1,15})-(\d{1,9})$/.exec(cursor) ?? [];
  if (block === undefined || log === undefined) {
    const issues = [{ path: 'query.cursor', message: 'is not a cursor of this list' }];
    throw new FreeholdError('VALIDATION_FAILED', undefined, { issues });
  }
  return { block: BigInt(block), log: Number(log) };
}
