import { mnemonicToAccount } from 'viem/accounts';
import { LOCAL_MNEMONIC } from '../start/settings.ts';

export type Person = { readonly email: string; readonly name: string };

const FIRST = [
  'Ada',
  'Bela',
  'Chidi',
  'Dalia',
  'Emil',
  'Farah',
  'Goran',
  'Hana',
  'Ines',
  'Jonas',
  'Keiko',
  'Luis',
  'Mira',
];
const LAST = [
  'Okafor',
  'Lindqvist',
  'Moreau',
  'Tanaka',
  'Haddad',
  'Novak',
  'Castillo',
  'Byrne',
  'Ferrari',
  'Kowalski',
  'Mbeki',
];

const investors: readonly Person[] = Array.from({ length: 25 }, (_, index) => ({
  email: `investor${index + 1}@freehold.example`,
  name: `${FIRST[(index * 5) % FIRST.length]} ${LAST[(index * 7) % LAST.length]}`,
}));

/** The people of the demonstration. The domain is reserved: no mail can leave. */
export const DEMO_PEOPLE = {
  password: 'freehold-demo-2026',
  manager: { email: 'manager@freehold.example', name: 'Marta Silva' },
  tenants: [
    { email: 'tenant1@freehold.example', name: 'Tomás Rivera' },
    { email: 'tenant2@freehold.example', name: 'Noor Rahman' },
    { email: 'tenant3@freehold.example', name: 'Grace Bennett' },
  ],
  investors,
} as const;

/** Index in the development phrase of the first demo investor. */
export const FIRST_INVESTOR_ACCOUNT = 100;

/** The wallet of the n-th demo investor, counted from 0: path m/44'/60'/0'/0/(100+n) of the development phrase. */
export const investorAccount = (index: number): ReturnType<typeof mnemonicToAccount> =>
  mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: FIRST_INVESTOR_ACCOUNT + index });

export const investorAddress = (index: number): `0x${string}` => investorAccount(index).address;
