import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ledgerAnchorAbi } from '@freehold/contracts/abis';
import { deployAll } from '@freehold/contracts/deploy';
import { createPool } from '@freehold/database/pool';
import type pg from 'pg';
import {
  createPublicClient,
  createWalletClient,
  type Hex,
  type HttpTransport,
  http,
  type PublicClient,
  parseEventLogs,
} from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { testDeployment, testEnvironment } from '../../../common/testing/test-application.ts';
import { type TestDatabase, testDatabase } from '../../../common/testing/test-database.ts';
import { Configuration, parseEnvironment } from '../../../config/configuration.ts';
import { AnchorRepository } from '../datasources/anchor.repository.ts';
import { LedgerAnchorContract, LocalAnchorSigner, submitter } from '../datasources/ledger-anchor.contract.ts';
import { Sealer } from '../datasources/sealer.ts';
import type { Anchor, AnchorSender } from '../domain/anchor.ts';
import { AnchoringService } from '../domain/anchoring.service.ts';
import { LedgerService } from '../domain/ledger.service.ts';
import { postEntry } from '../domain/post-entry.ts';
import { cardRentReceived, rentInvoiced } from '../domain/posting-rules/rent.rule.ts';
import { startLiar } from './lying-node.ts';

export const repository = resolve(import.meta.dirname, '../../../../..');
export const at = new Date('2026-01-01T00:00:00Z');

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

/** Sends at once, as the operator, who is the first role; counts and can be told to fail. */
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
      account: accountOf(1),
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

/** A database, a chain with the LedgerAnchor contract, and everything that anchors the one on the other. */
export class AnchorRig {
  readonly owner: pg.Pool;
  readonly backend: pg.Pool;
  readonly contract: Hex;
  readonly store: AnchorRepository;
  readonly sender: DirectSender;
  readonly anchoring: AnchoringService;
  readonly ledger: LedgerService;
  readonly client: ReturnType<typeof clientOf>;
  readonly #database: TestDatabase;
  readonly #node: Node;
  readonly #sealer: Sealer;
  readonly #prisma: PrismaService;

