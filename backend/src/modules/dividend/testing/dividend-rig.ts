import { randomUUID } from 'node:crypto';
import { dividendKey } from '@freehold/shared/chain-keys';
import { approveProperty, submitProperty } from '@freehold/shared/property';
import pg from 'pg';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { startTestApplication, type TestApplication } from '../../../common/testing/test-application.ts';
import { someone, someProperty, withoutDocuments } from '../../../common/testing/test-people.ts';
import { accounts } from '../../ledger/domain/chart-of-accounts.ts';
import { credit, debit, journalEntry, usdcOn } from '../../ledger/domain/journal-entry.ts';
import { postEntry } from '../../ledger/domain/post-entry.ts';
import { statementApproved } from '../../ledger/domain/posting-rules/dividend.rule.ts';
import { DividendContracts } from '../datasources/dividend.contracts.ts';
import { DividendService } from '../domain/dividend.service.ts';

const CHAIN_ID = 31_337;
const PERIOD = '2026-03';
const TOKEN = `0x${'70'.repeat(20)}`;

export interface Holding {
  readonly holder: string;
  readonly shares: bigint;
}

export interface DividendRig {
  readonly system: TestApplication;
  readonly prisma: PrismaService;
  readonly dividends: DividendService;
  readonly contracts: DividendContracts;
  /** An approved dividend of `net` USDC units for these holders, its declaration not yet on chain. */
  approve(net: bigint, register: readonly Holding[]): Promise<string>;
  /** What the indexer writes; blocks count up by one with every call. */
  chain: {
    declared(
      id: string,
      facts: { amount: bigint; carriedIn?: bigint; supply: bigint; statementHash?: string },
    ): Promise<void>;
    funded(id: string, amount: bigint): Promise<void>;
    payment(id: string, holder: string, amount: bigint, kind: 'paid' | 'held'): Promise<void>;
    distributed(id: string, paid: bigint, carried: bigint): Promise<void>;
    swept(id: string, amount: bigint): Promise<void>;
    /** Everything written so far cannot vanish any more. */
    finalize(): Promise<void>;
  };
  /** Puts every submitted transaction of a purpose into a state, as the sender would. */
  send(purpose: string, state: 'BROADCAST' | 'FINAL' | 'FAILED'): Promise<void>;
  run(): Promise<void>;
  balance(account: string): Promise<bigint>;
  close(): Promise<void>;
}

const hex = (text: string): Buffer => Buffer.from(text.slice(2), 'hex');
const sum = z.array(z.object({ balance: z.string() }));

/** The API without a chain: what the indexer and the sender would do is done by the test. */
export async function startDividendRig(): Promise<DividendRig> {
  const system = await startTestApplication();
  const prisma = system.app.get(PrismaService);
  const owner = new pg.Client({ connectionString: system.database.url });
  await owner.connect();
  const write = (sql: string, ...values: unknown[]) => owner.query(sql, [CHAIN_ID, ...values]);
  await write(
    `INSERT INTO chain.cursor (chain_id, number, schema_version, start_block, genesis_hash) VALUES ($1, 0, 1, 0, '\\x00')`,
  );
  let block = 10;
  const next = async (): Promise<number> => {
    block += 1;
    await write(
      `INSERT INTO chain.block (chain_id, number, hash, timestamp, has_events) VALUES ($1, $2, $3, $4, true)`,
      block,
      Buffer.alloc(32, block),
      1_770_000_000 + block,
    );
    return block;
  };
  const key = (id: string): Buffer => hex(dividendKey(id));
  const tx = Buffer.alloc(32, 7);
  const rig: DividendRig = {
    system,
    prisma,
    dividends: system.app.get(DividendService),
    contracts: system.app.get(DividendContracts),
    approve: (net, register) => approve(system, { net, register, write }),
    chain: {
      declared: async (id, facts) => {
        const row = await prisma.client.dividend.findUniqueOrThrow({ where: { id } });
        const { amount, carriedIn = 0n, supply, statementHash = row.statementHash } = facts;
        const at = await next();
        await write(
          `INSERT INTO chain.dividend (chain_id, id, token, epoch, amount, carried_in, supply, statement_hash,
             declared_block, declared_log, declared_tx, last_block, last_log)
           VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, 0, $9, $8, 0)`,
          key(id),
          hex(row.tokenAddress),
          String(amount),
          String(carriedIn),
          String(supply),
          hex(statementHash),
          at,
          tx,
        );
      },
      funded: async (id, amount) => {
        const at = await next();
        await write(
          `UPDATE chain.dividend SET funded_amount = $3, funded_block = $4, funded_tx = $5 WHERE chain_id = $1 AND id = $2`,
          key(id),
          String(amount),
          at,
          tx,
        );
      },
      payment: async (id, holder, amount, kind) => {
        const at = await next();
        await write(
          `INSERT INTO chain.dividend_payment (chain_id, dividend_id, holder, amount, kind, tx_hash, block_number, log_index)
           VALUES ($1, $2, $3, $4, $5, $6, $7, 0)`,
          key(id),
          hex(holder),
          String(amount),
          kind,
          tx,
          at,
        );
      },
      distributed: async (id, paid, carried) => {
        const at = await next();
        await write(
          `UPDATE chain.dividend SET paid_amount = $3, carried_amount = $4, distributed_block = $5 WHERE chain_id = $1 AND id = $2`,
          key(id),
          String(paid),
          String(carried),
          at,
        );
      },
      swept: async (id, amount) => {
        const at = await next();
        await write(
          `UPDATE chain.dividend SET swept_amount = $3, swept_block = $4, swept_tx = $5 WHERE chain_id = $1 AND id = $2`,
          key(id),
          String(amount),
          at,
          tx,
        );
      },
      finalize: async () => {
        await write('UPDATE chain.cursor SET number = $2, head = $2, final = $2 WHERE chain_id = $1', block);
      },
    },
    send: async (purpose, state) => {
      const facts =
        state === 'FAILED' ? { nonce: null } : { nonce: BigInt(Math.floor(Math.random() * 1e12)) };
      const rows = await prisma.client.chainTransaction.findMany({
        where: { purpose, state: { not: state } },
      });
      for (const { id } of rows) {
        const nonce =
          facts.nonce === null ? null : facts.nonce + BigInt(rows.findIndex((row) => row.id === id));
        const failure =
          state === 'FAILED'
            ? { failureCode: 'DividendsWrongState', failureMessage: 'DividendsWrongState()' }
            : {};
        const txHash = state === 'FAILED' ? null : `0x${'07'.repeat(32)}`;
        await prisma.client.chainTransaction.update({
          where: { id },
          data: { state, nonce, walletAddress: '0x01', txHash, blockNumber: BigInt(block), ...failure },
        });
      }
    },
    run: () => system.app.get(BackgroundTasks).runOnce('dividend'),
    balance: async (account) => {
      const { rows } = await prisma.pool.query(
        `SELECT coalesce(sum(b.posted_debit - b.posted_credit), 0)::text AS balance
         FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id WHERE a.path LIKE $1`,
        [account],
      );
      return BigInt(sum.parse(rows)[0]?.balance ?? '0');
    },
    close: async () => {
      await owner.end();
      await system.close();
    },
  };
  system.app.get(LogService).logger.level = 'silent';
  return rig;
}

