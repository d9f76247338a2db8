import { readKyc, startKyc } from '@freehold/shared/kyc';
import { createLease, createUnit, listUnits } from '@freehold/shared/lease';
import { listMarkets, openMarket } from '@freehold/shared/marketplace';
import {
  approveProperty,
  createProperty,
  listProperties,
  type PropertyDetail,
  readProperty,
  submitProperty,
} from '@freehold/shared/property';
import { allocateShares, listAllocations, listInvestors, tokenizeProperty } from '@freehold/shared/token';
import { type ApiClient, hasCode } from './api-client.ts';
import { DEMO_PEOPLE } from './cast.ts';
import { ensureDocuments } from './documents.ts';
import { type Narrator, shares, until, usd } from './narrator.ts';
import { accept, acceptByMail, investorClient, signedIn } from './people.ts';
import type { SandboxClient } from './sandbox-client.ts';

const NAME = 'Juniper Court';
const SHARE = 10n ** 18n;
const SUPPLY = 1_000n * SHARE;
const MARKET_FEE_BPS = 50;
const UNITS = [
  { label: 'Flat A', bedrooms: 2, areaSquareMetres: 74, rent: 100_000n },
  { label: 'Flat B', bedrooms: 1, areaSquareMetres: 52, rent: 125_050n },
  { label: 'Shop', bedrooms: 0, areaSquareMetres: 96, rent: 87_599n },
] as const;

/** Uneven on purpose, so that rounding leaves dust to account for. Adds up to 1,000 shares. */
function holdings(): readonly bigint[] {
  const weights = DEMO_PEOPLE.investors.map((_, index) => BigInt((index * 37) % 61) + 3n);
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  const parts = weights.map((weight) => (SUPPLY * weight) / total);
  const rest = SUPPLY - parts.reduce((sum, part) => sum + part, 0n);
  return parts.map((part, index) => (index === 0 ? part + rest : part));
}

export type Estate = { readonly property: PropertyDetail; readonly tenants: readonly ApiClient[] };

/** Property, units, leases and tenants: made the first time, found again later. Tenants come in as `invitedPerson` says. */
export async function ensureEstate(
  admin: ApiClient,
  manager: ApiClient,
  narrator: Narrator,
  sandbox?: SandboxClient,
): Promise<Estate> {
  const { items } = await manager.call(listProperties);
  const id = items.find((item) => item.name === NAME)?.id ?? (await register(manager)).id;
  const tenants = await ensureLeases(manager, id, narrator, sandbox);
  let property = await manager.call(readProperty, { params: { id } });
  await ensureDocuments(manager, property, narrator);
  if (property.state === 'DRAFT') {
    await settle(manager.call(submitProperty, { params: { id } }));
    property = await manager.call(readProperty, { params: { id } });
  }
  if (property.state === 'PENDING_APPROVAL') await settle(admin.call(approveProperty, { params: { id } }));
  property = await manager.call(readProperty, { params: { id } });
  narrator.say(`${property.name}: ${UNITS.length} units let, state ${property.state}`);
  return { property, tenants };
}

/** An act repeated after its first answer got lost finds the work done: that is fine. */
async function settle(act: Promise<unknown>): Promise<void> {
  try {
    await act;
  } catch (error) {
    if (!hasCode(error, 'ILLEGAL_TRANSITION', 'ALREADY_EXISTS')) throw error;
  }
}

function register(manager: ApiClient): Promise<PropertyDetail> {
  return manager.call(createProperty, {
    body: {
      name: NAME,
      description: 'Three lettable units in a 1931 brick corner house, roof renewed in 2022.',
      address: {
        line1: '12 Juniper Street',
        city: 'Portland',
        region: 'OR',
        postalCode: '97205',
        country: 'US',
      },
      valuation: { amount: '48000000', currency: 'USD' },
      // A valuation counts for twelve months, whenever the demonstration is begun.
      valuedOn: new Date(Date.now() - 90 * 86_400_000).toISOString().slice(0, 10),
    },
  });
}

