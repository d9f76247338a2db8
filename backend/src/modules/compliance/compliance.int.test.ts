import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { complianceAbi, propertyTokenAbi } from '@freehold/contracts/abis';
import {
  type ComplianceActDetail,
  confirmComplianceAct,
  exportRegister,
  listComplianceActs,
  type NewComplianceAct,
  proposeComplianceAct,
  readComplianceAct,
  readRegister,
  refuseComplianceAct,
} from '@freehold/shared/compliance';
import { complianceRulesSchema } from '@freehold/shared/compliance-rules';
import { openMarket } from '@freehold/shared/marketplace';
import { type Abi, decodeFunctionData } from 'viem';
import { PrismaService } from '../../common/database/prisma.service.ts';
import { BackgroundTasks } from '../../common/tasks/background-tasks.service.ts';
import { startTestApplication, type TestApplication } from '../../common/testing/test-application.ts';
import type { TestClient } from '../../common/testing/test-client.ts';
import { codeOf, someone, someProperty } from '../../common/testing/test-people.ts';
import { type MarketMirror, startMarketMirror } from '../portfolio/testing/market-mirror.ts';

const SHARE = 10n ** 18n;
const ZERO = `0x${'00'.repeat(20)}`;
const [lost, fresh, other] = ['a', 'b', 'c'].map((digit) => `0x${digit.repeat(40)}`) as [
  string,
  string,
  string,
];
const token = `0x${'70'.repeat(20)}`;
const rules = `0x${'71'.repeat(20)}`;
/** Seconds of a day, which is how far two blocks of the mirror with that distance are apart. */
const DAY = 86_400;
const reason = 'a court has ordered it';

