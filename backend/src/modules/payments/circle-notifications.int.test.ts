import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CircleClient } from './domain/circle.client.ts';
import { type Letter, type StripeRig, startStripeRig } from './testing/stripe-rig.ts';

for (const version of ['1', '2'] as const) {
  describe(`notifications of Circle, signed by SNS in version ${version}`, () => {
    let rig: StripeRig;
    let circle: CircleClient;

    before(async () => {
      rig = await startStripeRig(version);
      circle = rig.system.app.get(CircleClient);
    });
    after(() => rig.close());

    const kept = (): Promise<number> =>
      rig.prisma.client.providerEvent.count({ where: { provider: 'circle' } });
    const statusOf = async (): Promise<string | undefined> =>
      (await circle.subscriptions())[0]?.subscriptionDetails[0]?.status;

    async function letter(type: string): Promise<Letter> {
      await rig.settle();
      const found = rig.letters.find((candidate) => candidate.type === type);
      assert.ok(found, `no letter of type ${type}`);
      return found;
    }

    it('begin with a subscription, which is confirmed by visiting its link', async () => {
      await circle.subscribe(rig.letterBox);
      const confirmation = await letter('SubscriptionConfirmation');
      assert.notEqual(await statusOf(), 'confirmed');
      assert.equal((await rig.deliver(confirmation, {}, 'circle')).status, 200);
      assert.equal(await statusOf(), 'confirmed');
    });

    it('are kept once and bring no harm when they come again', async () => {
      await circle.createWireAccount(crypto.randomUUID());
      await rig.pass(1);
      const notification = await letter('Notification');
      for (let time = 0; time < 3; time += 1)
        assert.equal((await rig.deliver(notification, {}, 'circle')).status, 200);
      assert.equal(await kept(), 1);
      await rig.run('provider-inbox');
      const row = await rig.prisma.client.providerEvent.findFirstOrThrow({ where: { provider: 'circle' } });
      assert.deepEqual([row.eventType, row.state], ['wire', 'DONE']);
    });

    it('are refused when a byte, the certificate or the link is not what was signed', async () => {
      const before_ = await kept();
      const notification = await letter('Notification');
      const confirmation = await letter('SubscriptionConfirmation');
      const forged = [
        notification.body.replace('complete', 'Complete'),
        notification.body.replace(/"MessageId":"[^"]*"/, '"MessageId":"another"'),
        notification.body.replace(
          /"SigningCertURL":"[^"]*"/,
          '"SigningCertURL":"http://127.0.0.1:9/cert.pem"',
        ),
        confirmation.body.replace(/"SubscribeURL":"[^"]*"/, '"SubscribeURL":"http://127.0.0.1:9/steal"'),
      ];
      for (const body of forged) {
        assert.notEqual(body, notification.body);
        assert.equal((await rig.deliver(notification, { body }, 'circle')).status, 400);
      }
      assert.equal(await kept(), before_);
    });
  });
}
