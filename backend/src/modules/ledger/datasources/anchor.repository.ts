import type pg from 'pg';
import { z } from 'zod';
import {
  type Anchor,
  type AnchorClaim,
  type AnchorState,
  type AnchorStore,
  anchorStates,
  type MirroredAnchor,
} from '../domain/anchor.ts';

/** Held while an anchor is created, so that sequence and previous head follow from one another. */
const ANCHOR_LOCK = '7017280452245743002';
const ZERO = `0x${'00'.repeat(32)}` as const;

const hex = z
  .instanceof(Uint8Array)
  .transform((bytes): `0x${string}` => `0x${Buffer.from(bytes).toString('hex')}`);
const integer = z.string().transform((value) => BigInt(value));

const anchorRow = z.object({
  sequence: integer,
  chain_id: z.string().transform(Number),
  contract: hex,
  size: integer,
  root: hex,
  previous_head: hex,
  head: hex,
  state: z.enum(anchorStates),
  tx_hash: hex.nullable(),
  block_number: integer.nullable(),
  created_at: z.date(),
});

function toAnchor(row: unknown): Anchor {
  const { chain_id, previous_head, tx_hash, block_number, created_at, ...rest } = anchorRow.parse(row);
  return {
    ...rest,
    chainId: chain_id,
    previousHead: previous_head,
    txHash: tx_hash,
    blockNumber: block_number,
    createdAt: created_at,
  };
}

const bytes = (value: string): Buffer => Buffer.from(value.slice(2), 'hex');

const sealRow = z.object({ size: integer, root: hex });
const mirrorRow = z.object({
  sequence: integer,
  root: hex,
  head: hex,
  tx_hash: hex,
  block_number: integer,
  final: z.boolean(),
});

/** Anchors of one chain and contract, in `ledger.anchor` and in the projection `chain.anchor`. */
export class AnchorRepository implements AnchorStore {
  readonly #pool: pg.Pool;
  readonly #chainId: number;
  readonly #contract: `0x${string}`;

  constructor(pool: pg.Pool, target: { readonly chainId: number; readonly contract: `0x${string}` }) {
    this.#pool = pool;
    this.#chainId = target.chainId;
    this.#contract = target.contract;
  }

  async create(headOf: (claim: AnchorClaim) => `0x${string}`): Promise<Anchor | null> {
    const client = await this.#pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT pg_advisory_xact_lock($1)', [ANCHOR_LOCK]);
      const anchor = await this.#createLocked(client, headOf);
      await client.query('COMMIT');
      return anchor;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  async #createLocked(
    client: pg.PoolClient,
    headOf: (claim: AnchorClaim) => `0x${string}`,
  ): Promise<Anchor | null> {
    const seals = await client.query(
      'SELECT s.size::text, s.root FROM ledger.seal s ORDER BY s.size DESC LIMIT 1',
    );
    if (seals.rows.length === 0) return null;
    const seal = sealRow.parse(seals.rows[0]);
    const last = await client.query('SELECT * FROM ledger.anchor ORDER BY sequence DESC LIMIT 1');
    const before = last.rows.length === 0 ? null : toAnchor(last.rows[0]);
    if (before !== null && before.size >= seal.size) return null;
    const claim = { ...seal, sequence: (before?.sequence ?? 0n) + 1n, previousHead: before?.head ?? ZERO };
    const inserted = await client.query(
      `INSERT INTO ledger.anchor (sequence, chain_id, contract, size, root, previous_head, head)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING *`,
      [
        claim.sequence.toString(),
        this.#chainId,
        bytes(this.#contract),
        claim.size.toString(),
        bytes(claim.root),
        bytes(claim.previousHead),
        bytes(headOf(claim)),
      ],
    );
    return toAnchor(inserted.rows[0]);
  }

  async unfinished(): Promise<readonly Anchor[]> {
    return this.#read("WHERE state <> 'FINAL' ORDER BY sequence", []);
  }

  async find(sequence: bigint): Promise<Anchor | null> {
    return (await this.#read('WHERE sequence = $1', [sequence.toString()]))[0] ?? null;
  }

  async latest(): Promise<Anchor | null> {
    return (await this.#read('ORDER BY sequence DESC LIMIT 1', []))[0] ?? null;
  }

  /** Newest first, older than `before`. */
  async page(limit: number, before: bigint | null): Promise<readonly Anchor[]> {
    return this.#read('WHERE $2::bigint IS NULL OR sequence < $2 ORDER BY sequence DESC LIMIT $1', [
      limit,
      before?.toString() ?? null,
    ]);
  }

  /** The first final anchor whose tree contains leaf `seq`. */
  async firstFinalOver(seq: bigint): Promise<Anchor | null> {
    const found = await this.#read("WHERE size > $1 AND state = 'FINAL' ORDER BY sequence LIMIT 1", [
      seq.toString(),
    ]);
    return found[0] ?? null;
  }

  async mirrored(sequence: bigint): Promise<MirroredAnchor | null> {
    const result = await this.#pool.query(
      `SELECT a.sequence, a.root, a.head, a.tx_hash, a.block_number, a.block_number <= c.final AS final
       FROM chain.anchor a JOIN chain.cursor c ON c.chain_id = a.chain_id
       WHERE a.chain_id = $1 AND a.sequence = $2`,
      [this.#chainId, sequence.toString()],
    );
    if (result.rows.length === 0) return null;
    const { tx_hash, block_number, ...rest } = mirrorRow.parse(result.rows[0]);
    return { ...rest, txHash: tx_hash, blockNumber: block_number };
  }

  async advance(sequence: bigint, to: AnchorState, mirrored?: MirroredAnchor): Promise<void> {
    await this.#pool.query(
      'UPDATE ledger.anchor SET state = $2, tx_hash = $3, block_number = $4 WHERE sequence = $1',
      [
        sequence.toString(),
        to,
        mirrored === undefined ? null : bytes(mirrored.txHash),
        mirrored?.blockNumber.toString() ?? null,
      ],
    );
  }

  async #read(tail: string, values: readonly unknown[]): Promise<Anchor[]> {
    const result = await this.#pool.query(`SELECT * FROM ledger.anchor ${tail}`, [...values]);
    return result.rows.map(toAnchor);
  }
}
