import type { ApiClient } from '@freehold/scripts/demo/api-client';
import { DEMO_PEOPLE } from '@freehold/scripts/demo/cast';
import { accept } from '@freehold/scripts/demo/people';
import { nextCode } from '@freehold/shared/authenticator';
import { beginSecondFactor, confirmSecondFactor, stepUp } from '@freehold/shared/second-factor';
import { createUser } from '@freehold/shared/user';

/** Another administrator, with an authenticator app set up, for what one alone may not do. */
export async function secondAdmin(admin: ApiClient): Promise<ApiClient> {
  const person = { email: `second-${Date.now()}@freehold.example`, name: 'Ruth Adeyemi' };
  const { invitation } = await admin.call(createUser, { body: { ...person, role: 'admin' } });
  let secret = '';
  const prove = async (self: ApiClient): Promise<void> => {
    await self.call(stepUp, {
      body: secret === '' ? { password: DEMO_PEOPLE.password } : { code: await nextCode(secret) },
    });
  };
  const client = await accept(admin.baseUrl, invitation.token, prove);
  ({ secret } = await client.call(beginSecondFactor));
  await client.call(confirmSecondFactor, { body: { code: await nextCode(secret) } });
  return client;
}
