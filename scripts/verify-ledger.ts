/**
 * Stand-alone verifier of the ledger. It trusts neither the platform's code (it shares none) nor its database: every
 * sealed entry is hashed anew from its rows, the tree is rebuilt, and each root is compared with the LedgerAnchor
 * contract's events, which must lead to the head it stores. It also checks double entry and every account's balance.
 *
 *   node scripts/verify-ledger.ts [--database URL] [--rpc URL] [--contract ADDRESS] [--from BLOCK] [--offline]
 *
 * Defaults: DATABASE_URL, RPC_URL, LEDGER_ANCHOR or the deployment file of the local system.
 * Exit code 0: everything agrees. 1: something was altered; each finding names it. 2: could not verify.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Contract, EventLog, JsonRpcProvider, solidityPackedKeccak256, ZeroHash } from 'ethers';
import pg from 'pg';

const PAGE = 5_000;
const MAX_FINDINGS = 50;
/** Nodes answer for so many blocks at once. */
const BLOCKS = 10_000;

const findings: string[] = [];
const find = (text: string): void => {
  findings.push(text);
  if (findings.length <= MAX_FINDINGS) console.log(`ALTERED  ${text}`);
};

type Row = Record<string, string | null>;

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const hashLeaf = (text: string): string => sha256(Buffer.of(0), Buffer.from(text, 'utf8')).toString('hex');

/** RFC 6962 over the leaves so far: the roots of its complete subtrees, largest first. */
const peaks: { level: number; hash: Buffer }[] = [];
let size = 0;

function append(leaf: Buffer): void {
  let node = { level: 0, hash: leaf };
  for (let left = peaks.at(-1); left?.level === node.level; left = peaks.at(-1)) {
    peaks.pop();
    node = { level: node.level + 1, hash: sha256(Buffer.of(1), left.hash, node.hash) };
  }
  peaks.push(node);
  size += 1;
}

const root = (): string =>
  peaks
    .map(({ hash }) => hash)
    .reduceRight((right, left) => sha256(Buffer.of(1), left, right))
    .toString('hex');

const quoted = (value: string | null | undefined): string => JSON.stringify(value ?? null);

/** The canonical text of an entry, version 1: sorted keys, no white space, every value a string. */
function canonicalText(entry: Row, metadata: Record<string, string>, postings: readonly Row[]): string {
  const legs = postings.map(
    (leg) =>
      `{"account":${quoted(leg.account)},"amount":${quoted(leg.amount)},"currency":${quoted(leg.currency)},` +
      `"position":${quoted(leg.position)},"side":${quoted(leg.side)}}`,
  );
  const notes = Object.keys(metadata)
    .sort()
    .map((key) => `${quoted(key)}:${quoted(metadata[key])}`);
  return (
    `{"bodyDigest":${quoted(entry.body_digest)},"description":${quoted(entry.description)},` +
    `"effectiveAt":${quoted(entry.effective_at)},"entryId":${quoted(entry.entry_id)},"metadata":{${notes.join(',')}},` +
    `"phase":${quoted(entry.phase)},"postedAt":${quoted(entry.posted_at)},"postingKind":${quoted(entry.posting_kind)},` +
    `"postings":[${legs.join(',')}],"resolves":${quoted(entry.resolves)},"sourceId":${quoted(entry.source_id)},` +
    `"sourceType":${quoted(entry.source_type)},"transaction":${quoted(entry.xid)},"version":"1"}`
  );
}

/** Every place where two canonical entries differ, as [path, now, sealed]. */
function differences(now: unknown, sealed: unknown, path = ''): [string, string, string][] {
  if (now === null || sealed === null || typeof now !== 'object' || typeof sealed !== 'object') {
    return now === sealed
      ? []
      : [[path, JSON.stringify(now) ?? 'nothing', JSON.stringify(sealed) ?? 'nothing']];
  }
  const [left, right] = [new Map(Object.entries(now)), new Map(Object.entries(sealed))];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) =>
    differences(left.get(key), right.get(key), path === '' ? key : `${path}.${key}`),
  );
}

