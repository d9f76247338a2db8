import {
  acceptInvitation,
  createNonce,
  linkWallet,
  listWallets,
  signIn,
  signUp,
} from '@freehold/shared/auth';
import type { Role } from '@freehold/shared/permissions';
import { createUser } from '@freehold/shared/user';
import { createSiweMessage } from 'viem/siwe';
import { DEMO_ADMIN } from '../start/settings.ts';
import { ApiClient, hasCode } from './api-client.ts';
import { DEMO_PEOPLE, investorAccount, type Person } from './cast.ts';

const { password } = DEMO_PEOPLE;

export async function adminClient(baseUrl: string): Promise<ApiClient> {
  const client = new ApiClient(baseUrl);
  await client.call(signIn, { body: DEMO_ADMIN });
  return client;
}

/** Signs in, or gives nothing when the person has no account yet. */
export async function signedIn(baseUrl: string, person: Person): Promise<ApiClient | undefined> {
  const client = new ApiClient(baseUrl);
  try {
    await client.call(signIn, { body: { email: person.email, password } });
    return client;
  } catch (error) {
    if (hasCode(error, 'SIGN_IN_FAILED')) return undefined;
    throw error;
  }
}

/** A person invited by the administrator in a role; the second time just signed in. */
export async function invitedPerson(admin: ApiClient, person: Person, role: Role): Promise<ApiClient> {
  const known = await signedIn(admin.baseUrl, person);
  if (known !== undefined) return known;
  const { invitation } = await admin.call(createUser, { body: { ...person, role } });
  return accept(admin.baseUrl, invitation.token);
}

/** Opens the invitation link: sets the password and is signed in. */
export async function accept(baseUrl: string, token: string): Promise<ApiClient> {
  const client = new ApiClient(baseUrl);
  await client.call(acceptInvitation, { body: { token, password } });
  return client;
}

/** An investor with an account of their own and their wallet linked by a signature. */
export async function investorClient(baseUrl: string, index: number): Promise<ApiClient> {
  const person = DEMO_PEOPLE.investors[index];
  if (person === undefined) throw new Error(`The demonstration has no investor ${index}.`);
  let client = await signedIn(baseUrl, person);
  if (client === undefined) {
    client = new ApiClient(baseUrl);
    try {
      await client.call(signUp, { body: { ...person, password } });
    } catch (error) {
      // The answer to a first attempt was lost, the account was not.
      if (!hasCode(error, 'EMAIL_TAKEN')) throw error;
      await client.call(signIn, { body: { email: person.email, password } });
    }
  }
  const { items } = await client.call(listWallets);
  if (items.length === 0) await proveWallet(client, index);
  return client;
}

async function proveWallet(client: ApiClient, index: number): Promise<void> {
  const account = investorAccount(index);
  const challenge = await client.call(createNonce);
  const message = createSiweMessage({
    address: account.address,
    chainId: challenge.chainId,
    domain: challenge.domain,
    uri: challenge.uri,
    nonce: challenge.nonce,
    version: '1',
    statement: 'Link this wallet to my Freehold account.',
    issuedAt: new Date(),
  });
  await client.call(linkWallet, { body: { message, signature: await account.signMessage({ message }) } });
}
