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
import type { RequestOf } from '@freehold/shared/route';
import { listInvestors } from '@freehold/shared/token';
import { type ApiClient, hasCode } from './api-client.ts';
import { DEMO_PEOPLE } from './cast.ts';
import { ensureDocuments } from './documents.ts';
import { type Narrator, until, usd } from './narrator.ts';
import { accept, acceptByMail, investorClient, signedIn } from './people.ts';
import type { SandboxClient } from './sandbox-client.ts';

const MARKET_FEE_BPS = 50;
/** People signing up or handing in documents at the same time: more would only wait for each other. */
const AT_ONCE = 5;

// A valuation counts for twelve months, whenever the demonstration is begun.
const LAST_QUARTER = new Date(Date.now() - 90 * 86_400_000).toISOString().slice(0, 10);

const JUNIPER_COURT: RequestOf<typeof createProperty>['body'] = {
  name: 'Juniper Court',
  description: 'Three lettable units in a 1931 brick corner house, roof renewed in 2022.',
  address: {
    line1: '12 Juniper Street',
    city: 'Portland',
    region: 'OR',
    postalCode: '97205',
    country: 'US',
  },
  valuation: { amount: '48000000', currency: 'USD' },
  valuedOn: LAST_QUARTER,
};
const QUARRY_LOFTS: RequestOf<typeof createProperty>['body'] = {
  name: 'Quarry Lofts',
  description: 'Eight lofts in a former stone mill, rebuilt in 2025 and about to be let for the first time.',
  address: {
    line1: '4 Quarry Road',
    city: 'Portland',
    region: 'OR',
    postalCode: '97214',
    country: 'US',
  },
  valuation: { amount: '120000000', currency: 'USD' },
  valuedOn: LAST_QUARTER,
};
const UNITS = [
  { label: 'Flat A', bedrooms: 2, areaSquareMetres: 74, rent: 100_000n },
  { label: 'Flat B', bedrooms: 1, areaSquareMetres: 52, rent: 125_050n },
  { label: 'Shop', bedrooms: 0, areaSquareMetres: 96, rent: 87_599n },
] as const;

/** Square metres of each. */
const LOFTS = [118, 104, 96, 96, 122, 104, 88, 140] as const;

export type Estate = { readonly property: PropertyDetail; readonly tenants: readonly ApiClient[] };

/** Property, units, leases and tenants: made the first time, found again later. Tenants come in as `invitedPerson` says. */
export async function ensureEstate(
  admin: ApiClient,
  manager: ApiClient,
  narrator: Narrator,
  sandbox?: SandboxClient,
): Promise<Estate> {
  const id = await ensureRegistered(manager, JUNIPER_COURT);
  const tenants = await ensureLeases(manager, id, narrator, sandbox);
  await ensureDocuments(manager, await manager.call(readProperty, { params: { id } }), narrator);
  const property = await ensureApproved(admin, manager, id);
  narrator.say(`${property.name}: ${UNITS.length} units let, state ${property.state}`);
  return { property, tenants };
}

/** A second, vacant property, whose shares are on sale while a visitor looks around. */
export async function ensureQuarry(
  admin: ApiClient,
  manager: ApiClient,
  narrator: Narrator,
): Promise<PropertyDetail> {
  const id = await ensureRegistered(manager, QUARRY_LOFTS);
  const params = { id };
  const { items } = await manager.call(listUnits, { params });
  for (const [index, areaSquareMetres] of LOFTS.entries()) {
    const label = `Loft ${index + 1}`;
    if (items.some((item) => item.label === label)) continue;
    await settle(manager.call(createUnit, { params, body: { label, bedrooms: 2, areaSquareMetres } }));
  }
  await ensureDocuments(manager, await manager.call(readProperty, { params }), narrator);
  return ensureApproved(admin, manager, id);
}

async function ensureRegistered(manager: ApiClient, wanted: typeof JUNIPER_COURT): Promise<string> {
  const { items } = await manager.call(listProperties);
  const known = items.find((item) => item.name === wanted.name);
  return (known ?? (await manager.call(createProperty, { body: wanted }))).id;
}

async function ensureApproved(admin: ApiClient, manager: ApiClient, id: string): Promise<PropertyDetail> {
  const params = { id };
  const { state } = await manager.call(readProperty, { params });
  if (state === 'DRAFT') await settle(manager.call(submitProperty, { params }));
  if (state === 'DRAFT' || state === 'PENDING_APPROVAL') {
    await settle(admin.call(approveProperty, { params }));
  }
  return manager.call(readProperty, { params });
}

/** An act repeated after its first answer got lost finds the work done: that is fine. */
async function settle(act: Promise<unknown>): Promise<void> {
  try {
    await act;
  } catch (error) {
    if (!hasCode(error, 'ILLEGAL_TRANSITION', 'ALREADY_EXISTS')) throw error;
  }
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
  const clients = await someAtOnce([...DEMO_PEOPLE.investors.keys()], (index) =>
    investorClient(admin.baseUrl, index, sandbox),
  );
  const known = await demoInvestors(admin);
  const unverified = known.filter((investor) => investor.verification.state !== 'VERIFIED');
  await someAtOnce(clients, (client) => passIdentityCheck(client, sandbox));
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

/** As `Promise.all`, a few at a time. */
async function someAtOnce<In, Out>(
  items: readonly In[],
  work: (item: In) => Promise<Out>,
): Promise<readonly Out[]> {
  const done: Out[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    done.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(work))));
  }
  return done;
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

/** Lets investors trade the shares with each other. */
export async function ensureMarket(admin: ApiClient, propertyId: string, narrator: Narrator): Promise<void> {
  const { items } = await admin.call(listMarkets);
  if (items.some((market) => market.id === propertyId)) return;
  await settle(admin.call(openMarket, { body: { propertyId, feeBps: MARKET_FEE_BPS } }));
  narrator.say(`the market is open; either side of a trade pays ${MARKET_FEE_BPS / 100} %`);
}
