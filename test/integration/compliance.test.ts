import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { dividendsAbi, offeringAbi } from '@freehold/contracts/abis';
import { ApiClient, hasCode } from '@freehold/scripts/demo/api-client';
import { DEMO_PEOPLE, investorAccount } from '@freehold/scripts/demo/cast';
import { approveMonth, collectRent, moveMoney, nextPeriod, payDividend } from '@freehold/scripts/demo/month';
import { Narrator, until } from '@freehold/scripts/demo/narrator';
import { linkWalletOf, signInByWallet } from '@freehold/scripts/demo/people';
import { SandboxClient } from '@freehold/scripts/demo/sandbox-client';
import {
  confirmComplianceAct,
  type NewComplianceAct,
  refuseComplianceAct,
} from '@freehold/shared/compliance';
import {
  declareDividend,
  listDividendPayouts,
  type Payout,
  readDividend,
  runDividend,
} from '@freehold/shared/dividend';
import { cancelOffering, listMySubscriptions, type Offering } from '@freehold/shared/offering';
import { readPortfolio } from '@freehold/shared/portfolio';
import { type Address, encodeFunctionData, type Hex } from 'viem';
import { byPerson, byWallet, type ComplianceStage, setComplianceStage } from '../support/compliance-stage.ts';
import { approveCall, investorWallet, PRICE, SHARE, subscribeCall } from '../support/sale-stage.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

const DAY = 86_400;
const [ANN, BOB] = [0, 1];
/** The wallet Ann takes when hers is lost: one of the phrase that nobody on this stage has. */
const NEW_WALLET = 20;
const [lost, fresh, bobs] = [investorWallet(ANN), investorWallet(NEW_WALLET), investorWallet(BOB)];
const reason = 'A court has ordered it, file 4711.';