async function ensureLeases(
  manager: ApiClient,
  propertyId: string,
  narrator: Narrator,
  sandbox?: SandboxClient,
): Promise<readonly ApiClient[]> {
  const { items } = await manager.call(listUnits, { params: { id: propertyId } });
  const tenants: ApiClient[] = [];
  for (const [index, unit] of UNITS.entries()) {
    const tenant = DEMO_PEOPLE.tenants[index];
    if (tenant === undefined) throw new Error('A unit of the demonstration has no tenant.');
    const { rent, ...description } = unit;
    const made =
      items.find((item) => item.label === unit.label) ??
      (await manager.call(createUnit, { params: { id: propertyId }, body: description }));
    let client = await signedIn(manager.baseUrl, tenant);
    if (made.lease === null) {
      const { lease, invitation } = await manager.call(createLease, {
        params: { id: made.id },
        body: {
          tenant,
          rent: { amount: rent.toString(), currency: 'USD' },
          startsOn: '2024-01-01',
          endsOn: '2031-12-31',
          dueDay: 1,
        },
      });
      narrator.say(`${unit.label}: let to ${lease.tenant.name} for ${usd(lease.rent.amount)} a month`);
      if (invitation !== null) {
        client = sandbox
          ? await acceptByMail(manager.baseUrl, tenant, sandbox)
          : await accept(manager.baseUrl, invitation.token);
      }
    }
    if (client === undefined)
      throw new Error(`${tenant.email} has a lease but no account. Run \`npm run reset\` and begin anew.`);
    tenants.push(client);
  }
  return tenants;
}

/**
 * Twenty-five investors with accounts and proven wallets, who have passed the identity check on the provider's page and
 * are attested on chain.
 */
export async function ensureInvestors(
  admin: ApiClient,
  sandbox: SandboxClient,
  narrator: Narrator,
): Promise<readonly ApiClient[]> {
  const clients: ApiClient[] = [];
  for (const index of DEMO_PEOPLE.investors.keys()) {
    clients.push(await investorClient(admin.baseUrl, index, sandbox));
  }
  const known = await demoInvestors(admin);
  const unverified = known.filter((investor) => investor.verification.state !== 'VERIFIED');
  for (const client of clients) await passIdentityCheck(client, sandbox);
  const verified = await until(
    'every investor to be verified on chain',
    () => demoInvestors(admin),
    (list) => list.every((investor) => investor.verification.state === 'VERIFIED'),
  );
  narrator.say(
    `${verified.length} investors verified on chain${unverified.length > 0 ? `, last in ${verified.at(-1)?.verification.txHash}` : ' already'}`,
  );
  return clients;
}

/** Begins the check, or goes on with it, and hands in what the page asks for. */
export async function passIdentityCheck(client: ApiClient, sandbox: SandboxClient): Promise<void> {
  const { mayStart, state } = await client.call(readKyc);
  if (!mayStart || state === 'APPROVED') return;
  const { url } = await client.call(startKyc);
  if (url !== null) await sandbox.passIdentityCheck(url);
}

async function demoInvestors(admin: ApiClient) {
  const emails: ReadonlySet<string> = new Set(DEMO_PEOPLE.investors.map((person) => person.email));
  const { items } = await admin.call(listInvestors);
  return items.filter((investor) => emails.has(investor.email));
}

/** The token of the property and who holds it. */
export async function ensureShares(
  admin: ApiClient,
  propertyId: string,
  narrator: Narrator,
): Promise<PropertyDetail> {
  const params = { id: propertyId };
  const property = await admin.call(readProperty, { params });
  if (property.state === 'APPROVED') {
    await admin.call(tokenizeProperty, { params, body: { symbol: 'JUNI', shares: SUPPLY.toString() } });
  }
  const tokenized = await until(
    'the token to be final on chain',
    () => admin.call(readProperty, { params }),
    (p) => p.token !== null && p.state === 'TOKENIZED',
  );
  narrator.say(`token ${tokenized.token?.symbol} at ${tokenized.token?.address}`);

  const { items: before } = await admin.call(listAllocations, { params });
  if (before.length === 0) {
    const parts = holdings();
    const investors = await demoInvestors(admin);
    const order = new Map(DEMO_PEOPLE.investors.map((person, index) => [person.email, index]));
    const allocations = investors.map((investor) => ({
      investorId: investor.id,
      shares: (parts[order.get(investor.email) ?? -1] ?? 0n).toString(),
    }));
    await admin.call(allocateShares, { params, body: { allocations } });
  }
  const { items } = await until(
    'every allocation to be final on chain',
    () => admin.call(listAllocations, { params }),
    (list) =>
      list.items.length >= DEMO_PEOPLE.investors.length && list.items.every((item) => item.state === 'FINAL'),
  );
  const total = items.reduce((sum, item) => sum + BigInt(item.shares), 0n);
  narrator.say(`${shares(total)} in ${items.length} wallets`);
  return tokenized;
}

/** Lets investors trade the shares with each other. */
export async function ensureMarket(admin: ApiClient, propertyId: string, narrator: Narrator): Promise<void> {
  const { items } = await admin.call(listMarkets);
  if (items.some((market) => market.id === propertyId)) return;
  await settle(admin.call(openMarket, { body: { propertyId, feeBps: MARKET_FEE_BPS } }));
  narrator.say(`the market is open; either side of a trade pays ${MARKET_FEE_BPS / 100} %`);
}
