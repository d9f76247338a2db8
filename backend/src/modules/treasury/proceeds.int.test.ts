import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { propertyKey } from '@freehold/shared/chain-keys';
import {
  confirmProceedsPayout,
  type ProceedsPayout,
  proposeProceedsPayout,
  readPayoutAddresses,
  readProceeds,
  refuseProceedsPayout,
  registerPayoutAddress,
} from '@freehold/shared/proceeds';
import { getAddress } from 'viem';
import type { TestClient } from '../../common/testing/test-client.ts';
import { codeOf } from '../../common/testing/test-people.ts';
import { Configuration } from '../../config/configuration.ts';
import { type ProceedsRig, type Sale, startProceedsRig } from './testing/proceeds-rig.ts';

const ISSUER = getAddress(`0x${'1a'.repeat(20)}`);
const OTHER = getAddress(`0x${'2b'.repeat(20)}`);
const EARNED = 1_000_000n;

describe('proceeds of a primary sale', () => {
  let rig: ProceedsRig;
  before(async () => {
    rig = await startProceedsRig();
  });
  after(() => rig.close());

  const register = ({ propertyId }: Sale, address: string = ISSUER) =>
    rig.manager.send(registerPayoutAddress, { params: { id: propertyId }, body: { address } });
  const proposal = ({ offeringId }: Sale, amount: bigint, idempotencyKey: string = randomUUID()) => {
    const body = { amount: { amount: amount.toString(), currency: 'USDC' as const } };
    return { params: { id: offeringId }, body, idempotencyKey };
  };
  const propose = (sale: Sale, amount: bigint, key?: string): Promise<ProceedsPayout> =>
    rig.admin.call(proposeProceedsPayout, proposal(sale, amount, key));
  const confirm = (who: TestClient, { id }: ProceedsPayout, newAddress?: string) =>
    who.send(confirmProceedsPayout, {
      params: { id },
      body: newAddress === undefined ? {} : { newAddress },
    });
  const read = ({ offeringId }: Sale) => rig.admin.call(readProceeds, { params: { id: offeringId } });
  const codes = (answer: { readonly status: number; readonly body: unknown }) => [
    answer.status,
    codeOf(answer.body),
  ];

  /** A sale with a registered wallet and a proposal that a second administrator has confirmed. */
  async function underWay(
    amount = EARNED,
  ): Promise<{ readonly sale: Sale; readonly payout: ProceedsPayout }> {
    const sale = await rig.sale(EARNED);
    await register(sale);
    const payout = await propose(sale, amount);
    assert.equal((await confirm(rig.second, payout, ISSUER)).status, 202);
    return { sale, payout };
  }

  async function arrive(payout: ProceedsPayout): Promise<void> {
    for (let step = 0; step < 2; step += 1) {
      await rig.mined(payout.id);
      await rig.finalize();
      await rig.run();
    }
  }

  it('go nowhere before the manager has registered a wallet', async () => {
    const sale = await rig.sale(EARNED);
    const refused = await rig.admin.send(proposeProceedsPayout, proposal(sale, 1n));
    assert.deepEqual(codes(refused), [409, 'PAYOUT_ADDRESS_MISSING']);
    assert.equal((await read(sale)).address, null);
  });

  it('are not paid to the platform’s own contracts, nor to nobody', async () => {
    const sale = await rig.sale(EARNED);
    const { treasury, usdc } = rig.system.app.get(Configuration).deployment;
    for (const address of [treasury, usdc, `0x${'0'.repeat(40)}`]) {
      assert.deepEqual(codes(await register(sale, address)), [409, 'PAYOUT_ADDRESS_REFUSED']);
    }
  });

  it('wait for another administrator, who gives a new address again, and then leave once', async () => {
    const sale = await rig.sale(EARNED);
    await register(sale);
    const key = randomUUID();
    const payout = await propose(sale, 600_000n, key);
    assert.equal((await propose(sale, 600_000n, key)).id, payout.id);
    assert.deepEqual([payout.state, payout.newAddress], ['PROPOSED', true]);
    assert.deepEqual(codes(await confirm(rig.admin, payout, ISSUER)), [409, 'SECOND_ADMINISTRATOR_NEEDED']);
    assert.deepEqual(codes(await confirm(rig.second, payout)), [409, 'PAYOUT_ADDRESS_UNCONFIRMED']);
    assert.deepEqual(codes(await confirm(rig.second, payout, OTHER)), [409, 'PAYOUT_ADDRESS_UNCONFIRMED']);
    assert.deepEqual(await rig.sent(payout.id), []);
    assert.equal((await confirm(rig.second, payout, ISSUER)).status, 202);
    assert.equal((await confirm(rig.second, payout, ISSUER)).status, 202);
    await rig.run();
    assert.equal((await rig.sent(payout.id)).length, 1, 'nothing is released before the credit is final');
    await rig.mined(payout.id);
    await rig.run();
    assert.equal((await rig.sent(payout.id)).length, 1);
    await rig.finalize();
    await rig.run();
    await rig.run();
    const [credit, release] = await rig.sent(payout.id);
    const property = propertyKey(sale.propertyId);
    assert.deepEqual([credit?.[0], ...(credit?.slice(2) ?? [])], ['credit', property, 600_000n]);
    assert.deepEqual([release?.[0], ...(release?.slice(2) ?? [])], ['release', property, ISSUER, 600_000n]);
    assert.equal(await rig.owed(sale), EARNED, 'nothing is booked before it is final');
    await rig.mined(payout.id);
    await rig.finalize();
    await rig.run();
    await rig.run();
    assert.equal(await rig.owed(sale), 400_000n);
    const said = await read(sale);
    assert.deepEqual(
      [said.gross, said.paidOut, said.underWay, said.available].map(({ amount }) => amount),
      ['1000000', '600000', '0', '400000'],
    );
    const [paid] = said.payouts;
    assert.equal(paid?.state, 'PAID');
    assert.match(paid?.txHash ?? '', /^0x/);
    assert.deepEqual(
      paid?.transitions.map(({ to, actor }) => [to, actor?.id ?? null]),
      [
        ['PROPOSED', rig.admin.userId],
        ['CREDITING', rig.second.userId],
        ['RELEASING', null],
        ['PAID', null],
      ],
    );
    assert.equal((await rig.sent(payout.id)).length, 2);
  });

  it('take no address the second time it is paid', async () => {
    const { sale, payout } = await underWay(400_000n);
    await rig.run();
    await arrive(payout);
    const next = await propose(sale, 100_000n);
    assert.equal(next.newAddress, false);
    assert.equal((await confirm(rig.second, next)).status, 202);
  });

  it('are never promised twice, however many ask at once', async () => {
    const sale = await rig.sale(EARNED);
    await register(sale);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => rig.admin.send(proposeProceedsPayout, proposal(sale, 400_000n))),
    );
    const made = answers.filter(({ status }) => status === 202);
    const refused = answers.filter(({ body }) => codeOf(body) === 'PROCEEDS_EXCEEDED');
    assert.deepEqual([made.length, refused.length], [2, 4]);
    assert.equal((await read(sale)).available.amount, '200000');
  });

  it('are free again when a proposal is refused, and cannot be confirmed any more', async () => {
    const sale = await rig.sale(EARNED);
    await register(sale);
    const payout = await propose(sale, EARNED);
    const body = { reason: 'The manager has changed banks.' };
    const refused = await rig.second.call(refuseProceedsPayout, { params: { id: payout.id }, body });
    assert.deepEqual([refused.state, refused.decisionReason], ['REFUSED', body.reason]);
    assert.deepEqual(codes(await confirm(rig.second, payout, ISSUER)), [409, 'ILLEGAL_TRANSITION']);
    assert.equal((await read(sale)).available.amount, EARNED.toString());
  });

  it('do not follow an address that was changed after the proposal', async () => {
    const sale = await rig.sale(EARNED);
    await register(sale);
    const payout = await propose(sale, EARNED);
    await register(sale, OTHER);
    assert.deepEqual(codes(await confirm(rig.second, payout, ISSUER)), [409, 'PAYOUT_ADDRESS_CHANGED']);
    const { current, earlier } = await rig.manager.call(readPayoutAddresses, {
      params: { id: sale.propertyId },
    });
    assert.deepEqual([current?.address, earlier.map(({ address }) => address)], [OTHER, [ISSUER]]);
    await assert.rejects(rig.prisma.pool.query('DELETE FROM app.payout_address'), /append-only|denied/);
  });

  it('are tried again under the same references when the contract refuses, and say why meanwhile', async () => {
    const { sale, payout } = await underWay();
    await rig.refused(payout.id);
    await rig.run();
    const [waiting] = (await read(sale)).payouts;
    assert.match(waiting?.problem ?? '', /EnforcedPause/);
    assert.equal((await rig.sent(payout.id)).length, 1, 'the same transaction, not another');
    await arrive(payout);
    assert.equal(await rig.owed(sale), 0n);
    assert.equal((await read(sale)).payouts[0]?.problem, null);
  });

  it('are not booked when the chain says another amount or another receiver', async () => {
    for (const wrong of [{ amount: EARNED - 1n }, { to: OTHER }]) {
      const { sale, payout } = await underWay();
      await rig.mined(payout.id);
      await rig.finalize();
      await rig.run();
      await rig.mined(payout.id, wrong);
      await rig.finalize();
      await rig.run();
      const [held] = (await read(sale)).payouts;
      assert.equal(held?.state, 'RELEASING');
      assert.match(held?.problem ?? '', /instead of/);
      assert.equal(await rig.owed(sale), EARNED);
    }
  });

  it('cannot be pushed past the second administrator even in the database', async () => {
    const sale = await rig.sale(EARNED);
    await register(sale);
    const { id } = await propose(sale, 1n);
    const alone = `UPDATE app.proceeds_payout SET state = 'CREDITING', decided_by = proposed_by WHERE id = $1`;
    await assert.rejects(rig.prisma.pool.query(alone, [id]), /check constraint/);
  });
});
