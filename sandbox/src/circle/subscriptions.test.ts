import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fundCircle, refusal, startCircleHarness, subscribe } from '../testing/circle-harness.ts';
import { verifySns } from '../testing/sns-verifier.ts';

const harness = await startCircleHarness({ circleSignatureVersion: '2' });
const { circle, hooks, control } = harness;

describe('notification subscriptions', () => {
  it('stay pending until the signed link is visited, then carry signed notifications', async () => {
    await subscribe(harness);
    const [subscription] = (await circle.subscriptions.listSubscriptions()).data.data ?? [];
    assert.equal(subscription?.subscriptionDetails?.[0]?.status, 'confirmed');
    await fundCircle(harness, '5.00');
    await hooks.waitFor((caught) => caught.length >= 4);
    const envelope = await verifySns(hooks.caught[3]?.body ?? '');
    assert.equal(envelope.SignatureVersion, '2');
    const message = JSON.parse(envelope.Message);
    assert.equal(message.notificationType, 'deposits');
    assert.deepEqual(message.deposit.amount, { amount: '5.00', currency: 'USD' });
  });

  it('are one per endpoint and three at most', async () => {
    const again = await circle.subscriptions.createSubscription({ endpoint: hooks.url });
    assert.equal(again.data.data?.subscriptionDetails?.[0]?.status, 'confirmed');
    await circle.subscriptions.createSubscription({ endpoint: `${hooks.url}/2` });
    await circle.subscriptions.createSubscription({ endpoint: `${hooks.url}/3` });
    assert.equal(
      (await refusal(circle.subscriptions.createSubscription({ endpoint: `${hooks.url}/4` }))).status,
      400,
    );
  });

  it('cannot be deleted while pending', async () => {
    const list = (await circle.subscriptions.listSubscriptions()).data.data ?? [];
    const pending = list.find((item) => item.subscriptionDetails?.[0]?.status === 'pending');
    assert.equal((await refusal(circle.subscriptions.deleteSubscription(String(pending?.id)))).status, 400);
    const confirmed = list.find((item) => item.subscriptionDetails?.[0]?.status === 'confirmed');
    assert.equal((await circle.subscriptions.deleteSubscription(String(confirmed?.id))).status, 200);
  });

  it('are not confirmed by a made-up token', async () => {
    const answer = await fetch(`${harness.sandbox.circleUrl}/sns?Action=ConfirmSubscription&Token=guess`);
    assert.equal(answer.status, 400);
  });

  it('carry a broken signature under the bad_signature fault', async () => {
    const [item] = ((await circle.subscriptions.listSubscriptions()).data.data ?? []).filter(
      (subscription) => subscription.subscriptionDetails?.[0]?.status === 'pending',
    );
    hooks.caught.length = 0;
    await control('POST', '/faults', { route: '*', kind: 'bad_signature' });
    await circle.subscriptions.createSubscription({ endpoint: String(item?.endpoint) });
    await hooks.waitFor((caught) => caught.length >= 1);
    await assert.rejects(verifySns(hooks.caught[0]?.body ?? ''), /signature is wrong/);
  });
});
