import { randomUUID } from 'node:crypto';
import { treasuryAbi } from '@freehold/contracts/abis';
import { propertyKey } from '@freehold/shared/chain-keys';
import pg from 'pg';
import { decodeFunctionData, isHex } from 'viem';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { startTestApplication, type TestApplication } from '../../../common/testing/test-application.ts';
import type { TestClient } from '../../../common/testing/test-client.ts';
import { someone, someProperty } from '../../../common/testing/test-people.ts';
import { Configuration } from '../../../config/configuration.ts';
import { accounts } from '../../ledger/domain/chart-of-accounts.ts';
import { postEntry } from '../../ledger/domain/post-entry.ts';
import { offeringProceeds } from '../../ledger/domain/posting-rules/offering.rule.ts';

const CHAIN_ID = 31_337;
const balanceRow = z.array(z.object({ balance: z.string() }));

export interface Sale {
  readonly offeringId: string;
  readonly propertyId: string;
}

export interface ProceedsRig {
  readonly system: TestApplication;
  readonly prisma: PrismaService;
  readonly admin: TestClient;
  readonly second: TestClient;
  readonly manager: TestClient;
  /** A closed sale whose proceeds are booked. */
  sale(proceeds: bigint): Promise<Sale>;
  /** Name and arguments of every call handed to the sender for a payout, in order. */
  sent(payoutId: string): Promise<readonly (readonly unknown[])[]>;
  /** What the indexer writes when the contract did what the payout's latest call says; `as` bends it. */
  mined(payoutId: string, as?: { readonly to?: string; readonly amount?: bigint }): Promise<void>;
  /** Everything written so far cannot vanish any more. */
  finalize(): Promise<void>;
  /** The sender gives the latest call of the payout up, as the contract refused it. */
  refused(payoutId: string): Promise<void>;
  run(): Promise<void>;
  /** What the books owe the issuer, and what they have in the treasury for all sales. */
  owed(sale: Sale): Promise<bigint>;
  close(): Promise<void>;
}

/** The API without a chain: what the indexer and the sender would do is done by the test. */
export async function startProceedsRig(): Promise<ProceedsRig> {
  const system = await startTestApplication();
  system.app.get(LogService).logger.level = 'silent';
  const prisma = system.app.get(PrismaService);
  const { treasury } = system.app.get(Configuration).deployment;
  const admin = await system.admin();
  const second = await someone(system, admin, 'admin');
  const manager = await someone(system, admin, 'manager');
  const owner = new pg.Client({ connectionString: system.database.url });
  await owner.connect();
  await owner.query(
    `INSERT INTO chain.cursor (chain_id, number, schema_version, start_block, genesis_hash) VALUES ($1, 0, 1, 0, '\\x00')`,
    [CHAIN_ID],
  );
  let block = 10;

  const callsOf = async (payoutId: string) => {
    const rows = await prisma.client.chainTransaction.findMany({
      where: { correlationId: payoutId },
      orderBy: { createdAt: 'asc' },
    });
    return rows.map(({ id, data, toAddress }) => {
      if (toAddress.toLowerCase() !== treasury.toLowerCase() || !isHex(data)) throw new Error(toAddress);
      return { id, ...decodeFunctionData({ abi: treasuryAbi, data }) };
    });
  };

  return {
    ...{ system, prisma, admin, second, manager },
    sale: (proceeds) => someSale({ prisma, manager, treasury }, proceeds),
    sent: async (payoutId) =>
      (await callsOf(payoutId)).map(({ functionName, args }) => [functionName, ...(args ?? [])]),
    mined: async (payoutId, as = {}) => {
      const call = (await callsOf(payoutId)).at(-1);
      block += 1;
      const common = [CHAIN_ID, block, Buffer.alloc(32, block)];
      const insert = `INSERT INTO chain.treasury_movement
        (chain_id, block_number, log_index, tx_hash, kind, reference, property_key, counterparty, amount)
        VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8)`;
      if (call?.functionName === 'credit') {
        const [reference, property, amount] = call.args;
        await owner.query(insert, [...common, 'credited', hex(reference), hex(property), null, `${amount}`]);
      } else if (call?.functionName === 'release') {
        const [reference, property, to, amount] = call.args;
        const seen = [hex(as.to ?? to), `${as.amount ?? amount}`];
        await owner.query(insert, [...common, 'released', hex(reference), hex(property), ...seen]);
      } else throw new Error('nothing was sent');
    },
    finalize: async () => {
      await owner.query('UPDATE chain.cursor SET number = $2, head = $2, final = $2 WHERE chain_id = $1', [
        CHAIN_ID,
        block,
      ]);
    },
    refused: async (payoutId) => {
      const call = (await callsOf(payoutId)).at(-1);
      const failure = { failureCode: 'EnforcedPause', failureMessage: 'EnforcedPause()' };
      await prisma.client.chainTransaction.update({
        where: { id: call?.id ?? '' },
        data: { state: 'FAILED', ...failure },
      });
    },
    run: () => system.app.get(BackgroundTasks).runOnce('proceeds'),
    owed: async ({ offeringId }) => {
      const { rows } = await prisma.pool.query(
        `SELECT coalesce(sum(b.posted_credit - b.posted_debit), 0)::text AS balance
         FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id WHERE a.path = $1`,
        [accounts.issuerProceeds(offeringId)],
      );
      return BigInt(balanceRow.parse(rows)[0]?.balance ?? '0');
    },
    close: async () => {
      await owner.end();
      await system.close();
    },
  };
}

const hex = (text: string): Buffer => Buffer.from(text.slice(2), 'hex');

async function someSale(
  rig: { readonly prisma: PrismaService; readonly manager: TestClient; readonly treasury: string },
  proceeds: bigint,
): Promise<Sale> {
  const { id: propertyId } = await someProperty(rig.manager);
  const offeringId = randomUUID();
  const bounds = { cap: '10', minimum: '1', minPerInvestor: '1', maxPerInvestor: '10', price: '1' };
  const chainOfferingId = `${propertyKey(offeringId)}`;
  await rig.prisma.client.offering.create({
    data: {
      ...{ id: offeringId, propertyId, chainId: BigInt(CHAIN_ID), chainOfferingId, ...bounds },
      ...{ opensAt: new Date(0), closesAt: new Date(1), state: 'CLOSED', requestedBy: 'test' },
    },
  });
  const facts = { offeringId, propertyId, chainId: CHAIN_ID, treasury: rig.treasury, amount: proceeds };
  const event = { txHash: `0x${'5'.repeat(64)}`, position: '5.0', effectiveAt: new Date() };
  await rig.prisma.transaction((tx) => postEntry(tx, offeringProceeds({ ...facts, ...event })));
  return { offeringId, propertyId };
}
