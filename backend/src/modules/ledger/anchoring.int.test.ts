import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ledgerAnchorAbi } from '@freehold/contracts/abis';
import { deployAll } from '@freehold/contracts/deploy';
import { createPool } from '@freehold/database/pool';
import { verifyReceipt } from '@freehold/shared/journal-encoding';
import type pg from 'pg';
import { createPublicClient, createWalletClient, type Hex, http, parseEventLogs } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { z } from 'zod';
import { PrismaService } from '../../common/database/prisma.service.ts';
import { testDeployment, testEnvironment } from '../../common/testing/test-application.ts';
import { type TestDatabase, testDatabase } from '../../common/testing/test-database.ts';
import { Configuration, parseEnvironment } from '../../config/configuration.ts';
import { AnchorRepository } from './datasources/anchor.repository.ts';
import { LedgerAnchorContract, LocalAnchorSigner } from './datasources/ledger-anchor.contract.ts';
import { Sealer } from './datasources/sealer.ts';
import type { Anchor, AnchorSender } from './domain/anchor.ts';
import { AnchoringService } from './domain/anchoring.service.ts';
import { LedgerService } from './domain/ledger.service.ts';
import { postEntry } from './domain/post-entry.ts';
import {
  achRentFailed,
  achRentPending,
  cardRentReceived,
  rentInvoiced,
} from './domain/posting-rules/rent.rule.ts';

const repository = resolve(import.meta.dirname, '../../../..');
const at = new Date('2026-01-01T00:00:00Z');

interface Node {
  readonly rpcUrl: string;
  stop(): Promise<void>;
}
const embedded = z.object({
  startAnvil: z.custom<(options: object) => Promise<Node>>((value) => typeof value === 'function'),
});
// A variable keeps the compiler from making the scripts part of this project.
const specifier = '@freehold/scripts/embedded/anvil';

const keyOf = (index: number): Hex => {
  const bytes = mnemonicToAccount('test test test test test test test test test test test junk', {
    addressIndex: index,
  }).getHdKey().privateKey;
  return `0x${Buffer.from(bytes ?? []).toString('hex')}`;
};
const accountOf = (index: number) =>
  mnemonicToAccount('test test test test test test test test test test test junk', { addressIndex: index });

/** Sends at once, from an account of its own; counts and can be told to fail. */
class DirectSender implements AnchorSender {
  sent = 0;
  failing = false;
  readonly #rpcUrl: string;
  readonly #known = new Set<bigint>();

  constructor(rpcUrl: string) {
    this.#rpcUrl = rpcUrl;
  }