async function approve(
  system: TestApplication,
  work: {
    net: bigint;
    register: readonly Holding[];
    write(sql: string, ...values: unknown[]): Promise<unknown>;
  },
): Promise<string> {
  const { net, register, write } = work;
  const prisma = system.app.get(PrismaService);
  const admin = await system.admin();
  const manager = await someone(system, admin, 'manager');
  const { id: propertyId } = await someProperty(manager);
  await manager.call(submitProperty, { params: { id: propertyId } });
  await admin.call(approveProperty, { params: { id: propertyId }, body: withoutDocuments });
  const token = `0x${randomUUID().replaceAll('-', '')}${TOKEN.slice(34)}`;
  await prisma.client.tokenization.create({
    data: {
      propertyId,
      chainId: BigInt(CHAIN_ID),
      name: 'House',
      symbol: `T${randomUUID().slice(0, 6).toUpperCase()}`,
      shares: '1000000000000000000000',
      state: 'FINAL',
      transactionKey: `tokenize:${propertyId}`,
      tokenAddress: token,
      requestedBy: 'test',
    },
  });
  for (const { holder, shares } of register) {
    await write(
      `INSERT INTO chain.balance_history (chain_id, token, holder, block_number, log_index, amount) VALUES ($1, $2, $3, 1, 0, $4)`,
      hex(token),
      hex(holder),
      String(shares),
    );
  }
  return prisma.transaction(async (tx) => {
    const statementId = randomUUID();
    const { treasury } = { treasury: accounts.treasury(CHAIN_ID, `0x${'e'.repeat(40)}`) };
    const currency = usdcOn(CHAIN_ID);
    await postEntry(
      tx,
      journalEntry({
        key: { sourceType: 'test', sourceId: statementId, postingKind: 'arrived' },
        description: 'rent in the treasury',
        effectiveAt: new Date(),
        postings: [debit(treasury, net, currency), credit(accounts.rentCollected(propertyId), net, currency)],
      }),
    );
    await postEntry(
      tx,
      statementApproved({
        statementId,
        propertyId,
        period: PERIOD,
        chainId: CHAIN_ID,
        platformFee: 0n,
        reserve: 0n,
        expenses: 0n,
        net,
        effectiveAt: new Date(),
      }),
    );
    const cents = net / 10_000n;
    const { id } = await system.app.get(DividendService).createFromStatement(tx, {
      id: statementId,
      propertyId,
      period: PERIOD,
      grossRentCents: cents,
      processingFeesCents: 0n,
      expensesCents: 0n,
      platformFeeCents: 0n,
      reserveCents: 0n,
      netCents: cents,
      netUsdc: net,
      approvedBy: manager.userId,
    });
    return id;
  });
}
