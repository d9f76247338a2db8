import type pg from 'pg';
import type { ContractKind } from '../decode/chain-event.ts';
import type { FollowedContract } from '../fold/contract-registry.ts';
import type { Header, Hex } from '../rpc/wire.ts';
import type { Batch, CursorPosition, Marks } from './batch.ts';
import {
  bytes,
  type ChainTx,
  HaltError,
  inTransaction,
  LIVE_SCHEMA,
  quoteSchema,
  toHex,
} from './chain-tx.ts';
import { announce, moveCursor, writeBatch } from './committer.ts';
import { type RewindResult, rewindTo } from './rewind.ts';

/** Raised when the meaning of the tables changes so that they must be derived anew. */
export const SCHEMA_VERSION = 1;

export type Cursor = CursorPosition & {
  readonly safe: number;
  readonly final: number;
  readonly head: number;
  readonly fence: number;
  readonly startBlock: number;
  readonly halted: string | null;
};

export type ChainStart = {
  readonly genesisHash: Hex;
  /** Events count from here on. */
  readonly startBlock: number;
  /** Header of the block before it; null when it is block 0. */
  readonly before: Header | null;
  readonly contracts: readonly FollowedContract[];
};

type CursorRow = {
  readonly number: string;
  readonly hash: Buffer | null;
  readonly safe: string;
  readonly final: string;
  readonly head: string;
  readonly fence: string;
  readonly halted: string | null;
  readonly schema_version: number;
  readonly start_block: string;
  readonly genesis_hash: Buffer;
};

const CURSOR_COLUMNS =
  'number, hash, safe, final, head, fence, halted, schema_version, start_block, genesis_hash';

function toCursor(row: CursorRow): Cursor {
  return {
    number: Number(row.number),
    hash: row.hash === null ? null : toHex(row.hash),
    safe: Number(row.safe),
    final: Number(row.final),
    head: Number(row.head),
    fence: Number(row.fence),
    startBlock: Number(row.start_block),
    halted: row.halted,
  };
}

/** The tables of one chain. Every write is one transaction guarded by cursor and fence. */
export class ChainStore {
  readonly #pool: pg.Pool;
  readonly #chainId: number;
  readonly #schema: string;

  constructor(options: { readonly pool: pg.Pool; readonly chainId: number; readonly schema?: string }) {
    this.#pool = options.pool;
    this.#chainId = options.chainId;
    this.#schema = options.schema ?? LIVE_SCHEMA;
  }

  get #s(): string {
    return quoteSchema(this.#schema);
  }

  /** Null when this chain was never indexed here. */
  async cursor(): Promise<Cursor | null> {
    const { rows } = await this.#pool.query<CursorRow>(
      `SELECT ${CURSOR_COLUMNS} FROM ${this.#s}.cursor WHERE chain_id = $1`,
      [this.#chainId],
    );
    return rows[0] === undefined ? null : toCursor(rows[0]);
  }