  async submit(anchor: Anchor, data: Hex): Promise<void> {
    if (this.failing) throw new Error('the sender is away');
    if (this.#known.has(anchor.sequence)) return;
    this.#known.add(anchor.sequence);
    const wallet = createWalletClient({
      account: accountOf(9),
      chain: foundry,
      transport: http(this.#rpcUrl),
    });
    const hash = await wallet.sendTransaction({ to: anchor.contract, data, gas: 400_000n });
    const client = createPublicClient({ chain: foundry, transport: http(this.#rpcUrl) });
    const receipt = await client.waitForTransactionReceipt({ hash, pollingInterval: 50 });
    assert.equal(receipt.status, 'success');
    this.sent += 1;
  }

  outcome(): Promise<'under way'> {
    return Promise.resolve('under way');
  }

  retry(): Promise<void> {
    return Promise.resolve();
  }
}

describe('anchoring and verification', () => {
  let database: TestDatabase;
  let owner: pg.Pool;
  let backend: pg.Pool;
  let node: Node;
  let folder: string;
  let contract: Hex;
  let sealer: Sealer;
  let store: AnchorRepository;
  let sender: DirectSender;
  let anchoring: AnchoringService;
  let prisma: PrismaService;
  let ledger: LedgerService;

  before(async () => {
    database = await testDatabase();
    owner = createPool(database.url, 'owner', { max: 4 });
    backend = createPool(database.url, 'backend', { max: 4 });
    node = await embedded.parse({ ...(await import(specifier)) }).startAnvil({});
    folder = await mkdtemp(join(tmpdir(), 'freehold-anchor-'));
    const deployment = await deployAll({
      rpcUrl: node.rpcUrl,
      file: join(folder, 'deployment.json'),
      deployerKey: keyOf(0),
      operator: accountOf(1).address,
      attester: accountOf(2).address,
      anchorSigners: [accountOf(1).address, accountOf(3).address],
    });
    contract = `0x${deployment.ledgerAnchor.slice(2).toLowerCase()}`;
    const target = { chainId: 31_337, contract };
    sealer = new Sealer(database.url);
    store = new AnchorRepository(backend, target);
    sender = new DirectSender(node.rpcUrl);
    anchoring = new AnchoringService({
      store,
      sender,
      contract: new LedgerAnchorContract(target, [
        new LocalAnchorSigner(keyOf(1)),
        new LocalAnchorSigner(keyOf(3)),
      ]),
      log: { info: () => undefined, error: () => undefined },
    });
    const configuration = new Configuration(parseEnvironment(testEnvironment(database.url)), {
      ...testDeployment,
      ledgerAnchor: contract,
    });
    prisma = new PrismaService(configuration);
    ledger = new LedgerService(prisma, configuration);
  });

  after(async () => {
    await sealer.close();
    await prisma.onApplicationShutdown();
    await Promise.all([owner.end(), backend.end()]);
    await node.stop();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Plays the indexer: what the chain says, written where the indexer writes it. */
  const mirror = async (final: 'final' | 'not final'): Promise<void> => {
    const client = createPublicClient({ chain: foundry, transport: http(node.rpcUrl) });
    const head = await client.getBlockNumber({ cacheTime: 0 });
    const logs = await client.getLogs({ address: contract, fromBlock: 0n, toBlock: head });
    await owner.query(
      `INSERT INTO chain.cursor (chain_id, number, final, schema_version, start_block, genesis_hash)
       VALUES (31337, $1, $2, 1, 0, '\\x00') ON CONFLICT (chain_id) DO UPDATE SET number = $1, final = $2`,
      [head.toString(), final === 'final' ? head.toString() : '-1'],
    );
    for (const event of parseEventLogs({ abi: ledgerAnchorAbi, eventName: 'Anchored', logs })) {
      const { sequence, size, root, head: chainHead } = event.args;
      const bytes = (value: string): Buffer => Buffer.from(value.slice(2), 'hex');
      await owner.query(
        'INSERT INTO chain.anchor VALUES (31337, $1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING',
        [
          String(sequence),
          String(size),
          bytes(root),
          bytes(chainHead),
          bytes(event.transactionHash),
          String(event.blockNumber),
          event.logIndex,
        ],
      );
    }
  };

  const sealAll = async (): Promise<void> => {
    const deadline = Date.now() + 20_000;
    const open =
      'SELECT FROM ledger.journal_entry e WHERE NOT EXISTS (SELECT FROM ledger.sealed_entry s WHERE s.entry_id = e.id)';
    while ((await owner.query(open)).rowCount !== 0) {
      assert.ok(Date.now() < deadline, 'everything is sealed in time');
      await sealer.sealAll();
      await sleep(20);
    }
  };

  const verifier = (): Promise<{ code: number; output: string }> =>
    new Promise((done) => {
      const args = [
        join(repository, 'scripts/verify-ledger.ts'),
        '--database',
        database.url,
        '--rpc',
        node.rpcUrl,
        '--contract',
        contract,
      ];
      execFile(process.execPath, args, (error, stdout, stderr) =>
        done({
          code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
          output: stdout + stderr,
        }),
      );
    });

  /** Does as a superuser who bypasses every trigger, runs the verifier, and puts things back. */
  const tamper = async (change: string, restore: string): Promise<{ code: number; output: string }> => {
    const client = await owner.connect();
    try {
      await client.query("SET session_replication_role = 'replica'");
      await client.query(change);
      const result = await verifier();
      await client.query(restore);
      return result;
    } finally {
      client.release(true);
    }
  };

  const postSome = async (prefix: string): Promise<bigint[]> => {
    const ids: bigint[] = [];
    for (let index = 0; index < 5; index += 1) {
      const common = { leaseId: `l${index}`, propertyId: 'p1', effectiveAt: at };
      const id = `${prefix}-${index}`;
      ids.push(
        (
          await postEntry(
            backend,
            rentInvoiced({ ...common, chargeId: id, amount: 100_000n, period: '2026-01' }),
          )
        ).entryId,
      );
      const received = cardRentReceived({
        ...common,
        balanceTransactionId: id,
        chargeRef: id,
        gross: 100_000n,
        fee: 2_930n,
      });
      ids.push((await postEntry(backend, received)).entryId);
    }
    return ids;
  };

  it('has nothing to anchor while the books are empty', async () => {
    assert.equal(await anchoring.anchorNow(), null);
    await anchoring.advance();
    assert.equal((await verifier()).code, 0);
  });

  it('brings a root on chain step by step, surviving a sender that is away', async () => {
    await postSome('first');
    await postEntry(
      backend,
      achRentPending({ paymentIntentId: 'pi', leaseId: 'l1', propertyId: 'p1', amount: 7n, effectiveAt: at }),
    );
    await postEntry(
      backend,
      achRentFailed({ paymentIntentId: 'pi', reason: 'R01', fee: 400n, effectiveAt: at }),
    );
    await sealAll();
    const anchor = await anchoring.anchorNow();
    assert.deepEqual([anchor?.sequence, anchor?.size, anchor?.state], [1n, 12n, 'PENDING']);
    assert.equal((await anchoring.anchorNow())?.sequence, 1n, 'nothing new, no new anchor');
    sender.failing = true;
    await assert.rejects(anchoring.advance());
    sender.failing = false;
    await anchoring.advance();
    assert.equal((await store.find(1n))?.state, 'SUBMITTED');
    await mirror('not final');
    await anchoring.advance();
    assert.equal((await store.find(1n))?.state, 'CONFIRMED');
    await mirror('final');
    await anchoring.advance();
    const final = await store.find(1n);
    assert.equal(final?.state, 'FINAL');
    assert.ok(final?.txHash);
    assert.equal(sender.sent, 1);
  });

  it('takes a confirmed anchor back when a fork removes it', async () => {
    await postSome('forked');
    await sealAll();
    await anchoring.anchorNow();
    await anchoring.advance();
    await mirror('not final');
    await owner.query(
      'UPDATE chain.cursor SET final = (SELECT block_number FROM chain.anchor WHERE sequence = 1)',
    );
    await anchoring.advance();
    assert.equal((await store.find(2n))?.state, 'CONFIRMED');
    await owner.query('DELETE FROM chain.anchor WHERE sequence = 2');
    await anchoring.advance();
    const taken = await store.find(2n);
    assert.deepEqual([taken?.state, taken?.txHash], ['SUBMITTED', null]);
    await mirror('final');
    await anchoring.advance();
    assert.equal((await store.find(2n))?.state, 'FINAL');
  });

  it('sends the next anchor only when the one before is in a block, and both become final', async () => {
    await postSome('third');
    await sealAll();
    await anchoring.anchorNow();
    await postSome('fourth');
    await sealAll();
    assert.equal((await anchoring.anchorNow())?.sequence, 4n);
    const before = sender.sent;
    await anchoring.advance();
    assert.equal(sender.sent, before + 1);
    await mirror('final');
    await anchoring.advance();
    assert.equal(sender.sent, before + 2);
    await mirror('final');
    await anchoring.advance();
    assert.deepEqual(await store.unfinished(), []);
  });

  it('hands out receipts which the contract and the shared verifier accept', async () => {
    const client = createPublicClient({ chain: foundry, transport: http(node.rpcUrl) });
    const { items } = await ledger.entries({ limit: 200 });
    assert.equal(items.length, 42);
    for (const { id } of items) {
      const { state, receipt } = await ledger.receiptOf(id);
      assert.equal(state, 'ANCHORED');
      assert.ok(receipt);
      const sequence = BigInt(receipt.sequence);
      const root = await client.readContract({
        address: contract,
        abi: ledgerAnchorAbi,
        functionName: 'rootAt',
        args: [sequence],
      });
      assert.deepEqual(verifyReceipt(receipt, root), { valid: true });
      const hex = (value: string): Hex => `0x${value.slice(2)}`;
      const accepted = await client.readContract({
        address: contract,
        abi: ledgerAnchorAbi,
        functionName: 'verify',
        args: [sequence, hex(receipt.leafHash), BigInt(receipt.index), receipt.proof.map(hex)],
      });
      assert.equal(accepted, true);
    }
  });

  it('says POSTED, then SEALED, until the proof is there', async () => {
    const { entryId } = await postEntry(
      backend,
      rentInvoiced({
        chargeId: 'new',
        leaseId: 'l9',
        propertyId: 'p1',
        amount: 1n,
        period: '2026-02',
        effectiveAt: at,
      }),
    );
    assert.equal((await ledger.receiptOf(entryId)).state, 'POSTED');
    await sealAll();
    assert.deepEqual(await ledger.receiptOf(entryId), {
      state: 'SEALED',
      entryId: String(entryId),
      receipt: null,
    });
  });

  it('is found intact by the stand-alone verifier', async () => {
    const { code, output } = await verifier();
    assert.equal(code, 0, output);
    assert.match(output, /4 anchors on chain, proving 42 of 43 sealed entries/);
  });

  for (const [what, change, restore, named] of [
    [
      'the amount of a posting',
      'UPDATE ledger.posting SET amount = 100001 WHERE entry_id = 1 AND position = 0',
      'UPDATE ledger.posting SET amount = 100000 WHERE entry_id = 1 AND position = 0',
      /posting 0 of journal_entry 1: amount is "100001", sealed as "100000"/,
    ],
    [
      'the side of a posting',
      "UPDATE ledger.posting SET side = 'C' WHERE entry_id = 1 AND position = 0",
      "UPDATE ledger.posting SET side = 'D' WHERE entry_id = 1 AND position = 0",
      /posting 0 of journal_entry 1: side is "C", sealed as "D"/,
    ],
    [
      'one letter of a description',
      "UPDATE ledger.journal_entry SET description = replace(description, 'Rent', 'rent') WHERE id = 1",
      "UPDATE ledger.journal_entry SET description = replace(description, 'rent', 'Rent') WHERE id = 1",
      /journal_entry 1: description is "rent invoiced for 2026-01", sealed as "Rent invoiced for 2026-01"/,
    ],
    [
      'a reference in the metadata',
      `UPDATE ledger.journal_entry SET metadata = metadata || '{"leaseId":"l4"}' WHERE id = 1`,
      `UPDATE ledger.journal_entry SET metadata = metadata || '{"leaseId":"l0"}' WHERE id = 1`,
      /journal_entry 1: metadata.leaseId is "l4", sealed as "l0"/,
    ],
    [
      'a millisecond of a time',
      "UPDATE ledger.journal_entry SET effective_at = effective_at + interval '1 millisecond' WHERE id = 1",
      "UPDATE ledger.journal_entry SET effective_at = effective_at - interval '1 millisecond' WHERE id = 1",
      /journal_entry 1: effectiveAt is/,
    ],
    [
      'the transaction number',
      "UPDATE ledger.journal_entry SET xid = '9' WHERE id = 1",
      "UPDATE ledger.journal_entry SET xid = (SELECT (canonical::jsonb ->> 'transaction')::xid8 FROM ledger.sealed_entry WHERE entry_id = 1) WHERE id = 1",
      /journal_entry 1: transaction is "9"/,
    ],
    [
      'the path of an account',
      "UPDATE ledger.account SET path = 'L:rent_collected:p2' WHERE path = 'L:rent_collected:p1'",
      "UPDATE ledger.account SET path = 'L:rent_collected:p1' WHERE path = 'L:rent_collected:p2'",
      /posting \d of journal_entry \d+: account is "L:rent_collected:p2", sealed as "L:rent_collected:p1"/,
    ],
    [
      'an added posting',
      "INSERT INTO ledger.posting SELECT 1, 2, account_id, 'D', 1, currency FROM ledger.posting WHERE entry_id = 1 AND position = 0",
      'DELETE FROM ledger.posting WHERE entry_id = 1 AND position = 2',
      /posting 2 of journal_entry 1: the row is/,
    ],
    [
      'a balance',
      'UPDATE ledger.account_balance SET posted_debit = posted_debit + 1 WHERE account_id = 1',
      'UPDATE ledger.account_balance SET posted_debit = posted_debit - 1 WHERE account_id = 1',
      /account_balance of \S+ in USD: differs from its postings/,
    ],
    [
      'the sealed text',
      "UPDATE ledger.sealed_entry SET canonical = replace(canonical, '100000', '100001') WHERE seq = 0",
      "UPDATE ledger.sealed_entry SET canonical = replace(canonical, '100001', '100000') WHERE seq = 0",
      /sealed_entry 0: does not have the hash it was sealed with/,
    ],
    [
      'a deleted entry',
      'CREATE TABLE public.kept AS SELECT * FROM ledger.journal_entry WHERE id = 1; DELETE FROM ledger.journal_entry WHERE id = 1',
      'INSERT INTO ledger.journal_entry OVERRIDING SYSTEM VALUE SELECT * FROM public.kept; DROP TABLE public.kept',
      /journal_entry 1: the row is missing/,
    ],
    [
      'a root of a seal',
      'UPDATE ledger.seal SET root = set_byte(root, 0, get_byte(root, 0) # 1) WHERE first_seq = 0',
      'UPDATE ledger.seal SET root = set_byte(root, 0, get_byte(root, 0) # 1) WHERE first_seq = 0',
      /seal \d+: an entry numbered 0 to \d+, or the seal, was rewritten/,
    ],
  ] as const) {
    it(`names the row when a superuser changes ${what}`, async () => {
      const { code, output } = await tamper(change, restore);
      assert.equal(code, 1, output);
      assert.match(output, named);
    });
  }

  it('finds a history rewritten with all its hashes, because the root on chain differs', async () => {
    // As thorough as can be: the row, the text, the leaf, and every root of the database that follows from it.
    const forge = (from: string, to: string): string => `
      UPDATE ledger.posting SET amount = ${to} WHERE entry_id = 1;
      UPDATE ledger.sealed_entry SET canonical = replace(canonical, '"amount":"${from}"', '"amount":"${to}"') WHERE entry_id = 1;
      UPDATE ledger.sealed_entry SET leaf_hash = sha256('\\x00'::bytea || convert_to(canonical, 'UTF8')) WHERE entry_id = 1`;
    await owner.query('CREATE TABLE public.seals AS SELECT * FROM ledger.seal');
    const erase =
      "; DELETE FROM ledger.seal; INSERT INTO ledger.seal SELECT 43, 0, decode(repeat('00', 32), 'hex')";
    const { code, output } = await tamper(
      forge('100000', '100009') + erase,
      `${forge('100009', '100000')}; DELETE FROM ledger.seal; INSERT INTO ledger.seal SELECT * FROM public.seals; DROP TABLE public.seals`,
    );
    assert.equal(code, 1, output);
    assert.match(output, /anchor 1: the root on chain differs; an entry numbered 0 to 11 was rewritten/);
  });

  it('finds entries removed from the end, because the chain knows more', async () => {
    await owner.query('CREATE TABLE public.tail AS SELECT * FROM ledger.sealed_entry WHERE seq >= 40');
    const { code, output } = await tamper(
      'DELETE FROM ledger.sealed_entry WHERE seq >= 40',
      'INSERT INTO ledger.sealed_entry SELECT * FROM public.tail; DROP TABLE public.tail',
    );
    assert.equal(code, 1, output);
    assert.match(output, /anchor 4: the chain knows 42 entries, the database 40: entries were removed/);
    assert.equal((await verifier()).code, 0, 'everything was put back');
  });

  it('cannot verify without a chain, and says so', async () => {
    const result = await new Promise<{ code: unknown; output: string }>((done) => {
      execFile(
        process.execPath,
        [
          join(repository, 'scripts/verify-ledger.ts'),
          '--database',
          'postgres://127.0.0.1:9/none',
          '--contract',
          contract,
        ],
        (error, stdout, stderr) => done({ code: error?.code, output: stdout + stderr }),
      );
    });
    assert.equal(result.code, 2, result.output);
    assert.match(result.output, /Could not verify/);
  });
});
