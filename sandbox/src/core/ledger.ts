import type { Clock } from './clock.ts';
import { big, type Database, integer, text } from './database.ts';

/** One cent in the ledger's unit, a millionth of a dollar. */
export const MICROS_PER_CENT = 10_000n;

/**
 * Where the company's money can be, plus the two edges of the world. Debits are positive: what the company has is
 * positive, what came from `world:payers` is negative, and everything together is always zero.
 */
export const ACCOUNTS = [
  'world:payers',
  'world:chain',
  'stripe:pending',
  'stripe:available',
  'stripe:in_transit',
  'stripe:fees',
  'bank:operating',
  'circle:wire_in_transit',
  'circle:unsettled',
  'circle:available',
  'circle:transfer_in_flight',
  'circle:payout_in_transit',
] as const;
export type Account = (typeof ACCOUNTS)[number];

/** These may never go below zero. Stripe's may: a refund can exceed what is there. */
const NEVER_NEGATIVE: ReadonlySet<Account> = new Set<Account>([
  'bank:operating',
  'stripe:in_transit',
  'circle:wire_in_transit',
  'circle:unsettled',
  'circle:available',
  'circle:transfer_in_flight',
  'circle:payout_in_transit',
]);

export interface LedgerEntry {
  /** Business key: a second posting under it throws. */
  readonly key: string;
  readonly description: string;
  /** Account → amount in micro-dollars, debit positive; must sum to zero. */
  readonly postings: ReadonlyArray<readonly [Account, bigint]>;
}

export interface LedgerReport {
  /** Micro-dollars by account, every account named. */
  readonly balances: Readonly<Record<string, string>>;
  readonly entries: number;
  readonly problems: string[];
}

/** The double-entry books of the outside world itself. */
export class Ledger {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  post(entry: LedgerEntry): void {
    const sum = entry.postings.reduce((total, [, amount]) => total + amount, 0n);
    if (sum !== 0n) throw new Error(`ledger entry ${entry.key} does not balance: ${sum}`);
    this.#database.transaction(() => {
      this.#database.run(
        'INSERT INTO ledger_entry (key, at_ms, description) VALUES (?, ?, ?)',
        entry.key,
        this.#clock.nowMs(),
        entry.description,
      );
      const row = this.#database.get('SELECT seq FROM ledger_entry WHERE key = ?', entry.key);
      if (row === undefined) throw new Error('ledger entry vanished');
      for (const [account, amount] of entry.postings) this.#book(integer(row, 'seq'), account, amount);
    });
  }

  /** Moves `amount` micro-dollars from one account to another. */
  move(key: string, description: string, from: Account, to: Account, amount: bigint): void {
    this.post({
      key,
      description,
      postings: [
        [from, -amount],
        [to, amount],
      ],
    });
  }

  balance(account: Account): bigint {
    const [row] = this.#database.allBig('SELECT amount FROM ledger_balance WHERE account = ?', account);
    return row === undefined ? 0n : big(row, 'amount');
  }

  entries(
    limit: number,
  ): Array<{ key: string; at: string; description: string; postings: Record<string, string> }> {
    return this.#database
      .all('SELECT seq, key, at_ms, description FROM ledger_entry ORDER BY seq DESC LIMIT ?', limit)
      .map((entry) => ({
        key: text(entry, 'key'),
        at: new Date(integer(entry, 'at_ms')).toISOString(),
        description: text(entry, 'description'),
        postings: Object.fromEntries(
          this.#database
            .allBig('SELECT account, amount FROM ledger_posting WHERE entry = ?', integer(entry, 'seq'))
            .map((row) => [text(row, 'account'), String(big(row, 'amount'))]),
        ),
      }));
  }

  /** Recomputes every balance from the postings and names whatever does not add up. */
  report(): LedgerReport {
    const problems: string[] = [];
    for (const row of this.#database.allBig(
      'SELECT entry, SUM(amount) AS total FROM ledger_posting GROUP BY entry HAVING SUM(amount) <> 0',
    )) {
      problems.push(`entry ${big(row, 'entry')} is off by ${big(row, 'total')}`);
    }
    const computed = new Map(
      this.#database
        .allBig('SELECT account, SUM(amount) AS total FROM ledger_posting GROUP BY account')
        .map((row) => [text(row, 'account'), big(row, 'total')] as const),
    );
    const balances: Record<string, string> = {};
    for (const account of ACCOUNTS) {
      const balance = this.balance(account);
      if (balance !== (computed.get(account) ?? 0n))
        problems.push(`${account}: balance ${balance} is not its postings`);
      if (balance < 0n && NEVER_NEGATIVE.has(account)) problems.push(`${account} is negative: ${balance}`);
      balances[account] = String(balance);
    }
    const count = this.#database.get('SELECT COUNT(*) AS n FROM ledger_entry');
    return {
      balances,
      entries: count === undefined ? 0 : integer(count, 'n'),
      problems,
    };
  }

  #book(entry: number, account: Account, amount: bigint): void {
    this.#database.run(
      'INSERT INTO ledger_posting (entry, account, amount) VALUES (?, ?, ?)',
      entry,
      account,
      amount,
    );
    this.#database.run(
      `INSERT INTO ledger_balance (account, amount) VALUES (?, ?)
       ON CONFLICT (account) DO UPDATE SET amount = amount + excluded.amount`,
      account,
      amount,
    );
    if (NEVER_NEGATIVE.has(account) && this.balance(account) < 0n) {
      throw new Error(`${account} would go below zero`);
    }
  }
}