  /**
   * Takes the cursor for a new leader: creates it the first time, raises the fence always.
   * Throws HaltError when the tables belong to another chain, deployment or version.
   */
  claim(start: ChainStart): Promise<Cursor> {
    return this.#write(async (tx) => {
      await createCursor(tx, start);
      const { rows } = await tx.client.query<CursorRow>(
        `UPDATE ${this.#s}.cursor SET fence = fence + 1 WHERE chain_id = $1 RETURNING ${CURSOR_COLUMNS}`,
        [this.#chainId],
      );
      const row = rows[0];
      if (row === undefined) throw new Error('the cursor vanished while it was being claimed');
      if (toHex(row.genesis_hash) !== start.genesisHash)
        throw new HaltError(
          `RPC_URL: the node serves another chain ${this.#chainId} (block 0 is ${start.genesisHash}) than the one in the ` +
            `database (block 0 is ${toHex(row.genesis_hash)}). Rebuild the projection or point RPC_URL at the right node.`,
        );
      if (row.schema_version !== SCHEMA_VERSION)
        throw new HaltError(
          `DATABASE_URL: schema chain holds version ${row.schema_version} of the projection, this program writes ${SCHEMA_VERSION}. Rebuild it.`,
        );
      await checkContracts(tx, start.contracts);
      return toCursor(row);
    });
  }

  async contracts(): Promise<FollowedContract[]> {
    return readContracts(this.#pool, this.#s, this.#chainId);
  }

  /** Hashes of the stored blocks of an inclusive range, by number. */
  async blockHashes(from: number, to: number): Promise<Map<number, Hex>> {
    const { rows } = await this.#pool.query<{ number: string; hash: Buffer }>(
      `SELECT number, hash FROM ${this.#s}.block WHERE chain_id = $1 AND number BETWEEN $2 AND $3`,
      [this.#chainId, from, to],
    );
    return new Map(rows.map((row) => [Number(row.number), toHex(row.hash)]));
  }

  /** The sum of balances of every token, and the block they are true for, from one snapshot. */
  supplies(): Promise<{
    readonly number: number;
    readonly hash: Hex | null;
    readonly supplies: readonly { readonly token: Hex; readonly amount: bigint }[];
  }> {
    return inTransaction(
      this.#pool,
      async (client) => {
        const cursor = await client.query<{ number: string; hash: Buffer | null }>(
          `SELECT number, hash FROM ${this.#s}.cursor WHERE chain_id = $1`,
          [this.#chainId],
        );
        const { rows } = await client.query<{ token: Buffer; amount: string }>(
          `SELECT t.token, coalesce(sum(b.amount), 0) AS amount FROM ${this.#s}.property_token t
           LEFT JOIN ${this.#s}.balance b USING (chain_id, token) WHERE t.chain_id = $1 GROUP BY t.token`,
          [this.#chainId],
        );
        const at = cursor.rows[0];
        return {
          number: Number(at?.number ?? -1),
          hash: at?.hash ? toHex(at.hash) : null,
          supplies: rows.map((row) => ({ token: toHex(row.token), amount: BigInt(row.amount) })),
        };
      },
      'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
    );
  }

  commit(batch: Batch, fence: number): Promise<void> {
    return this.#write((tx) => writeBatch(tx, batch, fence));
  }

  /** Stores newer safe and final marks without moving on. */
  mark(at: { readonly number: number; readonly hash: Hex }, marks: Marks, fence: number): Promise<void> {
    return this.#write(async (tx) => {
      await moveCursor(tx, at, at, marks, fence);
      await announce(tx, at.number);
    });
  }

  rewind(
    current: CursorPosition,
    ancestor: { readonly number: number; readonly hash: Hex },
    fence: number,
  ): Promise<RewindResult> {
    return this.#write((tx) => rewindTo(tx, current, ancestor, fence));
  }

  /** Leaves the reason where the backend and an operator can read it. */
  async halt(reason: string, fence: number): Promise<void> {
    await this.#pool.query(`UPDATE ${this.#s}.cursor SET halted = $2 WHERE chain_id = $1 AND fence = $3`, [
      this.#chainId,
      reason,
      fence,
    ]);
  }

  #write<Result>(work: (tx: ChainTx) => Promise<Result>): Promise<Result> {
    return inTransaction(this.#pool, (client) =>
      work({ client, schema: this.#schema, chainId: this.#chainId }),
    );
  }
}

async function createCursor(tx: ChainTx, start: ChainStart): Promise<void> {
  const s = quoteSchema(tx.schema);
  const before = start.before;
  const created = await tx.client.query(
    `INSERT INTO ${s}.cursor (chain_id, number, hash, schema_version, start_block, genesis_hash)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (chain_id) DO NOTHING`,
    [
      tx.chainId,
      start.startBlock - 1,
      before === null ? null : bytes(before.hash),
      SCHEMA_VERSION,
      start.startBlock,
      bytes(start.genesisHash),
    ],
  );
  if (created.rowCount === 0) return;
  if (before !== null)
    await tx.client.query(
      `INSERT INTO ${s}.block (chain_id, number, hash, parent_hash, timestamp, has_events) VALUES ($1, $2, $3, $4, $5, false)`,
      [tx.chainId, before.number, bytes(before.hash), bytes(before.parentHash), before.timestamp],
    );
  for (const contract of start.contracts)
    await tx.client.query(
      `INSERT INTO ${s}.contract (chain_id, address, kind, key, first_block, first_log) VALUES ($1, $2, $3, NULL, $4, -1)`,
      [tx.chainId, bytes(contract.address), contract.kind, contract.firstBlock],
    );
}

async function checkContracts(tx: ChainTx, wanted: readonly FollowedContract[]): Promise<void> {
  const known = await readContracts(tx.client, quoteSchema(tx.schema), tx.chainId);
  const named = known.filter((contract) => contract.firstLog < 0);
  const list = (contracts: readonly FollowedContract[]): string =>
    contracts
      .map((contract) => `${contract.kind} ${contract.address}`)
      .sort()
      .join(', ');
  if (list(named) !== list(wanted))
    throw new HaltError(
      `DEPLOYMENT_FILE: names other contracts (${list(wanted)}) than the projection follows (${list(named)}). ` +
        'Rebuild the projection or give the right file.',
    );
}

async function readContracts(
  client: pg.Pool | pg.PoolClient,
  schema: string,
  chainId: number,
): Promise<FollowedContract[]> {
  const { rows } = await client.query<{
    address: Buffer;
    kind: ContractKind;
    key: Buffer | null;
    first_block: string;
    first_log: number;
  }>(
    `SELECT address, kind, key, first_block, first_log FROM ${schema}.contract WHERE chain_id = $1
     ORDER BY first_block, first_log, address`,
    [chainId],
  );
  return rows.map((row) => ({
    address: toHex(row.address),
    kind: row.kind,
    key: row.key === null ? null : toHex(row.key),
    firstBlock: Number(row.first_block),
    firstLog: row.first_log,
  }));
}