describe('acts of compliance', () => {
  let system: TestApplication;
  let prisma: PrismaService;
  let mirror: MarketMirror;
  let [admin, second, ann, bob]: TestClient[] = [];
  let propertyId: string;

  before(async () => {
    system = await startTestApplication();
    prisma = system.app.get(PrismaService);
    mirror = await startMarketMirror(system.database);
    admin = await system.admin();
    second = await someone(system, admin, 'admin');
    ann = await someone(system, admin, 'investor');
    bob = await someone(system, admin, 'investor');
    await tokenized(await someone(system, admin, 'manager'));
    const owners = [
      [lost, ann],
      [fresh, ann],
      [other, bob],
    ] as const;
    for (const [address, { userId }] of owners) {
      await prisma.client.wallet.create({ data: { id: randomUUID(), userId, address } });
      await mirror.registered(address, `0x${userId.replaceAll('-', '')}00000000`);
    }
    await mirror.moved({ block: 100, token, from: ZERO, to: lost, shares: 10n * SHARE });
    await mirror.moved({ block: 100 + DAY, token, from: ZERO, to: other, shares: 30n * SHARE });
    await mirror.moved({ block: 100 + 2 * DAY, token, from: lost, to: other, shares: 4n * SHARE });
  });
  after(async () => {
    await mirror.close();
    await system.close();
  });

  async function tokenized(manager: TestClient): Promise<void> {
    propertyId = (await someProperty(manager)).id;
    const shares = String(1_000n * SHARE);
    const common = { propertyId, name: 'House', symbol: 'HSE', shares, state: 'FINAL', requestedBy: 'test' };
    await prisma.client.tokenization.create({
      data: {
        ...{ ...common, chainId: 31_337n, transactionKey: `tokenize:${propertyId}` },
        ...{ tokenAddress: token, complianceAddress: rules },
        rules: complianceRulesSchema.parse({ approvalNeeded: true }),
      },
    });
  }

  const as = (browser: TestClient | undefined): TestClient => {
    assert.ok(browser);
    return browser;
  };
  const propose = (body: NewComplianceAct, idempotencyKey = randomUUID()): Promise<ComplianceActDetail> =>
    as(admin).call(proposeComplianceAct, { body, idempotencyKey });
  const transfer = (): NewComplianceAct => ({
    ...{ kind: 'FORCED_TRANSFER', propertyId, wallet: lost, toWallet: other, shares: String(SHARE), reason },
  });
  const sent = async (id: string, to = token, abi: Abi = propertyTokenAbi) => {
    const rows = await prisma.client.chainTransaction.findMany({ where: { correlationId: id } });
    return rows.map(({ data, toAddress }) => {
      assert.equal(toAddress, to);
      const { functionName, args } = decodeFunctionData({
        abi,
        data: data as `0x${string}`,
      });
      return [functionName, ...(args ?? [])].map((part) =>
        typeof part === 'string' ? part.toLowerCase() : part,
      );
    });
  };

  it('freeze a wallet at once, on every token, once for one key', async () => {
    const key = randomUUID();
    const body: NewComplianceAct = { kind: 'FREEZE', wallet: lost, reason };
    const act = await propose(body, key);
    assert.equal((await propose(body, key)).id, act.id);
    assert.equal(act.state, 'SUBMITTED');
    assert.deepEqual(await sent(act.id), [['setaddressfrozen', lost, true]]);
  });

  it('freeze no more shares than the wallet has', async () => {
    const body = { kind: 'FREEZE_SHARES', propertyId, wallet: lost, shares: String(7n * SHARE), reason };
    const answer = await as(admin).send(proposeComplianceAct, { body });
    assert.deepEqual([answer.status, codeOf(answer.body)], [409, 'SHARES_MISSING']);
    const act = await propose({ ...body, kind: 'FREEZE_SHARES', shares: String(6n * SHARE) });
    assert.deepEqual(await sent(act.id), [['freezepartialtokens', lost, 6n * SHARE]]);
  });

  it('approve one transfer by name and number at once, and take the approval back', async () => {
    const wish = { propertyId, wallet: lost, toWallet: other, shares: String(2n * SHARE), reason };
    const key = randomUUID();
    const given = await propose({ kind: 'APPROVE_TRANSFER', ...wish }, key);
    assert.equal((await propose({ kind: 'APPROVE_TRANSFER', ...wish }, key)).id, given.id);
    assert.deepEqual([given.state, given.toOwner?.id], ['SUBMITTED', bob?.userId]);
    const call = [lost, other, 2n * SHARE];
    assert.deepEqual(await sent(given.id, rules, complianceAbi), [['approvetransfer', ...call]]);
    const taken = await propose({ kind: 'REVOKE_APPROVAL', ...wish });
    assert.deepEqual(await sent(taken.id, rules, complianceAbi), [['revoketransferapproval', ...call]]);
  });

  it('approve no transfer to a wallet that nobody verified', async () => {
    const wish = { propertyId, wallet: lost, shares: String(SHARE), reason };
    const body = { kind: 'APPROVE_TRANSFER', ...wish, toWallet: `0x${'d'.repeat(40)}` };
    const answer = await as(admin).send(proposeComplianceAct, { body });
    assert.deepEqual([answer.status, codeOf(answer.body)], [409, 'INVESTOR_NOT_VERIFIED']);
  });

  it('leave shares whose every transfer is approved without an order book, and say why', async () => {
    const answer = await as(admin).send(openMarket, { body: { propertyId, feeBps: 50 } });
    assert.deepEqual([answer.status, codeOf(answer.body)], [409, 'MARKET_NOT_POSSIBLE']);
  });

  it('take no share before a second administrator confirms, and tell both owners first', async () => {
    const act = await propose(transfer());
    assert.equal(act.state, 'PROPOSED');
    assert.deepEqual(await sent(act.id), []);
    assert.deepEqual(
      act.notices.map(({ person }) => person?.id),
      [ann?.userId, bob?.userId],
    );
    const mails = await prisma.client.mail.findMany({ where: { kind: 'compliance-proposed' } });
    assert.deepEqual(new Set(mails.map(({ userId }) => userId)), new Set([ann?.userId, bob?.userId]));
    const own = await as(admin).send(confirmComplianceAct, { params: { id: act.id } });
    assert.deepEqual([own.status, codeOf(own.body)], [409, 'SECOND_ADMINISTRATOR_NEEDED']);
    assert.deepEqual(await sent(act.id), []);
    const confirmed = await as(second).call(confirmComplianceAct, { params: { id: act.id } });
    assert.equal(confirmed.state, 'SUBMITTED');
    await as(second).call(confirmComplianceAct, { params: { id: act.id } });
    assert.deepEqual(await sent(act.id), [['forcedtransfer', lost, other, SHARE]]);
    assert.deepEqual(
      confirmed.transitions.map(({ to, actor }) => [to, actor?.id]),
      [
        ['PROPOSED', admin?.userId],
        ['SUBMITTED', second?.userId],
      ],
    );
  });

  it('cannot be pushed past the second administrator even in the database', async () => {
    const act = await propose(transfer());
    const alone = `UPDATE app.compliance_act SET state = 'SUBMITTED', decided_by = proposed_by WHERE id = $1`;
    await assert.rejects(prisma.pool.query(alone, [act.id]), /check constraint/);
  });

  it('end when refused, with the reason, and cannot be confirmed afterwards', async () => {
    const act = await propose(transfer());
    const body = { reason: 'the order was lifted' };
    const refused = await as(second).call(refuseComplianceAct, { params: { id: act.id }, body });
    assert.deepEqual([refused.state, refused.decisionReason], ['REFUSED', body.reason]);
    const answer = await as(second).send(confirmComplianceAct, { params: { id: act.id } });
    assert.deepEqual([answer.status, codeOf(answer.body)], [409, 'ILLEGAL_TRANSITION']);
    assert.deepEqual(await sent(act.id), []);
  });

  it('send shares to verified investors only', async () => {
    const body = { ...transfer(), toWallet: `0x${'d'.repeat(40)}` };
    const answer = await as(admin).send(proposeComplianceAct, { body });
    assert.deepEqual([answer.status, codeOf(answer.body)], [409, 'INVESTOR_NOT_VERIFIED']);
  });

  it('replace a wallet only by another of the same investor, on every token it held', async () => {
    const stolen = { kind: 'RECOVERY', wallet: lost, toWallet: other, reason };
    const answer = await as(admin).send(proposeComplianceAct, { body: stolen });
    assert.deepEqual([answer.status, codeOf(answer.body)], [409, 'RECOVERY_NOT_POSSIBLE']);
    const act = await propose({ kind: 'RECOVERY', wallet: lost, toWallet: fresh, reason });
    assert.equal(act.notices.length, 2);
    await as(second).call(confirmComplianceAct, { params: { id: act.id } });
    const identity = `0x${(ann?.userId ?? '').replaceAll('-', '')}00000000`;
    assert.deepEqual(await sent(act.id), [['recoveryaddress', lost, fresh, identity]]);
  });

  it('become final with the chain, and say why when the contract refuses', async () => {
    const [done, failed] = [
      await propose({ kind: 'UNFREEZE', wallet: lost, reason }),
      await propose({ kind: 'FREEZE', wallet: other, reason }),
    ];
    const settle = (id: string, data: object) =>
      prisma.client.chainTransaction.updateMany({ where: { correlationId: id }, data });
    const hash = `0x${'07'.repeat(32)}`;
    await settle(done.id, {
      state: 'FINAL',
      nonce: 1n,
      walletAddress: '0x01',
      txHash: hash,
      blockNumber: 5n,
    });
    await settle(failed.id, { state: 'FAILED', failureCode: 'X', failureMessage: 'the contract said no' });
    await system.app.get(BackgroundTasks).runOnce('compliance');
    const read = (id: string) => as(admin).call(readComplianceAct, { params: { id } });
    assert.deepEqual([(await read(done.id)).state, (await read(done.id)).calls[0]?.txHash], ['FINAL', hash]);
    const refused = await read(failed.id);
    assert.deepEqual([refused.state, refused.calls[0]?.problem], ['FAILED', 'the contract said no']);
  });

  it('are listed newest first, page by page', async () => {
    const whole = await as(admin).call(listComplianceActs, { query: { limit: 100 } });
    const first = await as(admin).call(listComplianceActs, { query: { limit: 3 } });
    const next = await as(admin).call(listComplianceActs, {
      query: { limit: 100, cursor: first.nextCursor ?? '' },
    });
    assert.deepEqual(
      [...first.items, ...next.items].map(({ id }) => id),
      whole.items.map(({ id }) => id),
    );
  });

  it('read the register of any past day from the history of the chain', async () => {
    const on = (days: number) =>
      new Date((1_770_000_000 + 100 + days * DAY) * 1_000).toISOString().slice(0, 10);
    const at = async (days: number) => {
      const query = { on: on(days) };
      const register = await as(admin).call(readRegister, { params: { id: propertyId }, query });
      const path = exportRegister.path.replace(':id', propertyId);
      const csv = await as(admin).raw({ method: 'GET', path: `${path}?on=${query.on}` });
      const rows = String(csv.body).trimEnd().split('\r\n').slice(1);
      assert.deepEqual(
        rows.map((row) => row.split(',')[4]),
        register.holders.map(({ wallet }) => wallet),
      );
      return register;
    };
    const holdings = (register: Awaited<ReturnType<typeof at>>) =>
      register.holders.map(({ wallet, shares }) => [wallet.toLowerCase(), BigInt(shares) / SHARE]);
    assert.deepEqual(holdings(await at(0)), [[lost, 10n]]);
    assert.deepEqual(holdings(await at(1)), [
      [other, 30n],
      [lost, 10n],
    ]);
    const last = await at(2);
    assert.deepEqual(holdings(last), [
      [other, 34n],
      [lost, 6n],
    ]);
    assert.deepEqual(
      [last.concentration.holders, last.concentration.largest, last.concentration.herfindahl],
      [2, 8_500, 7_450],
    );
    const early = await as(admin).send(readRegister, {
      params: { id: propertyId },
      query: { on: '2020-01-01' },
    });
    assert.deepEqual([early.status, codeOf(early.body)], [400, 'PERIOD_INVALID']);
  });
});
