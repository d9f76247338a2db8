import assert from 'node:assert/strict';
import { reconcile } from '@freehold/scripts/demo/checks';
import { until } from '@freehold/scripts/demo/narrator';
import { buyBySignature } from '@freehold/scripts/demo/purchase';
import { cancelOffering, type Offering, readOffering } from '@freehold/shared/offering';
import {
  confirmProceedsPayout,
  proposeProceedsPayout,
  readProceeds,
  registerPayoutAddress,
} from '@freehold/shared/proceeds';
import type pg from 'pg';
import { getAddress } from 'viem';
import {
  approveCall,
  investorWallet,
  PRICE,
  type SaleStage,
  SHARE,
  setSaleStage,
  subscribeCall,
} from './sale-stage.ts';
import { SaleWitness, WorkerKiller } from './sale-witness.ts';
import { secondAdministrator } from './second-administrator.ts';
import type { TestSystem } from './system.ts';

const INVESTORS = 16;
const SEED = 40_118;
const MONEY = 5_000n * 1_000_000n;
const ISSUER = '0x00000000000000000000000000000000f4ee401d';
const PAID_OUT = 1_000n * 1_000_000n;

/** Whole shares each investor buys; the last four send their own transactions, the third of all buys twice. */
const wishes = Array.from({ length: INVESTORS }, (_, index) => BigInt((index * 7) % 11) + 1n);
const bought = (index: number): bigint => (wishes[index] ?? 0n) * (index === 2 ? 2n : 1n) * SHARE;
const total = wishes.reduce((sum, _, index) => sum + bought(index), 0n);
const sendsItself = (index: number): boolean => index >= INVESTORS - 4;

/**
 * Two sales while the worker is killed again and again: one sells out, closes by itself and is delivered, with the
 * block of the first delivery undone; the other is called off with money in it.
 */
export async function saleUnderFire(system: TestSystem, database: pg.Pool): Promise<void> {
  const stage = await setSaleStage(system, INVESTORS);
  const wallets = wishes.map((_, index) => investorWallet(index));
  await stage.fundAll(wallets, MONEY);
  const terms = { cap: total.toString(), minimum: '0' };
  const [sold, off] = await Promise.all([
    stage.offer('Larch House', 'LARCH', { terms }),
    stage.offer('Rowan House', 'ROWAN'),
  ]);
  const before = await Promise.all(wallets.map(stage.balance));
  const witness = new SaleWitness(system, stage);
  const elsewhere = await witness.escrow();
  const killer = new WorkerKiller(system, SEED);
  try {
    const buyAndCallOff = async (): Promise<void> => {
      await Promise.all(
        wishes.map(async (_, index) => {
          if (index % 2 === 0) await buyBySignature(clientOf(stage, index), index, off.id, 2n * SHARE);
          await buy(stage, index, sold);
        }),
      );
      await progressed(stage, off, ({ subscribed }) => BigInt(subscribed) === BigInt(INVESTORS) * SHARE);
      const body = { reason: 'The seller withdrew.' };
      await stage.admin.call(cancelOffering, { params: { id: off.id }, body });
    };
    // The witness makes the blocks from before the first purchase: the delivery may follow the last at once.
    await Promise.all([buyAndCallOff(), witness.undoFirstDelivery(sold.chainOfferingId)]);
    // The mirror may still show what was undone: the chain itself is asked.
    await until(
      'every share and every refund to be handed over',
      async () => [await witness.dealings(sold.chainOfferingId), await witness.dealings(off.chainOfferingId)],
      ([one, two]) => one?.delivered.size === INVESTORS && two?.refunded.size === INVESTORS / 2,
    );
    const kills = await killer.stop();
    assert.ok(kills >= 3, `the worker died ${kills} times`);
    await until(
      'the proceeds to be booked',
      () => booked(database, sold),
      ([credit]) => credit !== 0n,
    );
    await payOutUnderFire(system, stage, sold);
    assert.equal((await reconcile(stage.admin)).state, 'CLEAN');
    await checkSold(witness, sold, database);
    await checkCalledOff(witness, off, database);
    const paid = wallets.map((_, index) => (bought(index) / SHARE) * PRICE);
    const after = await Promise.all(wallets.map(stage.balance));
    assert.deepEqual(
      after,
      before.map((units, index) => units - (paid[index] ?? 0n)),
      'every wallet paid what it got, and nothing for the sale that was called off',
    );
    assert.equal(await witness.escrow(), elsewhere, 'nothing of these two sales is left in escrow');
  } finally {
    await killer.stop();
    witness.destroy();
  }
}

function clientOf(stage: SaleStage, index: number) {
  const client = stage.investors[index];
  assert.ok(client);
  return client;
}