/** Says which column of which row differs from what was sealed. */
function nameDifferences(entryId: string, now: string, sealed: string): void {
  for (const [path, is, was] of differences(JSON.parse(now), JSON.parse(sealed))) {
    const [, position, field] = /^postings\.(\d+)(?:\.(\w+))?$/.exec(path) ?? [];
    const row =
      position === undefined ? `journal_entry ${entryId}` : `posting ${position} of journal_entry ${entryId}`;
    find(`${row}: ${position === undefined ? path : (field ?? 'the row')} is ${is}, sealed as ${was}`);
  }
}

const entriesOfPage = `
  SELECT s.seq::text AS seq, s.entry_id::text AS sealed_id, encode(s.leaf_hash, 'hex') AS leaf_hash, s.canonical,
         e.id::text AS entry_id, e.xid::text AS xid, e.source_type, e.source_id, e.posting_kind, e.description, e.phase,
         encode(e.body_digest, 'hex') AS body_digest, e.metadata::text AS metadata,
         to_char(e.effective_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS effective_at,
         to_char(e.posted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS posted_at,
         r.pending_entry_id::text AS resolves
  FROM ledger.sealed_entry s
  LEFT JOIN ledger.journal_entry e ON e.id = s.entry_id
  LEFT JOIN ledger.resolution r ON r.entry_id = s.entry_id
  WHERE s.seq > $1 ORDER BY s.seq LIMIT ${PAGE}`;

const postingsOfPage = `
  SELECT p.entry_id::text AS entry_id, p.position::text AS position, coalesce(a.path, '?') AS account, p.side,
         p.amount::text AS amount, p.currency
  FROM ledger.sealed_entry s JOIN ledger.posting p ON p.entry_id = s.entry_id
  LEFT JOIN ledger.account a ON a.id = p.account_id
  WHERE s.seq > $1 AND s.seq <= $2 ORDER BY p.entry_id, p.position`;

/** Compares what an entry's rows say now, the text that was sealed, and the leaf it was sealed as. */
function checkEntry(entry: Row, postings: readonly Row[]): void {
  const id = entry.sealed_id ?? '?';
  const sealed = entry.canonical ?? '';
  if (entry.seq !== String(size))
    find(`sealed_entry ${entry.seq}: expected number ${size}, entries are missing`);
  const now = canonicalText(entry, JSON.parse(entry.metadata ?? '{}'), postings);
  if (entry.entry_id === null) find(`journal_entry ${id}: the row is missing`);
  else if (hashLeaf(sealed) !== entry.leaf_hash) {
    const altered = hashLeaf(now) === entry.leaf_hash ? `sealed_entry ${entry.seq}` : `journal_entry ${id}`;
    find(`${altered}: does not have the hash it was sealed with`);
  } else if (now !== sealed) nameDifferences(id, now, sealed);
}

/** Reads the sealed log page by page and rebuilds its tree; answers the root at every size of interest. */
async function checkLog(db: pg.Client, sizes: ReadonlySet<number>): Promise<Map<number, string>> {
  const roots = new Map<number, string>();
  let last = '-1';
  while (true) {
    const page = (await db.query<Row>(entriesOfPage, [last])).rows;
    const end = page.at(-1)?.seq;
    if (end === null || end === undefined) return roots;
    const legs = Map.groupBy((await db.query<Row>(postingsOfPage, [last, end])).rows, (leg) => leg.entry_id);
    for (const entry of page) {
      checkEntry(entry, legs.get(entry.sealed_id ?? '') ?? []);
      append(Buffer.from(entry.leaf_hash ?? '', 'hex'));
      if (sizes.has(size)) roots.set(size, root());
    }
    last = end;
  }
}

