import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ledgerAnchorAbi } from '@freehold/contracts/abis';
import { verifyReceipt } from '@freehold/shared/journal-encoding';
import { type Hex, parseEventLogs } from 'viem';
import { postEntry } from './domain/post-entry.ts';
import { achRentFailed, achRentPending, rentInvoiced } from './domain/posting-rules/rent.rule.ts';
import { AnchorRig, at } from './testing/anchor-rig.ts';

const hex = (value: string): Hex => `0x${value.slice(2)}`;

describe('anchoring', () => {
  let rig: AnchorRig;
  before(async () => {
    rig = await AnchorRig.create();
  });
  after(() => rig.stop());

  it('has nothing to anchor while the books are empty', async () => {
    assert.equal(await rig.anchoring.anchorNow(), null);
    await rig.anchoring.advance();
    assert.equal((await rig.verify()).code, 0);
  });

  it('brings a root on chain step by step, surviving a sender that is away', async () => {
    await rig.postSome('first');
    await postEntry(
      rig.backend,
      achRentPending({ paymentIntentId: 'pi', leaseId: 'l1', propertyId: 'p1', amount: 7n, effectiveAt: at }),
    );
    await postEntry(
      rig.backend,
      achRentFailed({ paymentIntentId: 'pi', reason: 'R01', fee: 400n, effectiveAt: at }),
    );
    await rig.sealAll();
    const anchor = await rig.anchoring.anchorNow();
    assert.deepEqual([anchor?.sequence, anchor?.size, anchor?.state], [1n, 12n, 'PENDING']);
    assert.equal((await rig.anchoring.anchorNow())?.sequence, 1n, 'nothing new, no new anchor');
    rig.sender.failing = true;
    await assert.rejects(rig.anchoring.advance());
    rig.sender.failing = false;
    await rig.anchoring.advance();
    assert.equal((await rig.store.find(1n))?.state, 'SUBMITTED');
    await rig.mirror('not final');
    await rig.anchoring.advance();
    assert.equal((await rig.store.find(1n))?.state, 'CONFIRMED');
    await rig.mirror('final');
    await rig.anchoring.advance();
    const final = await rig.store.find(1n);
    assert.equal(final?.state, 'FINAL');
    assert.ok(final?.txHash);
    assert.equal(rig.sender.sent, 1);
  });

  it('takes a confirmed anchor back when a fork removes it', async () => {
    await rig.postSome('forked');
    await rig.sealAll();
    await rig.anchoring.anchorNow();
    await rig.anchoring.advance();
    await rig.mirror('not final');
    await rig.owner.query(
      'UPDATE chain.cursor SET final = (SELECT block_number FROM chain.anchor WHERE sequence = 1)',
    );
    await rig.anchoring.advance();
    assert.equal((await rig.store.find(2n))?.state, 'CONFIRMED');
    await rig.owner.query('DELETE FROM chain.anchor WHERE sequence = 2');
    await rig.anchoring.advance();
    const taken = await rig.store.find(2n);
    assert.deepEqual([taken?.state, taken?.txHash], ['SUBMITTED', null]);
    await rig.mirror('final');
    await rig.anchoring.advance();
    assert.equal((await rig.store.find(2n))?.state, 'FINAL');
  });

  it('sends the next anchor only when the one before is in a block, and both become final', async () => {
    await rig.postSome('third');
    await rig.sealAll();
    await rig.anchoring.anchorNow();
    await rig.postSome('fourth');
    await rig.sealAll();
    assert.equal((await rig.anchoring.anchorNow())?.sequence, 4n);
    const before = rig.sender.sent;
    await rig.anchoring.advance();
    assert.equal(rig.sender.sent, before + 1);
    await rig.mirror('final');
    await rig.anchoring.advance();
    assert.equal(rig.sender.sent, before + 2);
    await rig.mirror('final');
    await rig.anchoring.advance();
    assert.deepEqual(await rig.store.unfinished(), []);
  });

  it('hands out receipts which the contract and the shared verifier accept', async () => {
    const { client } = rig;
    const anchorContract = { address: rig.contract, abi: ledgerAnchorAbi } as const;
    const [newest] = await client.readContract({ ...anchorContract, functionName: 'latest' });
    const anchors = await Promise.all(
      Array.from({ length: Number(newest) }, (_, index) => rig.store.find(BigInt(index + 1))),
    );
    const roots = anchors.map((anchor) => {
      assert.ok(anchor);
      return { size: anchor.size, root: anchor.root };
    });
    const { items } = await rig.ledger.entries({ limit: 200 });
    assert.equal(items.length, 42);
    for (const { id } of items) {
      const { state, receipt } = await rig.ledger.receiptOf(id);
      assert.equal(state, 'ANCHORED');
      assert.ok(receipt);
      const { logs } = await client.getTransactionReceipt({ hash: hex(receipt.transaction) });
      const [event] = parseEventLogs({ abi: ledgerAnchorAbi, eventName: 'Anchored', logs });
      assert.ok(event);
      assert.equal(event.blockNumber, BigInt(receipt.blockNumber));
      assert.deepEqual(verifyReceipt(receipt, event.args.head), { valid: true });

      const sequence = BigInt(receipt.sequence);
      const since = roots.slice(Number(sequence) - 1);
      const accepts = (leaf: string): Promise<boolean> =>
        client.readContract({
          ...anchorContract,
          functionName: 'verify',
          args: [
            ...([sequence, hex(leaf), BigInt(receipt.index), receipt.proof.map(hex)] as const),
            hex(receipt.previousHead),
            since,
          ],
        });
      assert.equal(await accepts(receipt.leafHash), true);
      assert.equal(await accepts(receipt.root), false);
    }
  });

  it('says POSTED, then SEALED, until the proof is there', async () => {
    const { entryId } = await postEntry(
      rig.backend,
      rentInvoiced({
        chargeId: 'new',
        leaseId: 'l9',
        propertyId: 'p1',
        amount: 1n,
        period: '2026-02',
        effectiveAt: at,
      }),
    );
    assert.equal((await rig.ledger.receiptOf(entryId)).state, 'POSTED');
    await rig.sealAll();
    assert.deepEqual(await rig.ledger.receiptOf(entryId), {
      state: 'SEALED',
      entryId: String(entryId),
      receipt: null,
    });
  });
});
