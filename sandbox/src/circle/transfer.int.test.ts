import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, describe, it } from 'node:test';
import { erc20Abi, getAddress } from 'viem';
import { eventually, fundCircle, refusal, startCircleHarness, subscribe } from '../testing/circle-harness.ts';
import { HOT_WALLET_KEY, startLocalChain } from '../testing/local-chain.ts';
import { verifySns } from '../testing/sns-verifier.ts';

const TREASURY = getAddress('0x00000000000000000000000000000000000f5ee1');
const chain = await startLocalChain();
after(() => chain.stop());
const harness = await startCircleHarness({
  chain: { rpcUrl: chain.rpcUrl, hotWalletKey: HOT_WALLET_KEY, usdc: { address: chain.usdc } },
});
const { circle, sandbox, hooks } = harness;

const balanceOf = (address: `0x${string}`) =>
  chain.client.readContract({
    address: chain.usdc,
    abi: erc20Abi,
    functionName: 'balanceOf',
    args: [address],
  });
const available = async () => (await circle.balances.listBusinessBalances()).data.data?.available[0]?.amount;

async function activeRecipient(address: string): Promise<string> {
  const created = await circle.addresses.createBusinessRecipientAddress({
    idempotencyKey: randomUUID(),
    address,
    chain: 'BASE',
    currency: 'USD',
    description: 'Treasury',
  });
  assert.equal(created.data.data?.status, 'pending_verification');
  sandbox.advance(2);
  return String(created.data.data?.id);
}

async function transfer(addressId: string, amount: string, idempotencyKey: string = randomUUID()) {
  const answer = await circle.transfers.createBusinessTransfer({
    idempotencyKey,
    destination: { type: 'verified_blockchain', addressId },
    amount: { amount, currency: 'USD' },
  });
  if (answer.data.data === undefined) throw new Error('no transfer');
  return answer.data.data;
}

const settled = (id: string) =>
  eventually(
    async () => (await circle.transfers.getBusinessTransfer(id)).data.data,
    (value) => value?.status !== 'pending',
  );

describe('a transfer from Circle to the chain', () => {
  it('really moves USDC and reports pending, then a hash, then complete', async () => {
    await subscribe(harness);
    await fundCircle(harness, '970.70');
    assert.equal(await available(), '970.70');
    const recipient = await activeRecipient(TREASURY);

    const created = await transfer(recipient, '970.70');
    assert.equal(created.status, 'pending');
    assert.equal(created.transactionHash, undefined);
    const done = await settled(created.id);
    assert.equal(done?.status, 'complete');
    assert.equal(await balanceOf(TREASURY), 970_700_000n);
    assert.equal(await available(), '0.00');
    const receipt = await chain.client.getTransactionReceipt({
      hash: `0x${String(done?.transactionHash).slice(2)}`,
    });
    assert.equal(receipt.status, 'success');
    assert.equal(getAddress(receipt.from), chain.hotWallet);
  });

  it('tells its subscribers, signed, what happened to the wire, the deposit, the recipient and the transfer', async () => {
    await hooks.waitFor((caught) => caught.filter((item) => item.body.includes('transfers')).length >= 3);
    const envelopes = await Promise.all(hooks.caught.slice(1).map((item) => verifySns(item.body)));
    const told = envelopes.map((envelope) => {
      const message = JSON.parse(envelope.Message);
      const resource = message.wire ?? message.deposit ?? message.transfer ?? message.addressBookRecipient;
      return `${message.notificationType}:${resource.status}${resource.transactionHash === undefined ? '' : '+hash'}`;
    });
    assert.deepEqual(told, [
      'wire:complete',
      'deposits:pending',
      'deposits:complete',
      'addressBookRecipients:pending_verification',
      'addressBookRecipients:active',
      'transfers:pending',
      'transfers:pending+hash',
      'transfers:complete+hash',
    ]);
    assert.equal(hooks.caught[1]?.headers['x-amz-sns-message-type'], 'Notification');
    assert.match(String(hooks.caught[1]?.headers['content-type']), /^text\/plain/);
  });

  it('sends once for one idempotency key and refuses the key for another body', async () => {
    await fundCircle(harness, '20.00');
    const recipient = await activeRecipient(TREASURY);
    const before = await balanceOf(TREASURY);
    const key = randomUUID();
    const first = await transfer(recipient, '5.25', key);
    const again = await transfer(recipient, '5.25', key);
    assert.equal(again.id, first.id);
    assert.equal((await refusal(transfer(recipient, '5.26', key))).status, 409);
    await settled(first.id);
    assert.equal((await balanceOf(TREASURY)) - before, 5_250_000n);
  });

  it('fails with insufficient_funds and holds nothing', async () => {
    const recipient = await activeRecipient(TREASURY);
    const before = await available();
    const failed = await transfer(recipient, '1000000.00');
    assert.equal(failed.status, 'failed');
    assert.equal(failed.errorCode, 'insufficient_funds');
    assert.equal(await available(), before);
  });

  it('fails with blockchain_error when the token refuses, and gives the money back', async () => {
    const blocked = getAddress('0x00000000000000000000000000000000000bad01');
    await chain.asOwner({ functionName: 'blacklist', args: [blocked] });
    const recipient = await activeRecipient(blocked);
    const before = await available();
    const created = await transfer(recipient, '1.00');
    const done = await settled(created.id);
    assert.equal(done?.status, 'failed');
    assert.equal(done?.errorCode, 'blockchain_error');
    assert.equal(await available(), before);
  });

  it('is sent again, the same bytes, when the chain loses the block it was in', async () => {
    await fundCircle(harness, '30.00');
    const recipient = await activeRecipient(TREASURY);
    const before = await balanceOf(TREASURY);
    const snapshot = await chain.rpc('evm_snapshot', []);
    const lost = await settled((await transfer(recipient, '10.00')).id);
    await chain.rpc('evm_revert', [snapshot]);
    assert.equal(await balanceOf(TREASURY), before);
    const next = await settled((await transfer(recipient, '2.00')).id);
    assert.equal(next?.status, 'complete');
    assert.equal(await balanceOf(TREASURY), before + 12_000_000n);
    const receipt = await chain.client.getTransactionReceipt({
      hash: `0x${String(lost?.transactionHash).slice(2)}`,
    });
    assert.equal(receipt.status, 'success');
  });

  it('is signed anew when somebody else takes its nonce', async () => {
    const recipient = await activeRecipient(TREASURY);
    const before = await balanceOf(TREASURY);
    await chain.rpc('evm_setAutomine', [false]);
    const created = await transfer(recipient, '3.00');
    const sent = await eventually(
      async () => (await circle.transfers.getBusinessTransfer(created.id)).data.data?.transactionHash,
      (hash) => hash !== undefined,
    );
    await chain.rpc('anvil_dropTransaction', [sent]);
    await chain.useNonceElsewhere();
    await chain.rpc('evm_setAutomine', [true]);
    await chain.rpc('evm_mine', []);
    const done = await settled(created.id);
    assert.equal(done?.status, 'complete');
    assert.notEqual(done?.transactionHash, sent);
    assert.equal(await balanceOf(TREASURY), before + 3_000_000n);
  });

  it('keeps its books in balance with the chain', async () => {
    const report: unknown = await harness.control('GET', '/ledger');
    assert.ok(report !== null && typeof report === 'object' && 'ok' in report && 'balances' in report);
    assert.equal(report.ok, true);
    const balances: unknown = report.balances;
    assert.ok(balances !== null && typeof balances === 'object' && 'world:chain' in balances);
    assert.equal(balances['world:chain'], String(await balanceOf(TREASURY)));
  });
});