/** The roots the database claims. A rewritten leaf spoils all roots after it: the first one tells where it is. */
function checkSeals(seals: readonly Row[], roots: ReadonlyMap<number, string>): void {
  const wrong = seals.find((seal) => roots.get(Number(seal.size)) !== seal.root);
  if (wrong)
    find(
      `seal ${wrong.size}: an entry numbered ${wrong.first_seq} to ${Number(wrong.size) - 1}, or the seal, was rewritten`,
    );
  const end = seals.at(-1)?.size ?? '0';
  if (end !== String(size)) find(`the seals end at ${end}, the sealed entries at ${size}`);
}

type ChainAnchor = { readonly sequence: number; readonly size: number; readonly root: string };

/** All anchors, from the events. Each head follows from the one before, and the contract stores the last one. */
async function readChain(rpc: JsonRpcProvider, address: string, first = '0'): Promise<ChainAnchor[]> {
  const [contract, to] = [new Contract(address, ABI, rpc), await rpc.getBlockNumber()];
  const [, , stored] = await contract.getFunction('latest').staticCall({ blockTag: to });
  const anchors: ChainAnchor[] = [];
  let head = ZeroHash;
  for (let from = Number(first); from <= to; from += BLOCKS) {
    const logs = await contract.queryFilter('Anchored', from, Math.min(to, from + BLOCKS - 1));
    for (const { args } of logs.filter((log) => log instanceof EventLog)) {
      const hash = solidityPackedKeccak256(HEAD, [head, args.sequence, args.size, args.root]);
      head = `0x${'00'.repeat(8)}${hash.slice(18)}`;
      if (head !== args.head) break;
      anchors.push({ sequence: anchors.length + 1, size: Number(args.size), root: args.root.slice(2) });
    }
  }
  if (head !== stored)
    find(`anchor ${anchors.length + 1}: hidden or forged, the events do not lead to the head on chain`);
  return anchors;
}

function checkChain(
  chain: readonly ChainAnchor[],
  stored: readonly Row[],
  roots: ReadonlyMap<number, string>,
): void {
  let proven = 0;
  for (const anchor of chain) {
    if (anchor.size > size) {
      find(
        `anchor ${anchor.sequence}: the chain knows ${anchor.size} entries, the database ${size}: entries were removed`,
      );
      break;
    }
    if (roots.get(anchor.size) !== anchor.root) {
      find(
        `anchor ${anchor.sequence}: the root on chain differs; an entry numbered ${proven} to ${anchor.size - 1} was rewritten`,
      );
      break;
    }
    proven = anchor.size;
  }
  for (const row of stored) {
    const anchor = chain[Number(row.sequence) - 1];
    const same = anchor?.root === row.root && String(anchor?.size) === row.size;
    if (!same && (anchor !== undefined || row.state === 'FINAL'))
      find(`ledger.anchor ${row.sequence}: differs from the chain`);
  }
  console.log(`${chain.length} anchors on chain, proving ${proven} of ${size} sealed entries`);
}

