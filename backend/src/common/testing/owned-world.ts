import { randomUUID } from 'node:crypto';
import { listSessions } from '@freehold/shared/auth';
import { beginDocument } from '@freehold/shared/document';
import type { Role } from '@freehold/shared/permissions';
import { approveProperty, createProperty, submitProperty } from '@freehold/shared/property';
import { issueRentCharges, listRentCharges } from '@freehold/shared/rent';
import { PrismaService } from '../database/prisma.service.ts';
import type { TestApplication } from './test-application.ts';
import type { TestClient } from './test-client.ts';
import { someLease, someone, withoutDocuments } from './test-people.ts';

export type ObjectKind =
  | 'property'
  | 'unit'
  | 'rentCharge'
  | 'payment'
  | 'statement'
  | 'dividend'
  | 'payout'
  | 'market'
  | 'order'
  | 'offering'
  | 'subscription'
  | 'session'
  | 'wallet'
  | 'investor'
  | 'ledgerEntry'
  | 'document'
  | 'documentVersion';

const period = '2026-04';

/** One of everything, owned by one manager, one tenant and one investor. */
export async function ownedWorld(system: TestApplication, admin: TestClient, address: object) {
  const manager = await someone(system, admin, 'manager');
  const investor = await someone(system, admin, 'investor');
  const property = await manager.call(createProperty, {
    body: {
      name: 'Owned House',
      address: {
        line1: '1 Main Street',
        city: 'Austin',
        region: 'TX',
        postalCode: '78701',
        country: 'US',
        ...address,
      },
      valuation: { amount: '100000000', currency: 'USD' },
    },
  });
  const { lease, tenant } = await someLease(system, manager, property.id);
  await manager.call(submitProperty, { params: { id: property.id } });
  await admin.call(approveProperty, { params: { id: property.id }, body: withoutDocuments });
  await manager.call(issueRentCharges, { params: { id: property.id }, body: { period } });
  const [charge] = (await tenant.call(listRentCharges, { query: { period } })).items;
  const rentChargeId = charge?.id ?? '';
  const books = await bookIt(system, {
    propertyId: property.id,
    leaseId: lease.id,
    tenantId: tenant.userId,
    managerId: manager.userId,
    investorId: investor.userId,
    rentChargeId,
  });
  const { document, versionId } = await manager.call(beginDocument, {
    params: { id: property.id },
    body: {
      ...{ kind: 'TITLE_DEED', title: 'Deed', audience: 'INVESTORS' },
      file: { name: 'deed.pdf', contentType: 'application/pdf', bytes: 1_000, sha256: 'ab'.repeat(32) },
    },
  });
  const order = await bookOrder(system, { propertyId: property.id, investorId: investor.userId });
  const [session] = (await investor.call(listSessions)).items;
  const ids: Readonly<Record<ObjectKind, string>> = {
    property: property.id,
    unit: lease.unitId,
    rentCharge: rentChargeId,
    market: property.id,
    order,
    session: session?.id ?? '',
    investor: investor.userId,
    ledgerEntry: '1',
    document: document.id,
    documentVersion: versionId,
    ...books,
  };
  const owners: Readonly<Partial<Record<Role, TestClient>>> = { manager, tenant, investor };
  const hidden: Readonly<Partial<Record<ObjectKind, readonly Role[]>>> = {
    // Not tokenized, so that no investor sees it; session and wallet are the investor's.
    property: ['investor'],
    offering: ['investor'],
    document: ['investor'],
    documentVersion: ['investor'],
    session: ['manager', 'tenant'],
    wallet: ['manager', 'tenant'],
  };
  return {
    idOf: (kind: ObjectKind): string => ids[kind],
    ownerOf: (kind: ObjectKind, role: Role): TestClient | undefined =>
      hidden[kind]?.includes(role) ? undefined : owners[role],
  };
}

interface Owned {
  readonly propertyId: string;
  readonly leaseId: string;
  readonly tenantId: string;
  readonly managerId: string;
  readonly investorId: string;
  readonly rentChargeId: string;
}

