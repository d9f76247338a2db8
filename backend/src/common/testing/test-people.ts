import { randomUUID } from 'node:crypto';
import { acceptInvitation, signUp } from '@freehold/shared/auth';
import { createLease, createUnit, type Lease } from '@freehold/shared/lease';
import { needsSecondFactor, type Role } from '@freehold/shared/permissions';
import { createProperty, type PropertyDetail } from '@freehold/shared/property';
import { createUser } from '@freehold/shared/user';
import type { TestApplication } from './test-application.ts';
import type { TestClient } from './test-client.ts';

const password = 'a password of some length';
const unique = (): string => randomUUID().slice(0, 8);

/** A browser in which somebody of this role is signed in, with a second factor where the role must have one. */
export async function someone(
  system: TestApplication,
  admin: TestClient,
  role: Role,
  options: { readonly secondFactor?: boolean } = {},
): Promise<TestClient> {
  const browser = system.client();
  const email = `${role}-${unique()}@freehold.example`;
  const name = `Some ${role}`;
  if (role === 'investor') {
    const session = await browser.call(signUp, { body: { email, name, password } });
    browser.userId = session.user?.id ?? '';
    return browser;
  }
  const { user, invitation } = await admin.call(createUser, { body: { email, name, role } });
  await browser.call(acceptInvitation, { body: { token: invitation.token, password } });
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
  const { lease, invitation } = await manager.call(createLease, {
    params: { id: unit.id },
    body: {
      tenant: { email: `tenant-${unique()}@freehold.example`, name: 'Some tenant' },
      rent: { amount: '100000', currency: 'USD' },
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      dueDay: 1,
    },
  });
  const tenant = system.client();
  await tenant.call(acceptInvitation, { body: { token: invitation?.token ?? '', password } });
  tenant.userId = lease.tenant.id;
  return { lease, tenant };
}

/** The body of an approval where the papers of the property are not what a test is about. */
export const withoutPapers = { overrideReason: 'The papers are not what this test is about.' };

/** The code of an error envelope. */
export const codeOf = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