/** Double entry, and the balance table against the fold of all postings. */
const wrongBooks = `
  WITH fold AS (
    SELECT p.account_id, e.phase, p.side, sum(p.amount) AS amount
    FROM ledger.posting p JOIN ledger.journal_entry e ON e.id = p.entry_id
    WHERE e.phase = 'posted' OR NOT EXISTS (SELECT FROM ledger.resolution r WHERE r.pending_entry_id = e.id)
    GROUP BY 1, 2, 3
  ), wide AS (
    SELECT a.id, a.path, a.currency,
      coalesce(sum(amount) FILTER (WHERE phase = 'posted' AND side = 'D'), 0) AS pd,
      coalesce(sum(amount) FILTER (WHERE phase = 'posted' AND side = 'C'), 0) AS pc,
      coalesce(sum(amount) FILTER (WHERE phase = 'pending' AND side = 'D'), 0) AS rd,
      coalesce(sum(amount) FILTER (WHERE phase = 'pending' AND side = 'C'), 0) AS rc
    FROM ledger.account a LEFT JOIN fold f ON f.account_id = a.id GROUP BY a.id
  )
  SELECT format('journal_entry %s: debits and credits differ in %s', entry_id, currency) AS finding
  FROM ledger.posting GROUP BY entry_id, currency
  HAVING sum(CASE side WHEN 'D' THEN amount ELSE -amount END) <> 0
  UNION ALL
  SELECT format('posting %s of journal_entry %s: its entry or account is missing', p.position, p.entry_id)
  FROM ledger.posting p LEFT JOIN ledger.journal_entry e ON e.id = p.entry_id
  LEFT JOIN ledger.account a ON a.id = p.account_id AND a.currency = p.currency
  WHERE e.id IS NULL OR a.id IS NULL
  UNION ALL
  SELECT format('account_balance of %s in %s: differs from its postings', w.path, w.currency)
  FROM wide w LEFT JOIN ledger.account_balance b ON b.account_id = w.id
  WHERE (w.pd, w.pc, w.rd, w.rc) IS DISTINCT FROM (b.posted_debit, b.posted_credit, b.pending_debit, b.pending_credit)`;

function localContract(): string {
  const file = process.env.DEPLOYMENT_FILE ?? join(import.meta.dirname, '../.freehold/deployment.json');
  return String(Object(JSON.parse(readFileSync(file, 'utf8'))).ledgerAnchor);
}

const HEAD = ['bytes32', 'uint256', 'uint256', 'bytes32'];
const ABI = [
  'function latest() view returns (uint64, uint64, bytes32)',
  'event Anchored(uint64 indexed sequence, uint64 size, bytes32 root, bytes32 head)',
];

async function verify(): Promise<void> {
  const text = { type: 'string' } as const;
  const flags = { database: text, rpc: text, contract: text, from: text };
  const { values } = parseArgs({ options: { ...flags, offline: { type: 'boolean', default: false } } });
  const started = performance.now();
  const connectionString =
    values.database ?? process.env.DATABASE_URL ?? 'postgres://freehold@127.0.0.1:54329/freehold';
  const db = new pg.Client({ connectionString });
  await db.connect();
  const rpcUrl = values.rpc ?? process.env.RPC_URL ?? 'http://127.0.0.1:8545';
  const rpc = new JsonRpcProvider(rpcUrl, undefined, { staticNetwork: true });
  try {
    await db.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    // The chain after the snapshot would know more than the snapshot: it is read first.
    const address = values.contract ?? process.env.LEDGER_ANCHOR;
    const chain = values.offline ? null : await readChain(rpc, address ?? localContract(), values.from);
    const seals = await db.query<Row>(
      `SELECT size::text AS size, first_seq::text AS first_seq, encode(root, 'hex') AS root FROM ledger.seal ORDER BY ledger.seal.size`,
    );
    const stored = await db.query<Row>(
      `SELECT sequence::text AS sequence, size::text AS size, encode(root, 'hex') AS root, state FROM ledger.anchor ORDER BY ledger.anchor.sequence`,
    );
    const sizes = new Set([...seals.rows, ...(chain ?? [])].map((row) => Number(row.size)));
    const roots = await checkLog(db, sizes);
    checkSeals(seals.rows, roots);
    if (chain === null) console.log('offline: not compared with the chain');
    else checkChain(chain, stored.rows, roots);
    for (const row of (await db.query<Row>(wrongBooks)).rows) find(row.finding ?? '');
    const total = await db.query<Row>('SELECT count(*)::text AS count FROM ledger.journal_entry');
    console.log(`${size} of ${total.rows[0]?.count} entries are sealed`);
  } finally {
    rpc.destroy();
    await db.end();
  }
  const verdict = findings.length === 0 ? 'The ledger is intact' : `${findings.length} findings`;
  console.log(`${verdict} (${((performance.now() - started) / 1000).toFixed(1)} s).`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}

verify().catch((error: unknown) => {
  console.error(`Could not verify: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
});