  private constructor(database: TestDatabase, node: Node, contract: Hex) {
    this.#database = database;
    this.#node = node;
    this.contract = contract;
    this.client = clientOf(node.rpcUrl);
    this.owner = createPool(database.url, 'owner', { max: 4 });
    this.backend = createPool(database.url, 'backend', { max: 4 });
    this.#sealer = new Sealer(database.url);
    const target = { chainId: 31_337, contract };
    const signers = [submitter, new LocalAnchorSigner(keyOf(3))] as const;
    this.store = new AnchorRepository(this.backend, target);
    this.sender = new DirectSender(node.rpcUrl);
    this.anchoring = new AnchoringService({
      store: this.store,
      sender: this.sender,
      contract: new LedgerAnchorContract(target, signers),
      log: { info: () => undefined, error: () => undefined },
    });
    const environment = parseEnvironment(testEnvironment(database.url));
    const configuration = new Configuration(environment, { ...testDeployment, ledgerAnchor: contract });
    this.#prisma = new PrismaService(configuration);
    this.ledger = new LedgerService(this.#prisma, configuration);
  }

  static async create(): Promise<AnchorRig> {
    const database = await testDatabase();
    const node = await embedded.parse({ ...(await import(specifier)) }).startAnvil({});
    const folder = await mkdtemp(join(tmpdir(), 'freehold-anchor-'));
    try {
      const deployment = await deployAll({
        rpcUrl: node.rpcUrl,
        file: join(folder, 'deployment.json'),
        deployerKey: keyOf(0),
        operator: accountOf(1).address,
        attester: accountOf(2).address,
        anchorSigners: [accountOf(1).address, accountOf(3).address],
      });
      return new AnchorRig(database, node, `0x${deployment.ledgerAnchor.slice(2).toLowerCase()}`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async stop(): Promise<void> {
    await this.#sealer.close();
    await this.#prisma.onApplicationShutdown();
    await Promise.all([this.owner.end(), this.backend.end()]);
    await this.#node.stop();
    await this.#database.drop();
  }

  /** Plays the indexer: what the chain says, written where the indexer writes it. */
  async mirror(final: 'final' | 'not final'): Promise<void> {
    const client = createPublicClient({ chain: foundry, transport: http(this.#node.rpcUrl) });
    const head = await client.getBlockNumber({ cacheTime: 0 });
    const logs = await client.getLogs({ address: this.contract, fromBlock: 0n, toBlock: head });
    await this.owner.query(
      `INSERT INTO chain.cursor (chain_id, number, final, schema_version, start_block, genesis_hash)
       VALUES (31337, $1, $2, 1, 0, '\\x00') ON CONFLICT (chain_id) DO UPDATE SET number = $1, final = $2`,
      [head.toString(), final === 'final' ? head.toString() : '-1'],
    );
    for (const event of parseEventLogs({ abi: ledgerAnchorAbi, eventName: 'Anchored', logs })) {
      const { sequence, size, root, head: chainHead } = event.args;
      const bytes = (value: string): Buffer => Buffer.from(value.slice(2), 'hex');
      await this.owner.query(
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
  }

  async sealAll(): Promise<void> {
    const deadline = Date.now() + 180_000;
    const open =
      'SELECT FROM ledger.journal_entry e WHERE NOT EXISTS (SELECT FROM ledger.sealed_entry s WHERE s.entry_id = e.id)';
    while ((await this.owner.query(open)).rowCount !== 0) {
      assert.ok(Date.now() < deadline, 'everything is sealed in time');
      await this.#sealer.sealAll();
      await sleep(20);
    }
  }

  /** Runs the stand-alone verifier as a person would. */
  verify(
    databaseUrl = this.#database.url,
    rpcUrl = this.#node.rpcUrl,
  ): Promise<{ code: number; output: string }> {
    const args = [
      join(repository, 'scripts/verify-ledger.ts'),
      ...['--database', databaseUrl, '--rpc', rpcUrl, '--contract', this.contract],
    ];
    return new Promise((done) => {
      execFile(process.execPath, args, (error, stdout, stderr) =>
        done({
          code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
          output: stdout + stderr,
        }),
      );
    });
  }

  /** Runs the verifier against a node which lies about the events of the contract. */
  async verifyThroughLiar(lie: (logs: unknown[]) => unknown[]): Promise<{ code: number; output: string }> {
    const liar = await startLiar(this.#node.rpcUrl, lie);
    try {
      return await this.verify(this.#database.url, liar.url);
    } finally {
      await liar.stop();
    }
  }

  /** Does as a superuser who bypasses every trigger, runs the verifier, and puts things back. */
  async tamper(change: string, restore: string): Promise<{ code: number; output: string }> {
    const client = await this.owner.connect();
    try {
      await client.query("SET session_replication_role = 'replica'");
      await client.query(change);
      const result = await this.verify();
      await client.query(restore);
      return result;
    } finally {
      client.release(true);
    }
  }

  /** Five invoices and five receipts: ten entries. */
  async postSome(prefix: string): Promise<void> {
    for (let index = 0; index < 5; index += 1) {
      const id = `${prefix}-${index}`;
      const common = { leaseId: `l${index}`, propertyId: 'p1', effectiveAt: at };
      const payment = { balanceTransactionId: id, chargeRef: id, gross: 100_000n, fee: 2_930n };
      await postEntry(
        this.backend,
        rentInvoiced({ ...common, chargeId: id, amount: 100_000n, period: '2026-01' }),
      );
      await postEntry(this.backend, cardRentReceived({ ...common, ...payment }));
    }
  }

  /** Seals, anchors and lets the chain make it final. */
  async anchorAll(): Promise<void> {
    await this.sealAll();
    await this.anchoring.anchorNow();
    await this.anchoring.advance();
    await this.mirror('final');
    await this.anchoring.advance();
  }
}

const clientOf = (rpcUrl: string): PublicClient<HttpTransport, typeof foundry> =>
  createPublicClient({ chain: foundry, transport: http(rpcUrl) });
