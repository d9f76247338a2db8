import { randomUUID } from 'node:crypto';
import { acceptInvitation, signUp } from '@freehold/shared/auth';
import { confirmEmail } from '@freehold/shared/email';
import { createLease, createUnit, type Lease } from '@freehold/shared/lease';
import { needsSecondFactor, type Role } from '@freehold/shared/permissions';
import { createProperty, type PropertyDetail } from '@freehold/shared/property';
import { createUser } from '@freehold/shared/user';
import { PrismaService } from '../database/prisma.service.ts';
import type { TestApplication } from './test-application.ts';
import type { TestClient } from './test-client.ts';

const password = 'a password of some length';
const unique = (): string => randomUUID().slice(0, 8);

/** The token in the newest link that waits to be mailed to this address; empty when there is none. */
export async function mailedToken(system: TestApplication, email: string): Promise<string> {
  const letters = await system.lettersTo(email);
  const urls = letters.flatMap(({ action }) => (action?.url.includes('token=') ? [action.url] : []));
  return new URL(urls.at(-1) ?? 'none:').searchParams.get('token') ?? '';
}

/** Follows the link that waits to be mailed to who is signed in there. */
export async function confirmAddress(
  system: TestApplication,
  browser: TestClient,
  email: string,
): Promise<void> {
  await browser.call(confirmEmail, { body: { token: await mailedToken(system, email) } });
}

/** A browser in which somebody of this role is signed in, with what the role must have: confirmed mail, second factor. */
export async function someone(
  system: TestApplication,
  admin: TestClient,
  role: Role,
  options: { readonly secondFactor?: boolean; readonly confirmed?: boolean } = {},
): Promise<TestClient> {
  const browser = system.client();
  const email = `${role}-${unique()}@freehold.example`;
  const name = `Some ${role}`;
  if (role === 'investor') {
    const session = await browser.call(signUp, { body: { email, name, password } });
    browser.userId = session.user?.id ?? '';
    if (options.confirmed ?? true) await confirmAddress(system, browser, email);
    return browser;
  }
  const { user } = await admin.call(createUser, { body: { email, name, role } });
  await browser.call(acceptInvitation, { body: { token: await mailedToken(system, email), password } });
  browser.userId = user.id;
  if (options.secondFactor ?? needsSecondFactor(role)) await browser.setUpSecondFactor();
  return browser;
}

export const someAddress = {
  line1: '1 Main Street',
  city: 'Austin',
  region: 'TX',
  postalCode: '78701',
  country: 'US',
};

/** A draft property of this manager. */
export const someProperty = (manager: TestClient, name = `House ${unique()}`): Promise<PropertyDetail> =>
  manager.call(createProperty, {
    body: { name, address: someAddress, valuation: { amount: '100000000', currency: 'USD' } },
  });

/** A new unit of the property, let for 2026 at $1,000 a month to a new tenant, who is signed in. */
export async function someLease(
  system: TestApplication,
  manager: TestClient,
  propertyId: string,
): Promise<{ readonly lease: Lease; readonly tenant: TestClient }> {
  const unit = await manager.call(createUnit, {
    params: { id: propertyId },
    body: { label: `Unit ${unique()}` },
  });
  const email = `tenant-${unique()}@freehold.example`;
  const { lease } = await manager.call(createLease, {
    params: { id: unit.id },
    body: {
      tenant: { email, name: 'Some tenant' },
      rent: { amount: '100000', currency: 'USD' },
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      dueDay: 1,
    },
  });
  const tenant = system.client();
  await tenant.call(acceptInvitation, { body: { token: await mailedToken(system, email), password } });
  tenant.userId = lease.tenant.id;
  return { lease, tenant };
}

/** The body of an approval where the documents of the property are not what a test is about. */
export const withoutDocuments = { overrideReason: 'The documents are not what this test is about.' };

/**
 * Lets the waits that guessing has brought about last a minute longer: the first are of seconds, which a busy machine
 * may need for its next request. Where there is no wait, none begins.
 */
export async function holdLocks(system: TestApplication): Promise<void> {
  await system.app
    .get(PrismaService)
    .pool.query(
      `UPDATE app.sign_in_failure SET locked_until = now() + interval '1 minute' WHERE locked_until > last_failed_at`,
    );
}

/** The code of an error envelope. */
export const codeOf = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
