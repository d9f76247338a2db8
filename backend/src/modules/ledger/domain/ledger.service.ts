import { FreeholdError } from '@freehold/shared/errors';
import { toHex } from '@freehold/shared/journal-encoding';
import type { LedgerBalance, LedgerEntry, LedgerReceipt, ReceiptState } from '@freehold/shared/ledger';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { AnchorRepository } from '../datasources/anchor.repository.ts';
import {
  type AccountBalance,
  type EntryFilter,
  readBalance,
  readBalances,
  readEntries,
  readEntry,
  readEntryId,
  type StoredEntry,
} from '../datasources/ledger.reader.ts';
import { readInclusionProof } from '../datasources/tree.repository.ts';
import type { BusinessKey } from './journal-entry.ts';
import type { LedgerTransaction } from './ledger-transaction.ts';

/** Reads the books: entries, balances, proofs. Writing is postEntry() in the caller's transaction. */
@Injectable()
export class LedgerService {
  readonly #anchors: AnchorRepository;
  readonly #contract: `0x${string}`;
  readonly #chainId: number;

  constructor(
    private readonly prisma: PrismaService,
    configuration: Configuration,
  ) {
    this.#chainId = configuration.environment.CHAIN_ID;
    this.#contract = configuration.deployment.ledgerAnchor;
    this.#anchors = new AnchorRepository(prisma.pool, { chainId: this.#chainId, contract: this.#contract });
  }

  /** Balance of one account in its smallest unit, positive on its normal side; zero when it was never used. */
  balance(account: string, currency: string, tx: LedgerTransaction = this.prisma.pool): Promise<bigint> {
    return readBalance(tx, account, currency);
  }

  /** Balances of `prefix` and of everything under it ('L:rent_collected'), in every currency; of all without one. */
  balances(prefix?: string, tx: LedgerTransaction = this.prisma.pool): Promise<AccountBalance[]> {
    return readBalances(tx, prefix);
  }

  /** Id of the entry posted under a key, or null. */
  entryId(key: BusinessKey, tx: LedgerTransaction = this.prisma.pool): Promise<string | null> {
    return readEntryId(tx, key);
  }

  /** One entry; refuses with NOT_FOUND. */
  async entry(id: string): Promise<LedgerEntry> {
    return present(await this.#stored(id));
  }

  /** Newest first; `nextCursor` continues. */
  async entries(
    query: Omit<EntryFilter, 'before'> & { readonly cursor?: string | undefined },
  ): Promise<{ items: LedgerEntry[]; nextCursor: string | null }> {
    const { cursor, limit, ...filter } = query;
    const before = cursor !== undefined && /^\d{1,18}$/.test(cursor) ? cursor : undefined;
    const found = await readEntries(this.prisma.pool, { ...filter, before, limit: limit + 1 });
    const items = found.slice(0, limit).map(present);
    return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  /** All balances as the API shows them. */
  async listBalances(prefix: string | undefined): Promise<LedgerBalance[]> {
    const found = await this.balances(prefix);
    return found.map(({ reserved: _, balance, ...rest }) => ({ ...rest, balance: balance.toString() }));
  }

  /**
   * How provable an entry is by now. The receipt is there once an anchor over the entry is final on chain, and never
   * changes afterwards: it proves against the first such anchor.
   */
  async receiptOf(entryId: string | bigint): Promise<ReceiptState> {
    const id = entryId.toString();
    const { entry, sealed } = await this.#stored(id);
    if (sealed === null) return { state: 'POSTED', entryId: id, receipt: null };
    const anchor = await this.#anchors.firstFinalOver(sealed.seq);
    const { txHash = null, blockNumber = null } = anchor ?? {};
    if (anchor === null || txHash === null || blockNumber === null)
      return { state: 'SEALED', entryId: id, receipt: null };
    const proof = await readInclusionProof(this.prisma.pool, sealed.seq, anchor.size);
    const receipt: LedgerReceipt = {
      version: 1,
      entry,
      leafHash: toHex(sealed.leafHash),
      index: sealed.seq.toString(),
      proof: proof.map(toHex),
      size: anchor.size.toString(),
      root: anchor.root,
      sequence: anchor.sequence.toString(),
      previousHead: anchor.previousHead,
      chainId: anchor.chainId,
      ledgerAnchor: anchor.contract,
      transaction: txHash,
      blockNumber: blockNumber.toString(),
    };
    return { state: 'ANCHORED', entryId: id, receipt };
  }

  /** Receipt of what was posted under a key; null when nothing was. */
  async receiptByKey(key: BusinessKey): Promise<ReceiptState | null> {
    const id = await this.entryId(key);
    return id === null ? null : this.receiptOf(id);
  }

  async #stored(id: string): Promise<StoredEntry> {
    const stored = await readEntry(this.prisma.pool, id);
    if (stored === null) throw new FreeholdError('NOT_FOUND');
    return stored;
  }
}

function present({ entry, sealed }: StoredEntry): LedgerEntry {
  return {
    id: entry.entryId,
    sourceType: entry.sourceType,
    sourceId: entry.sourceId,
    postingKind: entry.postingKind,
    description: entry.description,
    effectiveAt: entry.effectiveAt,
    postedAt: entry.postedAt,
    postings: entry.postings.map((posting) => ({ ...posting, position: Number(posting.position) })),
    sequence: sealed?.seq.toString() ?? null,
    leafHash: sealed === null ? null : toHex(sealed.leafHash),
  };
}
