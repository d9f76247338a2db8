import { ApiClient } from '@freehold/scripts/demo/api-client';
import { DEMO_PEOPLE } from '@freehold/scripts/demo/cast';
import { accept } from '@freehold/scripts/demo/people';
import { signIn } from '@freehold/shared/auth';
import { nextCode } from '@freehold/shared/authenticator';
import { beginSecondFactor, confirmSecondFactor, stepUp } from '@freehold/shared/second-factor';
import { createUser } from '@freehold/shared/user';

export interface Administrator {
  readonly id: string;
  readonly client: ApiClient;
  readonly email: string;
  readonly password: string;
  readonly totpSecret: string;
}

/** Another administrator, with an authenticator app of their own, who gives its code when an act asks for it. */
export async function secondAdministrator(
  admin: ApiClient,
  person = { email: 'second@freehold.example', name: 'Sigrid Second' },
): Promise<Administrator> {
  const { user, invitation } = await admin.call(createUser, { body: { ...person, role: 'admin' } });
  const newcomer = await accept(admin.baseUrl, invitation.token);
  const { secret } = await newcomer.call(beginSecondFactor);
  await newcomer.call(confirmSecondFactor, { body: { code: await nextCode(secret) } });
  const { password } = DEMO_PEOPLE;
  const client = new ApiClient(admin.baseUrl, async (self) => {
    await self.call(stepUp, { body: { code: await nextCode(secret) } });
  });
  await client.call(signIn, { body: { email: person.email, password } });
  await client.call(stepUp, { body: { code: await nextCode(secret) } });
  return { id: user.id, client, email: person.email, password, totpSecret: secret };
}
