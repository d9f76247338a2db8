import * as auth from './auth.ts';
import * as checklist from './checklist.ts';
import * as compliance from './compliance.ts';
import * as config from './config.ts';
import * as displayCurrency from './display-currency.ts';
import * as dividend from './dividend.ts';
import * as document from './document.ts';
import * as email from './email.ts';
import * as expense from './expense.ts';
import * as investorStatement from './investor-statement.ts';
import * as kyc from './kyc.ts';
import * as lease from './lease.ts';
import * as ledger from './ledger.ts';
import * as live from './live.ts';
import * as marketplace from './marketplace.ts';
import * as offering from './offering.ts';
import * as password from './password.ts';
import * as portfolio from './portfolio.ts';
import * as proceeds from './proceeds.ts';
import * as property from './property.ts';
import * as reconciliation from './reconciliation.ts';
import * as rent from './rent.ts';
import type { Route } from './route.ts';
import * as secondFactor from './second-factor.ts';
import * as statement from './statement.ts';
import * as token from './token.ts';
import * as transaction from './transaction.ts';
import * as treasury from './treasury.ts';
import * as user from './user.ts';

const nouns: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  auth,
  secondFactor,
  password,
  email,
  user,
  property,
  checklist,
  document,
  lease,
  rent,
  expense,
  statement,
  token,
  kyc,
  offering,
  proceeds,
  dividend,
  portfolio,
  transaction,
  investorStatement,
  displayCurrency,
  compliance,
  marketplace,
  live,
  treasury,
  ledger,
  reconciliation,
  config,
};

function isRoute(value: unknown): value is Route {
  return (
    typeof value === 'object' && value !== null && 'method' in value && 'access' in value && 'path' in value
  );
}

/** Every route of the API by name, with the noun it belongs to. */
export const allRoutes: readonly { readonly noun: string; readonly name: string; readonly route: Route }[] =
  Object.entries(nouns).flatMap(([noun, module]) =>
    Object.entries(module).flatMap(([name, value]) => (isRoute(value) ? [{ noun, name, route: value }] : [])),
  );
