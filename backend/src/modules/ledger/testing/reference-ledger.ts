import type { JournalEntry } from '../domain/journal-entry.ts';

/** Posted and reserved amounts of one account in one currency. */
export interface ReferenceBalance {
  debit: bigint;
  credit: bigint;
  pendingDebit: bigint;
  pendingCredit: bigint;
}

type Outcome = 'created' | 'repeated' | 'KEY_REUSED' | 'PENDING_NOT_OPEN';

const nameOf = (key: JournalEntry['key']): string => `${key.sourceType}|${key.sourceId}|${key.postingKind}`;

/** The ledger as it should be, without a database: a map of entries and a fold of postings. */
export class ReferenceLedger {
  readonly #entries = new Map<
    string,
    { readonly content: string; readonly entry: JournalEntry; open: boolean }
  >();
  readonly #balances = new Map<string, ReferenceBalance>();

  get size(): number {
    return this.#entries.size;
  }

  post(entry: JournalEntry): Outcome {
    const name = nameOf(entry.key);
    const content = JSON.stringify(
      [
        entry.key,
        entry.postings,
        Object.entries(entry.metadata).sort(),
        entry.phase,
        entry.resolves,
        entry.bounded,
      ],
      (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value),
    );
    const before = this.#entries.get(name);
    if (before !== undefined) return before.content === content ? 'repeated' : 'KEY_REUSED';
    if (entry.resolves !== null) {
      const pending = this.#entries.get(nameOf(entry.resolves));
      if (pending === undefined || !pending.open) return 'PENDING_NOT_OPEN';
      pending.open = false;
      this.#fold(pending.entry, -1n);
    }
    this.#entries.set(name, { content, entry, open: entry.phase === 'pending' });
    this.#fold(entry, 1n);
    return 'created';
  }

  /** `path currency` of every account that was ever used. */
  balances(): ReadonlyMap<string, Readonly<ReferenceBalance>> {
    return this.#balances;
  }

  #fold(entry: JournalEntry, sign: bigint): void {
    for (const { account, currency, side, amount } of entry.postings) {
      const name = `${account} ${currency}`;
      const balance = this.#balances.get(name) ?? {
        debit: 0n,
        credit: 0n,
        pendingDebit: 0n,
        pendingCredit: 0n,
      };
      this.#balances.set(name, balance);
      if (entry.phase === 'pending')
        balance[side === 'D' ? 'pendingDebit' : 'pendingCredit'] += sign * amount;
      else balance[side === 'D' ? 'debit' : 'credit'] += sign * amount;
    }
  }
}