/** Rows which take money and a chain to come about by themselves. */
async function bookIt(system: TestApplication, owned: Owned) {
  const { client } = system.app.get(PrismaService);
  const holder = `0x${'ab'.repeat(20)}`;
  const [wallet, payment, statement, dividend, payout] = Array.from({ length: 5 }, () => randomUUID());
  const { propertyId, leaseId, tenantId, rentChargeId } = owned;
  const id = (value: string | undefined): string => value ?? '';
  await client.wallet.create({
    data: { id: id(wallet), userId: owned.investorId, address: holder, isPrimary: true },
  });
  const charged = { rentChargeId, leaseId, propertyId, tenantId };
  await client.payment.create({
    data: {
      ...charged,
      id: id(payment),
      amountCents: 100_000n,
      state: 'CREATED',
      idempotencyKey: id(payment),
    },
  });
  const figures = { grossRentCents: 100_000n, processingFeesCents: 0n, expensesCents: 0n };
  const shares = { platformFeeCents: 8_000n, reserveCents: 5_000n, netCents: 87_000n };
  const submitted = { submittedBy: owned.managerId, submittedAt: new Date(), ledgerPosition: 0n };
  await client.incomeStatement.create({
    data: { id: id(statement), propertyId, period, state: 'SUBMITTED', ...figures, ...shares, ...submitted },
  });
  const chain = { chainId: 31_337n, chainDividendId: `0x${'1'.repeat(64)}`, tokenAddress: holder };
  const terms = { statementHash: `0x${'2'.repeat(64)}`, amount: 870_000_000n.toString(), state: 'APPROVED' };
  await client.dividend.create({
    data: { id: id(dividend), propertyId, statementId: id(statement), period, ...chain, ...terms },
  });
  const entitled = { shares: '1000000000000000000', amount: '870000000', state: 'ENTITLED' };
  await client.payout.create({
    data: {
      id: id(payout),
      dividendId: id(dividend),
      propertyId,
      userId: owned.investorId,
      holder,
      ...entitled,
    },
  });
  const [offering, subscription] = [randomUUID(), randomUUID()];
  const bounds = { cap: '10', minimum: '1', minPerInvestor: '1', maxPerInvestor: '10', price: '1' };
  await client.offering.create({
    data: {
      ...{ id: offering, propertyId, chainId: 31_337n, chainOfferingId: `0x${'4'.repeat(64)}`, ...bounds },
      ...{ opensAt: new Date(0), closesAt: new Date('2099-01-01'), state: 'OPEN', requestedBy: 'test' },
    },
  });
  const wish = { shares: '1', cost: '1', method: 'AUTHORIZATION', state: 'INTENT' };
  await client.subscription.create({
    data: { id: subscription, offeringId: offering, userId: owned.investorId, wallet: holder, ...wish },
  });
  return {
    offering,
    subscription,
    wallet: id(wallet),
    payment: id(payment),
    statement: id(statement),
    dividend: id(dividend),
    payout: id(payout),
  };
}

/** An order of the investor in the market of the property. */
async function bookOrder(
  system: TestApplication,
  { propertyId, investorId }: Pick<Owned, 'propertyId' | 'investorId'>,
): Promise<string> {
  const { client } = system.app.get(PrismaService);
  const id = randomUUID();
  const nobody = `0x${'00'.repeat(20)}`;
  const limits = { tick: '10000', lot: '1', maxShares: '1000', maxPrice: '1000000', feeBps: 0 };
  await client.market.create({
    data: {
      id: propertyId,
      chainId: 31_337n,
      tokenAddress: `0x${'cd'.repeat(20)}`,
      state: 'OPEN',
      ...limits,
    },
  });
  await client.marketEngine.create({ data: { marketId: propertyId } });
  const signed = {
    side: 'SELL',
    shares: '1',
    minShares: '0',
    price: '10000',
    feeBps: 0,
    nonce: '1',
    counter: '0',
  };
  const parties = {
    maker: `0x${'ab'.repeat(20)}`,
    taker: nobody,
    settler: nobody,
    hash: `0x${'11'.repeat(32)}`,
    signature: '0x',
  };
  const standing = { immediate: false, expiry: 4_000_000_000n, signedExpiry: 4_000_000_900n, sequence: 1n };
  await client.marketOrder.create({
    data: {
      ...{ id, marketId: propertyId, investorId, openShares: '1', state: 'OPEN' },
      ...signed,
      ...parties,
      ...standing,
    },
  });
  return id;
}