/** From the request of one administrator over the answer of another to the chain, and back into every register. */
describe('acts of compliance on the chain', { timeout: 600_000 }, () => {
  let system: TestSystem;
  let stage: ComplianceStage;

  before(async () => {
    system = await startTestSystem();
    stage = await setComplianceStage(system, [
      [lost, 100n],
      [bobs, 60n],
    ]);
  });
  after(() => system?.stop());

  const transfer = (from: Address, to: Address, shares: bigint): NewComplianceAct => ({
    ...{ kind: 'FORCED_TRANSFER', propertyId: stage.propertyId, wallet: from, toWallet: to, reason },
    shares: String(shares * SHARE),
  });
  const holdings = async () => [await stage.held(lost), await stage.held(bobs)];
  const both = [ANN, BOB];

  test('freeze a wallet and a part of another, and let both go again', async () => {
    const { propertyId, done, mayMove } = stage;
    const part = { propertyId, wallet: bobs, shares: String(60n * SHARE), reason };
    await done({ kind: 'FREEZE', propertyId, wallet: lost, reason });
    assert.deepEqual([await stage.isFrozen(lost), await mayMove(lost, bobs)], [true, false]);
    await done({ kind: 'FREEZE_SHARES', ...part });
    assert.equal(await mayMove(bobs, lost), false);
    await done({ kind: 'UNFREEZE', propertyId, wallet: lost, reason });
    await done({ kind: 'UNFREEZE_SHARES', ...part });
    assert.deepEqual([await mayMove(lost, bobs), await mayMove(bobs, lost)], [true, true]);
  });

  test('move shares by order of one administrator and the word of another, and both owners know', async () => {
    const { id, notices } = await stage.propose(transfer(bobs, lost, 10n));
    const names = notices.map(({ person }) => person?.name);
    assert.deepEqual(names.sort(), both.map((index) => stage.person(index).name).sort());
    await assert.rejects(stage.admin.call(confirmComplianceAct, { params: { id } }), (error) =>
      hasCode(error, 'SECOND_ADMINISTRATOR_NEEDED'),
    );
    for (const index of both) await stage.told(index, /waits for a second administrator/, 1);
    assert.deepEqual(await holdings(), [100n, 60n]);
    await stage.confirm(id);
    assert.equal((await stage.ended(id)).state, 'FINAL');
    assert.deepEqual(await holdings(), [110n, 50n]);
    for (const index of both) await stage.told(index, /has been confirmed by a second administrator/, 1);
    assert.deepEqual(byWallet(await stage.register()), { [lost]: 110n, [bobs]: 50n });
    assert.deepEqual(await stage.portfolio(ANN), { [lost]: 110n });
    assert.deepEqual(await stage.portfolio(BOB), { [bobs]: 50n });
  });

  test('do nothing when the other administrator refuses, and tell both owners why', async () => {
    const { id } = await stage.propose(transfer(bobs, lost, 5n));
    const body = { reason: 'The order was lifted on appeal.' };
    const refused = await stage.second.client.call(refuseComplianceAct, { params: { id }, body });
    assert.equal(refused.state, 'REFUSED');
    for (const index of both) await stage.told(index, /lifted on appeal/, 1);
    await assert.rejects(stage.confirm(id), (error) => hasCode(error, 'ILLEGAL_TRANSITION'));
    assert.deepEqual(await holdings(), [110n, 50n]);
  });

  test('fail with the reason when the chain refuses by then, and may be asked anew', async () => {
    const tooMuch = await stage.propose(transfer(bobs, lost, 50n));
    await stage.done(transfer(bobs, lost, 5n));
    await stage.confirm(tooMuch.id);
    const { state, calls } = await stage.ended(tooMuch.id);
    assert.equal(state, 'FAILED');
    assert.match(calls[0]?.problem ?? '', /^ERC20InsufficientBalance\(/);
    assert.deepEqual(await holdings(), [115n, 45n]);
    await stage.done(transfer(lost, bobs, 15n));
    assert.deepEqual(await holdings(), [100n, 60n]);
  });

  test('happen once when the worker is killed between the answer and the chain', async () => {
    const { id } = await stage.propose(transfer(bobs, lost, 1n));
    const { worker } = system.runFile().children;
    assert.ok(worker);
    process.kill(worker, 'SIGSTOP');
    await stage.confirm(id);
    assert.deepEqual(await holdings(), [100n, 60n]);
    process.kill(worker, 'SIGKILL');
    assert.equal((await stage.ended(id)).state, 'FINAL');
    assert.deepEqual(await holdings(), [101n, 59n]);
    await stage.done(transfer(lost, bobs, 1n));
  });

  describe('a lost wallet', () => {
    let waiting: string;

    /** A month from the rent to the approved dividend. */
    async function month() {
      const { admin, manager, propertyId, estate } = stage;
      const play = {
        ...{ admin, manager, tenants: estate.tenants, propertyId, narrator: new Narrator() },
        period: await nextPeriod(admin, propertyId, new Date()),
        sandbox: new SandboxClient(system.urls),
      };
      await collectRent(play);
      await moveMoney(play);
      const { dividendId } = await approveMonth(play);
      assert.ok(dividendId);
      return { play, id: dividendId };
    }

    async function payout(dividendId: string, wallet: Address): Promise<Payout> {
      const request = { params: { id: dividendId }, query: { limit: 200 } };
      const { items } = await stage.admin.call(listDividendPayouts, request);
      const found = items.find((item) => item.wallet === wallet);
      assert.ok(found);
      return found;
    }

    async function heldDividendOf(holder: Address): Promise<Hex> {
      const [event] = await stage.chain.getContractEvents({
        ...{ address: stage.dividends, abi: dividendsAbi, eventName: 'DividendHeld', fromBlock: 0n },
        args: { holder },
      });
      assert.ok(event?.args.id);
      return event.args.id;
    }

    test('keeps a dividend waiting while it is frozen', async () => {
      const { admin, propertyId } = stage;
      await stage.done({ kind: 'FREEZE', propertyId, wallet: lost, reason: 'Reported stolen.' });
      const { id } = await month();
      waiting = id;
      const params = { id };
      const read = () => admin.call(readDividend, { params });
      await admin.call(declareDividend, { params });
      await until('the record date', read, ({ state }) => state === 'DECLARED');
      await admin.call(runDividend, { params });
      await until('the others to be paid', read, ({ state }) => state === 'PAID');
      assert.deepEqual([(await payout(id, lost)).state, (await payout(id, bobs)).state], ['HELD', 'FINAL']);
    });

    let sale: Offering;
    const waits = (wallet: Address): Promise<bigint> =>
      stage.chain.readContract({
        ...{ address: stage.offering, abi: offeringAbi, functionName: 'pendingOf' },
        args: [`0x${sale.chainOfferingId.slice(2)}`, wallet],
      });

    test('has bought in a sale that is still open', async () => {
      sale = await stage.offer('Elm House', 'ELM');
      await stage.fund(lost, 2n * PRICE);
      await stage.send(ANN, stage.usdc, approveCall(stage.offering, 2n * PRICE));
      await stage.send(ANN, stage.offering, subscribeCall(sale.chainOfferingId, 2n * SHARE));
      assert.equal(await waits(lost), 2n * SHARE);
    });

    test('is replaced only by a verified wallet of the same person, with everything that was in it', async () => {
      const { email, name } = stage.person(ANN);
      const wish: NewComplianceAct = { kind: 'RECOVERY', wallet: lost, toWallet: fresh, reason };
      const notPossible = (error: unknown) => hasCode(error, 'RECOVERY_NOT_POSSIBLE');
      await assert.rejects(stage.propose(wish), notPossible);
      await assert.rejects(stage.propose({ ...wish, toWallet: bobs }), notPossible);
      const account = { email, password: DEMO_PEOPLE.password };
      await linkWalletOf(system.urls.api, account, investorAccount(NEW_WALLET));
      const act = await until(
        'the register to know the new wallet',
        () =>
          stage.propose(wish).catch((error: unknown) => {
            if (notPossible(error)) return undefined;
            throw error;
          }),
        (begun) => begun !== undefined,
      );
      assert.ok(act);
      assert.deepEqual(new Set(act.notices.map(({ wallet }) => wallet)), new Set([lost, fresh]));
      await stage.confirm(act.id);
      assert.equal((await stage.ended(act.id)).state, 'FINAL');
      assert.deepEqual([await stage.held(lost), await stage.held(fresh)], [0n, 100n]);
      assert.equal(await stage.isFrozen(fresh), true, 'the freeze goes along');
      await stage.done({ kind: 'UNFREEZE', propertyId: stage.propertyId, wallet: fresh, reason });
      assert.equal(await stage.mayMove(fresh, bobs), true);
      const register = await stage.register();
      assert.deepEqual(byWallet(register), { [fresh]: 100n, [bobs]: 60n });
      assert.deepEqual(byPerson(register), { [name]: 100n, [stage.person(BOB).name]: 60n });
      assert.deepEqual(await stage.portfolio(ANN), { [fresh]: 100n });
      await stage.told(ANN, /The replacement of the wallet .* has been confirmed/, 2);
    });

    test('does nothing in the hands of whoever has it: no sign-in, no session, no shares', async () => {
      const [before] = stage.investors;
      assert.ok(before);
      await assert.rejects(before.call(readPortfolio), (error) => hasCode(error, 'UNAUTHENTICATED'));
      await stage.told(ANN, /given up as lost and replaced/, 1);
      const signIn = (index: number) =>
        signInByWallet(new ApiClient(system.urls.api), investorAccount(index));
      await assert.rejects(signIn(ANN), (error) => hasCode(error, 'WALLET_REPLACED'));
      await signIn(NEW_WALLET);
      await until(
        'nobody to vouch for the lost wallet',
        () => stage.isVerified(lost),
        (verified) => !verified,
      );
      assert.deepEqual([await stage.mayMove(bobs, lost), await stage.mayMove(bobs, fresh)], [false, true]);
    });

    test('has its purchase moved to the new one, which gets the money when the sale is called off', async () => {
      await until(
        'the purchase to wait for the new wallet',
        () => waits(fresh),
        (shares) => shares === 2n * SHARE,
      );
      assert.equal(await waits(lost), 0n);
      const before = await stage.balance(fresh);
      const params = { id: sale.id };
      await stage.admin.call(cancelOffering, { params, body: { reason: 'The seller withdrew.' } });
      const investor = await stage.enter(ANN);
      await until(
        'the money to be back',
        () => investor.call(listMySubscriptions),
        ({ items }) => items[0]?.outcome === 'REFUNDED',
      );
      assert.equal((await stage.balance(fresh)) - before, 2n * PRICE);
      assert.equal(await stage.balance(lost), 0n);
    });

    test('has its waiting dividend claimed for the new one', async () => {
      const part = await payout(waiting, lost);
      const before = await stage.balance(fresh);
      const args = [await heldDividendOf(lost), lost] as const;
      const claim = encodeFunctionData({ abi: dividendsAbi, functionName: 'claimFor', args });
      await stage.send(BOB, stage.dividends, claim);
      assert.equal((await stage.balance(fresh)) - before, BigInt(part.amount.amount));
      await until(
        'the books to know',
        () => payout(waiting, lost),
        ({ state }) => state === 'FINAL',
      );
    });

    test('has its later dividends paid to the new one', async () => {
      const before = await stage.balance(fresh);
      const { play, id } = await month();
      const payouts = await payDividend(play, id);
      const part = BigInt(payouts.find(({ wallet }) => wallet === fresh)?.amount.amount ?? 0);
      assert.ok(part > 0n && payouts.length === 2);
      assert.equal((await stage.balance(fresh)) - before, part);
    });
  });

  test('leave the register of the days before as it was', async () => {
    const day = (await stage.register()).asOf.slice(0, 10);
    await stage.passes(DAY);
    await stage.done(transfer(bobs, fresh, 20n));
    assert.deepEqual(byWallet(await stage.register(day)), { [fresh]: 100n, [bobs]: 60n });
    const now = await stage.register();
    assert.deepEqual(byWallet(now), { [fresh]: 120n, [bobs]: 40n });
    const names = both.map((index) => stage.person(index).name);
    assert.deepEqual(byPerson(now), { [names[0] ?? '']: 120n, [names[1] ?? '']: 40n });
  });
});
