import { DEMO_PEOPLE, FIRST_INVESTOR_ACCOUNT, investorAddress } from '../demo/cast.ts';
import { DEMO_ADMIN, LOCAL_CHAIN_ID, localKey } from './settings.ts';
import type { LocalSystem } from './system.ts';

/** The table a newcomer needs: where to look, whom to be, which wallet to use. */
export function welcome(system: Pick<LocalSystem, 'urls'>): string {
  const { urls } = system;
  const rows: readonly (readonly [string, string])[] = [
    ['Web', urls.web],
    ['API, with its reference', `${urls.api}/docs`],
    ['Stripe sandbox', urls.stripe],
    ['Circle sandbox', urls.circle],
    ['KYC sandbox', urls.kyc],
    ['Mail that was sent', urls.mail],
    ['Files that were uploaded', urls.storage],
    ['EVM node (chain id)', `${urls.rpc} (${LOCAL_CHAIN_ID})`],
  ];
  const logins: readonly (readonly [string, string])[] = [
    ['admin', `${DEMO_ADMIN.email} / ${DEMO_ADMIN.password}`],
    ['  its second factor', `${DEMO_ADMIN.totpSecret} in an authenticator app, or \`npm run code\``],
    ['property manager', `${DEMO_PEOPLE.manager.email} / ${DEMO_PEOPLE.password}`],
    ['tenant', `${DEMO_PEOPLE.tenants[0]?.email} / ${DEMO_PEOPLE.password}`],
    ['investor', `${DEMO_PEOPLE.investors[0]?.email} / ${DEMO_PEOPLE.password}`],
  ];
  return [
    '',
    heading('Where'),
    ...rows.map(line),
    heading('Logins'),
    ...logins.map(line),
    heading('Wallet of that investor, for MetaMask (a public development key, worth nothing elsewhere)'),
    line(['address', investorAddress(0)]),
    line(['private key', localKey(FIRST_INVESTOR_ACCOUNT)]),
    '',
    'Card for the tenant: 4242 4242 4242 4242, any future date, any CVC.',
    'Ctrl-C stops everything; `npm run demo` plays another month; `npm run reset` begins anew.',
    '',
  ].join('\n');
}

const heading = (text: string): string => `\n  ${text}`;
const line = ([name, value]: readonly [string, string]): string => `    ${name.padEnd(26)}${value}`;