async function buy(stage: SaleStage, index: number, { id, chainOfferingId }: Offering): Promise<void> {
  const wanted = (wishes[index] ?? 0n) * SHARE;
  if (sendsItself(index)) {
    await stage.send(index, stage.usdc, approveCall(stage.offering, (wanted / SHARE) * PRICE));
    await stage.send(index, stage.offering, subscribeCall(chainOfferingId, wanted));
    return;
  }
  await buyBySignature(clientOf(stage, index), index, id, wanted);
  if (index === 2) await buyBySignature(clientOf(stage, index), index, id, wanted);
}

function progressed(
  { admin }: SaleStage,
  { id, symbol }: Offering,
  done: (progress: Offering['progress']) => boolean,
) {
  return until(
    `the sale of ${symbol} to get on`,
    () => admin.call(readOffering, { params: { id } }),
    ({ progress }) => done(progress),
  );
}

/** One administrator proposes, another confirms, the worker dies twice on the way: the issuer is paid once. */
async function payOutUnderFire(system: TestSystem, stage: SaleStage, { id, property }: Offering) {
  const { admin, manager } = stage;
  const issuer = getAddress(ISSUER);
  const { client: second } = await secondAdministrator(admin);
  await manager.call(registerPayoutAddress, { params: { id: property.id }, body: { address: issuer } });
  const amount = { amount: PAID_OUT.toString(), currency: 'USDC' as const };
  const payout = await admin.call(proposeProceedsPayout, { params: { id }, body: { amount } });
  const killer = new WorkerKiller(system, SEED + 1, 2);
  try {
    await second.call(confirmProceedsPayout, { params: { id: payout.id }, body: { newAddress: issuer } });
    const { payouts } = await until(
      'the proceeds to be with the issuer',
      () => admin.call(readProceeds, { params: { id } }),
      (proceeds) => proceeds.paidOut.amount === amount.amount,
    );
    assert.deepEqual(
      payouts.map(({ state }) => state),
      ['PAID'],
    );
  } finally {
    await killer.stop();
  }
  assert.equal(await stage.balance(issuer), PAID_OUT);
}

async function checkSold(witness: SaleWitness, offering: Offering, database: pg.Pool): Promise<void> {
  const dealings = await witness.dealings(offering.chainOfferingId);
  const expected = new Map(wishes.map((_, index) => [investorWallet(index).toLowerCase(), bought(index)]));
  assert.deepEqual(dealings.subscribed, expected);
  assert.deepEqual(dealings.delivered, expected);
  assert.equal(dealings.refunded.size, 0);
  assert.equal(dealings.cost, (total / SHARE) * PRICE);
  assert.equal(dealings.proceeds, dealings.cost);
  for (const index of wishes.keys()) {
    assert.equal(await witness.sharesOf(offering.token ?? '', investorWallet(index)), bought(index));
  }
  assert.deepEqual(await booked(database, offering), [dealings.proceeds, PAID_OUT]);
  assert.equal(await subscriptionsOf(database, offering), INVESTORS + 1);
}

async function checkCalledOff(witness: SaleWitness, offering: Offering, database: pg.Pool): Promise<void> {
  const { subscribed, delivered, refunded, proceeds } = await witness.dealings(offering.chainOfferingId);
  assert.equal(subscribed.size, INVESTORS / 2);
  assert.deepEqual(refunded, subscribed);
  assert.deepEqual([delivered.size, proceeds], [0, 0n]);
  assert.deepEqual(await booked(database, offering), [0n, 0n]);
  assert.equal(await subscriptionsOf(database, offering), INVESTORS / 2);
}

/** Credits and debits of the account of what the sale earned. */
async function booked(database: pg.Pool, { id }: Offering): Promise<readonly bigint[]> {
  const { rows } = await database.query<{ credit: string; debit: string }>(
    `select coalesce(sum(p.amount) filter (where p.side = 'C'), 0)::text as credit,
            coalesce(sum(p.amount) filter (where p.side = 'D'), 0)::text as debit
     from ledger.posting p join ledger.account a on a.id = p.account_id where a.path = $1`,
    [`L:issuer_proceeds:${id}`],
  );
  return [BigInt(rows[0]?.credit ?? -1), BigInt(rows[0]?.debit ?? -1)];
}

/** Purchases known of one sale: each is one row, and each row is final. */
async function subscriptionsOf(database: pg.Pool, { id }: Offering): Promise<number> {
  const { rows } = await database.query<{ state: string }>(
    'select state from app.subscription where offering_id = $1',
    [id],
  );
  assert.ok(rows.every(({ state }) => state === 'FINAL'));
  return rows.length;
}
