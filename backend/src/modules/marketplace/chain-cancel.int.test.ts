import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { marketplaceAbi } from '@freehold/contracts/abis';
import { listOrders, readOrder, readOrderTerms } from '@freehold/shared/marketplace';
import { sideNumber } from '@freehold/shared/signed-order';
import pg from 'pg';
import { createPublicClient, http, numberToHex, parseEventLogs } from 'viem';
import { z } from 'zod';
import { BackgroundTasks } from '../../common/tasks/background-tasks.service.ts';
import { codeOf } from '../../common/testing/test-people.ts';
import { SHARE } from './testing/market-chain-rig.ts';
import { type MarketRig, startMarketRig, type Trader, USDC } from './testing/market-rig.ts';

const LOTS = 10_000n;
const hex = (text: string): Buffer => Buffer.from(text.slice(2), 'hex');

describe('orders cancelled at the contract', () => {
  let rig: MarketRig;
  let owner: pg.Client;
  before(async () => {
    rig = await startMarketRig();
    owner = new pg.Client({ connectionString: rig.system.database.url });
    await owner.connect();
  });
  after(async () => {
    await owner?.end();
    await rig?.close();
  });

  const read = (trader: Trader, id: string) => trader.browser.call(readOrder, { params: { id } });
  const cancelOnChain = async (
    trader: Trader,
    functionName: 'cancel' | 'cancelNonces' | 'cancelAll',
    args: unknown[],
  ): Promise<void> => {
    const call = { address: rig.deployment.marketplace, abi: marketplaceAbi, functionName, args };
    await rig.send(trader.account, call);
  };
  /** Mirrors the contract's events as the indexer does, from the beginning. */
  async function mirror(): Promise<void> {
    const client = createPublicClient({ transport: http(rig.rpcUrl) });
    const logs = await client.getLogs({ address: rig.deployment.marketplace, fromBlock: 0n });
    const eventName = ['OrderCancelled', 'NoncesCancelled', 'AllOrdersCancelled'] as const;
    await owner.query('DELETE FROM chain.order_cancellation');
    for (const event of parseEventLogs({ abi: marketplaceAbi, logs, eventName: [...eventName] })) {
      const { args, blockNumber, logIndex, transactionHash } = event;
      const row =
        event.eventName === 'AllOrdersCancelled'
          ? ['all', null, null, null, event.args.counter]
          : event.eventName === 'NoncesCancelled'
            ? ['nonces', null, event.args.group, event.args.mask, null]
            : ['order', event.args.orderHash, event.args.nonce / 256n, 2n ** (event.args.nonce % 256n), null];
      const [kind, hash, group, mask, counter] = row;
      await owner.query(
        `INSERT INTO chain.order_cancellation (chain_id, maker, kind, order_hash, nonce_group, mask, counter, tx_hash,
           block_number, log_index) VALUES (31337, $1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          ...[hex(args.maker), kind, typeof hash === 'string' ? hex(hash) : null, group?.toString() ?? null],
          ...[typeof mask === 'bigint' ? hex(numberToHex(mask, { size: 32 })) : null, counter?.toString()],
          ...[hex(transactionHash), String(blockNumber), logIndex],
        ],
      );
    }
  }
  const notice = async (): Promise<void> => {
    await mirror();
    await rig.system.app.get(BackgroundTasks).runOnce('market-chain-cancellation');
    await rig.lead();
  };

  const made = async (kind: string, { account }: Trader) => {
    const { rows } = await owner.query(
      `SELECT '0x' || encode(tx_hash, 'hex') AS "txHash", block_number AS block FROM chain.order_cancellation
       WHERE kind = $1 AND maker = $2`,
      [kind, hex(account.address)],
    );
    const row = z.object({ txHash: z.string(), block: z.coerce.bigint() }).parse(rows[0]);
    assert.equal(rows.length, 1);
    return row;
  };
  const finalUpTo = (block: bigint) =>
    owner.query(
      `INSERT INTO chain.cursor (chain_id, number, head, final, schema_version, start_block, genesis_hash)
       VALUES (31337, $1, $1, $1, 1, 0, '\\x00') ON CONFLICT (chain_id) DO UPDATE SET final = excluded.final`,
      [String(block)],
    );

  it('leave the book with the reason, and only they', async () => {
    const seller = await rig.trader({ shares: 20n * SHARE });
    const nonces = [0n, 7n, 8n, 254n, 255n, 256n, 1_027n];
    const ids = new Map<bigint, string>();
    for (const nonce of nonces) {
      const { id } = await rig.place(seller, { side: 'SELL', lots: LOTS, cents: 9_000n, nonce });
      ids.set(nonce, id);
    }
    await rig.lead();
    const idOf = (nonce: bigint): string => ids.get(nonce) ?? '';
    // One by its order, as the page does it with what the platform answers.
    const { signed } = await read(seller, idOf(1_027n));
    const order = { ...signed, side: sideNumber(signed.side) };
    await cancelOnChain(seller, 'cancel', [[order]]);
    await cancelOnChain(seller, 'cancelNonces', [0n, 2n ** 7n + 2n ** 255n]);
    // A stranger's cancellation of the same nonces is his own business.
    const stranger = await rig.trader();
    await cancelOnChain(stranger, 'cancelNonces', [0n, 2n ** 256n - 1n]);
    await cancelOnChain(stranger, 'cancelAll', []);
    await notice();
    const states = new Map<bigint, string | null>();
    for (const nonce of nonces) states.set(nonce, (await read(seller, idOf(nonce))).reason);
    assert.deepEqual(
      [...states].filter(([, reason]) => reason !== null),
      [7n, 255n, 1_027n].map((nonce) => [nonce, 'CANCELLED_ON_CHAIN']),
    );
    const { transitions, chainCancellation, marketplace, chainId } = await read(seller, idOf(7n));
    assert.deepEqual([marketplace, chainId], [rig.deployment.marketplace, 31_337]);
    const byNonces = await made('nonces', seller);
    assert.deepEqual(chainCancellation, { txHash: byNonces.txHash, final: false });
    assert.equal((await read(seller, idOf(8n))).chainCancellation, null);
    await finalUpTo(byNonces.block - 1n);
    assert.equal((await read(seller, idOf(7n))).chainCancellation?.final, false);
    assert.equal((await read(seller, idOf(1_027n))).chainCancellation?.final, true);
    await finalUpTo(byNonces.block);
    assert.equal((await read(seller, idOf(7n))).chainCancellation?.final, true);
    assert.deepEqual(
      transitions.map(({ to }) => to),
      ['OPEN', 'CANCELLED'],
    );
    await notice();
    assert.equal(await rig.prisma.client.marketCommand.count({ where: { kind: 'cancel' } }), 3);
  });

  it('all leave when the wallet cancels everything, also one cancelled here before; new ones carry the new counter', async () => {
    const seller = await rig.trader({ shares: 20n * SHARE });
    const first = await rig.place(seller, { side: 'SELL', lots: LOTS, cents: 9_000n });
    const second = await rig.place(seller, { side: 'SELL', lots: LOTS, cents: 9_100n });
    await cancelOnChain(seller, 'cancelAll', []);
    await notice();
    const { items } = await seller.browser.call(listOrders, { query: {} });
    assert.deepEqual(items.map(({ id }) => id).toSorted(), [first.id, second.id].toSorted());
    assert.deepEqual(new Set(items.map(({ reason }) => reason)), new Set(['CANCELLED_ON_CHAIN']));
    assert.ok(items.every((order) => order.chainCancellation !== null));
    const query = { wallet: seller.account.address };
    const terms = await seller.browser.call(readOrderTerms, { params: { id: rig.propertyId }, query });
    assert.equal(terms.counter, '1');
    const old = await rig.attempt(seller, { side: 'SELL', lots: LOTS, cents: 9_000n });
    assert.equal(codeOf(old.body), 'ORDER_WOULD_FAIL');
  });

  it('are not settled although they were matched before, and end with the contract’s word', async () => {
    const seller = await rig.trader({ shares: 20n * SHARE });
    const buyer = await rig.trader({ usdc: 1_000n * USDC });
    const sell = await rig.place(seller, { side: 'SELL', lots: LOTS, cents: 5_000n });
    const buy = await rig.place(buyer, { side: 'BUY', lots: LOTS, cents: 5_000n });
    await rig.lead();
    await rig.settleOnce();
    await cancelOnChain(seller, 'cancelAll', []);
    await rig.settleAll();
    const ended = await read(seller, sell.id);
    assert.equal(ended.state, 'CANCELLED');
    assert.match(ended.reason ?? '', /^MarketplaceCounterPassed\(/);
    assert.equal((await read(buyer, buy.id)).state, 'OPEN');
    assert.equal(await rig.balance('shares', seller.account.address), 20n * SHARE);
  });
});
