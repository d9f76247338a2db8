import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type PropertyDetail,
  readProperty,
  rejectProperty,
  submitProperty,
  updateProperty,
} from '@freehold/shared/property';
import { startTestApplication, type TestApplication } from '../../common/testing/test-application.ts';
import type { TestClient } from '../../common/testing/test-client.ts';
import { codeOf, someone, someProperty } from '../../common/testing/test-people.ts';

let system: TestApplication;
let admin: TestClient;
let manager: TestClient;
before(async () => {
  system = await startTestApplication();
  admin = await system.admin();
  manager = await someone(system, admin, 'manager');
});
after(() => system.close());

const factsOf = ({ name, description, address, valuation, valuedOn }: PropertyDetail) => ({
  ...{ name, description, address, valuedOn },
  valuation: { amount: valuation.amount, currency: 'USD' as const },
});

describe('a draft of a property', () => {
  it('is corrected after it came back, and its history says what changed', async () => {
    const draft = await someProperty(manager);
    const params = { id: draft.id };
    await manager.call(submitProperty, { params });
    await admin.call(rejectProperty, { params, body: { reason: 'The valuation is two years old.' } });
    const body = {
      ...factsOf(draft),
      valuation: { amount: '123456789', currency: 'USD' as const },
      valuedOn: '2026-06-30',
    };
    const corrected = await manager.call(updateProperty, { params, body });
    assert.deepEqual(
      [corrected.valuation.amount, corrected.valuedOn, corrected.name, corrected.state],
      ['123456789', '2026-06-30', draft.name, 'DRAFT'],
    );
    assert.equal(corrected.rejectionReason, 'The valuation is two years old.');
    const last = corrected.transitions.at(-1);
    assert.deepEqual([last?.from, last?.to, last?.actor?.id], ['DRAFT', 'DRAFT', manager.userId]);
    assert.equal(last?.reason, 'Changed: valuation, day of the valuation.');
  });

  it('keeps a history without steps that changed nothing', async () => {
    const draft = await someProperty(manager);
    const again = await manager.call(updateProperty, { params: { id: draft.id }, body: factsOf(draft) });
    assert.equal(again.transitions.length, draft.transitions.length);
  });

  it('is changed neither once it was handed in nor by another manager', async () => {
    const draft = await someProperty(manager);
    const params = { id: draft.id };
    const body = { ...factsOf(draft), name: 'Another name' };
    const stranger = await someone(system, admin, 'manager');
    assert.equal((await stranger.send(updateProperty, { params, body })).status, 404);
    await manager.call(submitProperty, { params });
    const late = await manager.send(updateProperty, { params, body });
    assert.deepEqual([late.status, codeOf(late.body)], [409, 'ILLEGAL_TRANSITION']);
    assert.equal((await manager.call(readProperty, { params })).name, draft.name);
  });
});
