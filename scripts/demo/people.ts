import {
  acceptInvitation,
  createNonce,
  linkWallet,
  listWallets,
  readSession,
  signIn,
  signUp,
  walletSignIn,
} from '@freehold/shared/auth';
import { nextCode } from '@freehold/shared/authenticator';
import { confirmEmail, readEmail, resendEmailConfirmation } from '@freehold/shared/email';
import type { Role } from '@freehold/shared/permissions';
import { stepUp } from '@freehold/shared/second-factor';
import { createUser } from '@freehold/shared/user';
import { createSiweMessage } from 'viem/siwe';
import { DEMO_ADMIN } from '../start/settings.ts';
import { ApiClient, hasCode } from './api-client.ts';
import { DEMO_PEOPLE, investorAccount, type Person } from './cast.ts';
import { until } from './narrator.ts';
import type { SandboxClient } from './sandbox-client.ts';

const { password } = DEMO_PEOPLE;

/** The administrator, who gives a code after the password, and again when an act asks who is acting. */
export async function adminClient(baseUrl: string): Promise<ApiClient> {
  const { email, password: secret, totpSecret } = DEMO_ADMIN;
  const client = new ApiClient(baseUrl, (self) => giveCode(self, totpSecret));
  await client.call(signIn, { body: { email, password: secret } });
  await giveCode(client, totpSecret);
  return client;
}

/** Another process, or a person, may have used the code of this moment: then the next one is given. */
async function giveCode(client: ApiClient, totpSecret: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await client.call(stepUp, { body: { code: await nextCode(totpSecret) } });
      return;
    } catch (error) {
      if (attempt === 3 || !hasCode(error, 'SECOND_FACTOR_REUSED')) throw error;
    }
  }
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

/**
 * A person invited by the administrator in a role; the second time just signed in. They come in by the link they were
 * mailed, or by the one the administrator sees where no sandbox is given.
 */
export async function invitedPerson(
  admin: ApiClient,
  person: Person,
  role: Role,
  sandbox?: SandboxClient,
): Promise<ApiClient> {
  const known = await signedIn(admin.baseUrl, person);
  if (known !== undefined) return known;
  const { invitation } = await admin.call(createUser, { body: { ...person, role } });
  if (sandbox === undefined) return accept(admin.baseUrl, invitation.token);
  return acceptByMail(admin.baseUrl, person, sandbox);
}

/** Opens the newest invitation that was mailed to this person. */
export async function acceptByMail(
  baseUrl: string,
  person: Person,
  sandbox: SandboxClient,
): Promise<ApiClient> {
  const link = await sandbox.linkMailedTo(person.email, '/accept-invitation');
  return accept(baseUrl, link.searchParams.get('token') ?? '');
}

/** Opens the invitation link: sets the password and is signed in. `prove` as for any client. */
export async function accept(
  baseUrl: string,
  token: string,
  prove?: (client: ApiClient) => Promise<void>,
): Promise<ApiClient> {
  const client = new ApiClient(baseUrl, prove);
  await client.call(acceptInvitation, { body: { token, password } });
  return client;
}

/** An investor with an account of their own, its address confirmed by mail and their wallet linked by a signature. */
export async function investorClient(
  baseUrl: string,
  index: number,
  sandbox: SandboxClient,
): Promise<ApiClient> {
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
  await confirmAddress(client, sandbox);
  const { items } = await client.call(listWallets);
  if (items.length === 0) await proveWallet(client, investorAccount(index));
  return client;
}

/** Reads the mail and follows its link; asks for another one when the last is too old. */
export async function confirmAddress(client: ApiClient, sandbox: SandboxClient): Promise<void> {
  const { email, confirmed, pending } = await client.call(readEmail);
  if (confirmed) return;
  if (pending === null) await client.call(resendEmailConfirmation);
  await until(
    `${email} to be confirmed`,
    async () => {
      const link = await sandbox.linkMailedTo(pending?.email ?? email, '/confirm-email');
      const body = { token: link.searchParams.get('token') ?? '' };
      try {
        await client.call(confirmEmail, { body });
      } catch (error) {
        // A mail of before; or the answer to a first attempt was lost, and the link had worked.
        if (!hasCode(error, 'EMAIL_LINK_INVALID')) throw error;
      }
      return client.call(readSession);
    },
    ({ user }) => user?.emailConfirmed === true,
  );
}

/** Links a wallet to somebody's account from a browser of their own. */
export async function linkWalletOf(
  baseUrl: string,
  credentials: { readonly email: string; readonly password: string },
  account: ReturnType<typeof investorAccount>,
): Promise<void> {
  const client = new ApiClient(baseUrl);
  await client.call(signIn, { body: { email: credentials.email, password: credentials.password } });
  await proveWallet(client, account);
}

type Account = ReturnType<typeof investorAccount>;

/** Opens a session by the signature of a linked wallet alone. */
export async function signInByWallet(client: ApiClient, account: Account): Promise<void> {
  await client.call(walletSignIn, { body: await signedMessage(client, account, 'Sign in to Freehold.') });
}

async function proveWallet(client: ApiClient, account: Account): Promise<void> {
  const body = await signedMessage(client, account, 'Link this wallet to my Freehold account.');
  await client.call(linkWallet, { body });
}

async function signedMessage(client: ApiClient, account: Account, statement: string) {
  const challenge = await client.call(createNonce);
  const message = createSiweMessage({
    address: account.address,
    chainId: challenge.chainId,
    domain: challenge.domain,
    uri: challenge.uri,
    nonce: challenge.nonce,
    version: '1',
    statement,
    issuedAt: new Date(),
  });
  return { message, signature: await account.signMessage({ message }) };
}
