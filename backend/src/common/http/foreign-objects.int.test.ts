import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { can, type Role, roles } from '@freehold/shared/permissions';
import type { Route } from '@freehold/shared/route';
import { allRoutes } from '@freehold/shared/routes';
import { type ObjectKind, ownedWorld } from '../testing/owned-world.ts';
import { startTestApplication, type TestApplication, testDeployment } from '../testing/test-application.ts';
import type { TestClient } from '../testing/test-client.ts';
import { codeOf, someAddress, someone } from '../testing/test-people.ts';

/**
 * What the last object of a path is, by the word before it, and which roles see only their own of it. Whoever adds a
 * route to a new kind of object says here whose it is.
 */
const kinds: Readonly<Record<string, { readonly kind: ObjectKind; readonly own: readonly Role[] }>> = {
  properties: { kind: 'property', own: ['manager', 'tenant', 'investor'] },
  units: { kind: 'unit', own: ['manager'] },
  'rent-charges': { kind: 'rentCharge', own: ['tenant', 'manager'] },
  payments: { kind: 'payment', own: ['tenant', 'manager'] },
  'income-statements': { kind: 'statement', own: ['manager'] },
  dividends: { kind: 'dividend', own: ['manager', 'investor'] },
  payouts: { kind: 'payout', own: ['investor'] },
  offerings: { kind: 'offering', own: ['manager', 'investor'] },
  subscriptions: { kind: 'subscription', own: ['investor'] },
  sessions: { kind: 'session', own: roles },
  wallets: { kind: 'wallet', own: roles },
  orders: { kind: 'order', own: ['investor'] },
  documents: { kind: 'document', own: ['manager', 'investor'] },
  'document-versions': { kind: 'documentVersion', own: ['manager', 'investor'] },
  // People, acts of compliance and the books belong to the platform: who may see them sees them all.
  investors: { kind: 'investor', own: [] },
  // Everybody who may trade sees every market.
  markets: { kind: 'market', own: [] },
  users: { kind: 'investor', own: [] },
  entries: { kind: 'ledgerEntry', own: [] },
  acts: { kind: 'investor', own: [] },
  'proceeds-payouts': { kind: 'investor', own: [] },
};

const someFile = { name: 'a.pdf', contentType: 'application/pdf', bytes: 1, sha256: 'cd'.repeat(32) };

/** A body that passes for each route that needs one, so that the object is what is refused. */
const bodies: Readonly<Record<string, object>> = {
  updateProperty: {
    name: 'House of somebody else',
    address: someAddress,
    valuation: { amount: '100', currency: 'USD' },
    valuedOn: '2026-01-01',
  },
  createUnit: { label: 'Flat of somebody else' },
  createLease: {
    tenant: { email: 'guest@freehold.example', name: 'Guest' },
    rent: { amount: '100000', currency: 'USD' },
    startsOn: '2027-01-01',
    endsOn: '2027-12-31',
    dueDay: 1,
  },
  issueRentCharges: { period: '2026-05' },
  createExpense: {
    period: '2026-05',
    category: 'REPAIRS',
    description: 'Paint',
    amount: { amount: '100', currency: 'USD' },
    incurredOn: '2026-05-02',
  },
  createSubscription: { wallet: `0x${'ab'.repeat(20)}`, shares: '1' },
  authorizeSubscription: { signature: '0x00' },
  registerPayoutAddress: { address: `0x${'ab'.repeat(20)}` },
  beginDocument: { kind: 'OTHER', title: 'Document', audience: 'MANAGEMENT', file: someFile },
  beginDocumentVersion: { file: someFile },
  changeDocumentAudience: { audience: 'INVESTORS' },
  reportSubscription: { txHash: `0x${'3'.repeat(64)}` },
};
const queries: Readonly<Record<string, object>> = {
  readRentRoll: { period: '2026-04' },
  checkSubscription: { wallet: `0x${'ab'.repeat(20)}`, shares: '1' },
};

const objectOf = (route: Route): string => /([\w-]+)\/:id/.exec(route.path)?.[1] ?? '';
const named = allRoutes.filter(({ route }) => route.path.includes('/:id'));

describe('objects of somebody else', () => {
  let system: TestApplication;
  let world: Awaited<ReturnType<typeof ownedWorld>>;
  const rivals = new Map<Role, TestClient>();
  before(async () => {
    // An order is signed for a marketplace: where there is none, there are no orders either.
    const marketplace = `0x${'9'.repeat(40)}` as const;
    system = await startTestApplication({}, { ...testDeployment, marketplace });
    const admin = await system.admin();
    world = await ownedWorld(system, admin, someAddress);
    for (const role of roles) rivals.set(role, await someone(system, admin, role));
  });
  after(() => system.close());

  it('are classified, every kind of them', () => {
    const unknown = named.filter(({ route }) => kinds[objectOf(route)] === undefined);
    assert.deepEqual(
      unknown.map(({ route }) => route.path),
      [],
    );
  });

  for (const { name, route } of named) {
    const entry = kinds[objectOf(route)];
    for (const role of entry?.own ?? []) {
      if (entry === undefined || route.access === 'public' || !can(role, route.access)) continue;
      it(`look to another ${role} as if they did not exist: ${route.method} ${route.path}`, async () => {
        const request = {
          params: { id: world.idOf(entry.kind), period: '2026-04' },
          query: queries[name],
          body: bodies[name] ?? {},
        };
        const rival = rivals.get(role);
        assert.ok(rival);
        const refused = await rival.send(route, request);
        assert.deepEqual(
          [refused.status, codeOf(refused.body)],
          [404, 'NOT_FOUND'],
          `${name} as another ${role}: ${JSON.stringify(refused.body)}`,
        );
        // The id is that of something real: its owner, if any has that role, is not told the same.
        const owner = world.ownerOf(entry.kind, role);
        if (route.method !== 'GET' || owner === undefined) return;
        const shown = await owner.send(route, request);
        assert.ok(
          ![404, 400, 500].includes(shown.status),
          `${name} as its owner: ${JSON.stringify(shown.body)}`,
        );
      });
    }
  }
});
