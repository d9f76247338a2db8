import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Circle } from '@circle-fin/circle-sdk';
import Stripe from 'stripe';
import { erc20Abi, getAddress } from 'viem';
import { z } from 'zod';
import { SANDBOX_KEYS } from './server.ts';
import { eventually, wireAccountRequest } from './testing/circle-harness.ts';
import { HOT_WALLET_KEY, startLocalChain } from './testing/local-chain.ts';
import { sandboxProcess } from './testing/sandbox-process.ts';
import { callControl, RENT, submitPage, VALID_CARD } from './testing/stripe-harness.ts';
import { catchWebhooks } from './testing/webhook-catcher.ts';

const TREASURY = getAddress('0x00000000000000000000000000000000000f5ee1');
const TRANSFERS = 6;
const KILLS = 6;

const directory = mkdtempSync(join(tmpdir(), 'freehold-sandbox-'));
const chain = await startLocalChain({ blockTimeSeconds: 1 });
const hooks = await catchWebhooks();
const deploymentFile = join(directory, 'deployment.json');
const sandbox = await sandboxProcess({
  SANDBOX_DATA_DIR: join(directory, 'data'),
  RPC_URL: chain.rpcUrl,
  DEPLOYMENT_FILE: deploymentFile,
  CIRCLE_HOT_WALLET_KEY: HOT_WALLET_KEY,
  STRIPE_WEBHOOK_URL: hooks.url,
});
await sandbox.start();
after(async () => {
  await sandbox.kill('SIGKILL');
  await hooks.stop();
  await chain.stop();
  rmSync(directory, { recursive: true, force: true });
});

const stripeUrl = new URL(sandbox.stripeUrl);
const stripe = new Stripe(SANDBOX_KEYS.stripeApiKey, {
  host: stripeUrl.hostname,
  port: Number(stripeUrl.port),
  protocol: 'http',
  telemetry: false,
});
const circle = new Circle(SANDBOX_KEYS.circleApiKey, sandbox.circleUrl);
const ledgerSchema = z.object({ ok: z.boolean(), balances: z.record(z.string(), z.string()) });
const ledger = async () => ledgerSchema.parse(await callControl(sandbox.stripeUrl, 'GET', '/ledger'));

/** Calls until it is answered, through whatever dies in between and however long it takes to come back. */
async function insist<T>(call: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + 300_000; ; ) {
    try {
      return await call();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

describe('kill -9', () => {
  it('loses nothing that was answered: sessions, events, clock, open webhooks', async () => {
    hooks.answer = () => 500;
    const session = await stripe.checkout.sessions.create(RENT);
    assert.equal((await submitPage(session, VALID_CARD)).status, 303);
    await callControl(sandbox.stripeUrl, 'POST', '/clock/advance', { hours: 5 });
    await sandbox.kill('SIGKILL');
    hooks.caught.length = 0;
    hooks.answer = () => 200;
    await sandbox.start();
    const after = await stripe.checkout.sessions.retrieve(session.id);
    assert.equal(after.payment_status, 'paid');
    const clock = z
      .object({ aheadSeconds: z.number() })
      .parse(await callControl(sandbox.stripeUrl, 'GET', '/clock'));
    assert.ok(clock.aheadSeconds >= 5 * 3_600 - 1);
    await hooks.waitFor((caught) => caught.length >= 4);
    assert.equal((await stripe.events.list()).data.length, 4);
  });

  it('stops cleanly on SIGTERM, also while a client keeps a request open', async (t) => {
    // Half a request: a server that waited for the rest would wait for ever.
    const idler = connect(Number(stripeUrl.port), stripeUrl.hostname);
    await once(idler, 'connect');
    idler
      .on('error', () => undefined)
      .write('POST /v1/customers HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n');
    const stopped = await sandbox.kill('SIGTERM');
    idler.destroy();
    assert.equal(stopped.code, 0);
    t.diagnostic(`ended after ${stopped.ms} ms (goal: 3,000)`);
    await sandbox.start();
  });

  it('at any moment of a run of transfers pays each once, and the books equal the chain', async () => {
    await callControl(sandbox.stripeUrl, 'POST', '/bank/deposits', { amount: '1000000' });
    const addressId = await prepareTransfers();
    // The token's address becomes known only now, as when contracts are deployed after the sandbox started.
    writeFileSync(deploymentFile, JSON.stringify({ chainId: 31_337, usdc: chain.usdc }));
    const transfers = Promise.all(
      Array.from({ length: TRANSFERS }, (_, index) => {
        const request = {
          idempotencyKey: randomUUID(),
          destination: { type: 'verified_blockchain' as const, addressId },
          amount: { amount: `${index + 1}.50`, currency: 'USD' as const },
        };
        return insist(() => circle.transfers.createBusinessTransfer(request));
      }),
    );
    const pauses: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      pauses.push(randomInt(50, 1_500));
      await new Promise((resolve) => setTimeout(resolve, pauses.at(-1)));
      await sandbox.kill('SIGKILL');
      await sandbox.start();
    }
    const ids = (await transfers).map((answer) => String(answer.data.data?.id));
    assert.equal(new Set(ids).size, TRANSFERS);
    const list = await eventually(
      async () => (await circle.transfers.listBusinessTransfers()).data.data ?? [],
      (all) => all.length === TRANSFERS && all.every((transfer) => transfer.status !== 'pending'),
      180_000,
    );
    assert.ok(
      list.every((transfer) => transfer.status === 'complete'),
      `pauses ${pauses}`,
    );
    const paid = await chain.client.readContract({
      address: chain.usdc,
      abi: erc20Abi,
      functionName: 'balanceOf',
      args: [TREASURY],
    });
    assert.equal(paid, 24_000_000n, `pauses ${pauses}`);
    const report = await ledger();
    assert.equal(report.ok, true);
    assert.equal(report.balances['world:chain'], '24000000');
    assert.equal(report.balances['circle:transfer_in_flight'], '0');
  });
});

async function prepareTransfers(): Promise<string> {
  const advance = (seconds: number) => callControl(sandbox.stripeUrl, 'POST', '/clock/advance', { seconds });
  const account = (await circle.wires.createBusinessWireAccount(wireAccountRequest())).data.data;
  const recipient = await circle.addresses.createBusinessRecipientAddress({
    idempotencyKey: randomUUID(),
    address: TREASURY,
    chain: 'BASE',
    currency: 'USD',
    description: 'Treasury',
  });
  await advance(3);
  const instructions = (await circle.wires.getBusinessWireAccountInstructions(String(account?.id))).data.data;
  await circle.payments.createMockWirePayment({
    trackingRef: String(instructions?.trackingRef),
    amount: { amount: '10000.00', currency: 'USD' },
    beneficiaryBank: { accountNumber: String(instructions?.beneficiaryBank?.accountNumber) },
  });
  await advance(16 * 60);
  return String(recipient.data.data?.id);
}
