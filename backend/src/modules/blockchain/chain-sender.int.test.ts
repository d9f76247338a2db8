import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Hex, keccak256 } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { BroadcastVerdict, ChainNode } from './domain/chain-node.ts';
import type { TransactionState } from './domain/chain-transaction.ts';
import type { TransactionDispatcher } from './domain/transaction-dispatcher.ts';
import { type ChainRig, refused, startChainRig } from './testing/chain-rig.ts';

const OPERATOR: Hex = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d';

describe('the chain sender', () => {
  let rig: ChainRig;
  let slot = 0n;

  before(async () => {
    rig = await startChainRig();
  });
  after(() => rig.close());

  const stateOf = async (key: string): Promise<TransactionState | undefined> =>
    (await rig.sender.status(key))?.state;

  /** Ticks and mines until nothing is under way. */
  async function drain(dispatcher: TransactionDispatcher = rig.dispatcher()): Promise<void> {
    for (let round = 0; round < 400; round += 1) {
      const busy = await dispatcher.tick();
      if (!busy) return;
      await rig.mine();
    }
    assert.fail('the sender did not come to rest');
  }

  async function noncesInUse(): Promise<number[]> {
    const rows = await rig.prisma.chainTransaction.findMany({
      where: { nonce: { not: null } },
      orderBy: { nonce: 'asc' },
    });
    return rows.map(({ nonce }) => Number(nonce));
  }

  /** A node that fails in the way given, `times` times. */
  function failing(times: number, how: (raw: Hex) => Promise<BroadcastVerdict>): ChainNode {
    let left = times;
    return {
      chainId: rig.node.chainId,
      transactionCount: (address, at) => rig.node.transactionCount(address, at),
      simulate: (call) => rig.node.simulate(call),
      estimateGas: (call) => rig.node.estimateGas(call),
      suggestedFees: () => rig.node.suggestedFees(),
      receipt: (hash) => rig.node.receipt(hash),
      finalizedBlock: () => rig.node.finalizedBlock(),
      broadcast: (raw) => {
        left -= 1;
        return left >= 0 ? how(raw) : rig.node.broadcast(raw);
      },
    };
  }

  it('takes an intent to a final block and tells each state on the way', async () => {
    const intent = rig.count(++slot);
    await rig.sender.submit(intent);
    await drain();
    assert.equal(await stateOf(intent.key), 'FINAL');
    assert.equal(await rig.counted(slot), 1n);
    const row = await rig.prisma.chainTransaction.findUniqueOrThrow({ where: { key: intent.key } });
    const steps = await rig.prisma.stateTransition.findMany({
      where: { noun: 'chain_transaction', nounId: row.id },
      orderBy: { id: 'asc' },
    });
    assert.deepEqual(
      steps.map(({ toState }) => toState),
      ['RESERVED', 'SIGNED', 'BROADCAST', 'MINED', 'FINAL'],
    );
  });

  it('does a key once, however often and from wherever it is submitted', async () => {
    const intent = rig.count(++slot);
    const answers = await Promise.all(Array.from({ length: 8 }, () => rig.sender.submit(intent)));
    assert.equal(answers.filter(({ created }) => created).length, 1);
    await drain();
    await rig.sender.submit(intent);
    await drain();
    assert.equal(await rig.counted(slot), 1n);
  });

  it('refuses a key that was used for another call', async () => {
    const intent = rig.count(++slot);
    await rig.sender.submit(intent);
    await assert.rejects(rig.sender.submit({ ...intent, data: refused }), /another call/);
    await drain();
  });

  it('forgets an intent whose transaction of the database rolls back', async () => {
    const intent = rig.count(++slot);
    await assert.rejects(
      rig.prisma.$transaction(async (tx) => {
        await rig.sender.submit(intent, tx);
        throw new Error('the caller fails');
      }),
    );
    await drain();
    assert.equal(await rig.sender.status(intent.key), null);
    assert.equal(await rig.counted(slot), 0n);
  });

  it('fails what the contract refuses, without spending a nonce, and tries again when asked', async () => {
    const nonce = await rig.node.transactionCount(rig.operator, 'latest');
    const intent = { ...rig.count(++slot), data: refused };
    await rig.sender.submit(intent);
    await drain();
    assert.equal(await stateOf(intent.key), 'FAILED');
    assert.equal(await rig.node.transactionCount(rig.operator, 'latest'), nonce);
    assert.equal(await rig.sender.retry(intent.key, 'test'), true);
    assert.equal(await stateOf(intent.key), 'RESERVED');
    await drain();
    assert.equal(await stateOf(intent.key), 'FAILED');
  });

  it('goes on with the stored bytes when the process dies between signing and sending', async () => {
    const intent = rig.count(++slot);
    await rig.sender.submit(intent);
    const dying = rig.dispatcher(
      {},
      failing(1, () => Promise.reject(new Error('killed'))),
    );
    await assert.rejects(dying.tick(), /killed/);
    assert.equal(await stateOf(intent.key), 'SIGNED');
    await drain();
    assert.equal(await stateOf(intent.key), 'FINAL');
    assert.equal(await rig.counted(slot), 1n);
    const row = await rig.prisma.chainTransaction.findUniqueOrThrow({
      where: { key: intent.key },
      include: { variants: true },
    });
    assert.equal(row.variants.length, 1);
  });

  it('counts a transaction once when the answer to its broadcast is lost', async () => {
    const intent = rig.count(++slot);
    await rig.sender.submit(intent);
    const losing = failing(1, async (raw) => {
      await rig.node.broadcast(raw);
      throw new Error('connection reset');
    });
    await assert.rejects(rig.dispatcher({}, losing).tick(), /reset/);
    await drain();
    assert.equal(await stateOf(intent.key), 'FINAL');
    assert.equal(await rig.counted(slot), 1n);
  });

  it('sends again what a node has forgotten', async () => {
    const intent = rig.count(++slot);
    await rig.sender.submit(intent);
    const dispatcher = rig.dispatcher();
    await dispatcher.tick();
    assert.equal(await stateOf(intent.key), 'BROADCAST');
    await rig.rpc('anvil_dropAllTransactions');
    await drain(dispatcher);
    assert.equal(await rig.counted(slot), 1n);
  });

  it('raises the fees of a stuck transaction under the same nonce; one of the variants counts', async () => {
    const intent = rig.count(++slot);
    await rig.sender.submit(intent);
    const dispatcher = rig.dispatcher({ replaceAfter: 0, rebroadcastAfter: 60_000 });
    for (let round = 0; round < 4; round += 1) await dispatcher.tick();
    const row = await rig.prisma.chainTransaction.findUniqueOrThrow({
      where: { key: intent.key },
      include: { variants: { orderBy: { createdAt: 'asc' } } },
    });
    assert.ok(row.variants.length >= 3);
    assert.equal(new Set(row.variants.map(({ nonce }) => nonce)).size, 1);
    await rig.mine();
    await drain();
    assert.equal(await stateOf(intent.key), 'FINAL');
    assert.equal(await rig.counted(slot), 1n);
  });

  it('stops raising at the cap', async () => {
    const intent = rig.count(++slot);
    await rig.sender.submit(intent);
    const first = rig.dispatcher({ rebroadcastAfter: 60_000 });
    await first.tick();
    const { maxFeePerGas } = await rig.prisma.chainTransactionVariant.findFirstOrThrow({
      where: { transaction: { key: intent.key } },
    });
    const capped = rig.dispatcher({
      replaceAfter: 0,
      rebroadcastAfter: 60_000,
      feeCap: BigInt(maxFeePerGas.toFixed(0)),
    });
    await capped.tick();
    await capped.tick();
    assert.equal(
      await rig.prisma.chainTransactionVariant.count({ where: { transaction: { key: intent.key } } }),
      1,
    );
    await drain();
  });

  it('comes back from a reorganisation', async () => {
    const intent = rig.count(++slot);
    await rig.sender.submit(intent);
    const dispatcher = rig.dispatcher();
    await dispatcher.tick();
    await rig.mine();
    await dispatcher.tick();
    assert.equal(await stateOf(intent.key), 'MINED');
    await rig.rpc('anvil_reorg', 1, []);
    await drain();
    assert.equal(await stateOf(intent.key), 'FINAL');
    assert.equal(await rig.counted(slot), 1n);
  });

  it('signs anew when a stranger with the same key took the nonce', async () => {
    const intent = rig.count(++slot);
    await rig.sender.submit(intent);
    const silent = rig.dispatcher(
      {},
      failing(1, () => Promise.resolve('accepted')),
    );
    await silent.tick();
    const nonce = Number(await rig.node.transactionCount(rig.operator, 'latest'));
    const raw = await privateKeyToAccount(OPERATOR).signTransaction({
      type: 'eip1559',
      chainId: 31_337,
      nonce,
      to: rig.operator,
      gas: 21_000n,
      maxFeePerGas: 10n ** 11n,
      maxPriorityFeePerGas: 10n ** 10n,
    });
    assert.equal(await rig.node.broadcast(raw), 'accepted');
    await rig.mine(4);
    await drain();
    assert.notEqual(await rig.node.receipt(keccak256(raw)), null);
    assert.equal(await stateOf(intent.key), 'FINAL');
    assert.equal(await rig.counted(slot), 1n);
  });

  it('loses and doubles nothing when it is killed at random, and leaves no gap', async () => {
    const first = slot + 1n;
    const many = 120n;
    await Promise.all(
      Array.from({ length: Number(many) }, (_, index) => rig.sender.submit(rig.count(first + BigInt(index)))),
    );
    slot += many;
    let seed = 20_261_121;
    const random = (): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    const flaky: ChainNode = failing(Number.POSITIVE_INFINITY, async (raw) => {
      if (random() < 0.1) throw new Error('killed before sending');
      const verdict = await rig.node.broadcast(raw);
      if (random() < 0.1) throw new Error('killed after sending');
      return verdict;
    });
    for (let life = 0; life < 600; life += 1) {
      const dispatcher = rig.dispatcher({ replaceAfter: random() < 0.1 ? 0 : 60_000 }, flaky);
      const busy = await dispatcher.tick().catch(() => true);
      if (!busy) break;
      if (random() < 0.6) await rig.mine();
    }
    await drain();
    for (let at = first; at <= slot; at += 1n) assert.equal(await rig.counted(at), 1n, `slot ${at}`);
    const nonces = await noncesInUse();
    assert.equal(new Set(nonces).size, nonces.length);
    const variants = await rig.prisma.chainTransactionVariant.findMany({
      distinct: ['nonce'],
      orderBy: { nonce: 'asc' },
    });
    assert.deepEqual(
      variants.map(({ nonce }) => Number(nonce)),
      variants.map((_, index) => index + Number(variants[0]?.nonce)),
    );
    assert.equal(
      await rig.prisma.chainTransaction.count({ where: { state: { notIn: ['FINAL', 'FAILED'] } } }),
      0,
    );
  });

  it('gives every nonce once when two dispatchers run at the same time', async () => {
    const first = slot + 1n;
    for (let index = 0; index < 30; index += 1) await rig.sender.submit(rig.count(++slot));
    const [one, other] = [rig.dispatcher(), rig.dispatcher()];
    for (let round = 0; round < 200; round += 1) {
      const busy = await Promise.allSettled([one.tick(), other.tick()]);
      await rig.mine();
      if (busy.every((result) => result.status === 'fulfilled' && !result.value)) break;
    }
    await drain();
    for (let at = first; at <= slot; at += 1n) assert.equal(await rig.counted(at), 1n, `slot ${at}`);
  });

  it('holds back what a limit forbids, and goes on when the limit allows', async () => {
    const intent = rig.count(++slot);
    await rig.sender.submit(intent);
    const limits = { transactionsPerDay: 0, weiPerTransaction: 10n ** 19n, weiPerDay: 10n ** 21n };
    await rig.dispatcher({ limits }).tick();
    assert.equal(await stateOf(intent.key), 'RESERVED');
    await drain();
    assert.equal(await stateOf(intent.key), 'FINAL');
  });
});
