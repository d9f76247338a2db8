import type { Offering } from '@freehold/shared/offering';
import type { RunFile } from '../start/run-file.ts';
import type { ApiClient } from './api-client.ts';
import { DEMO_PEOPLE } from './cast.ts';
import { Chaos } from './chaos.ts';
import { checkEverything } from './checks.ts';
import { Faucet } from './faucet.ts';
import {
  anchorBooks,
  approveMonth,
  bookExpenses,
  collectRent,
  moveMoney,
  nextPeriod,
  payDividend,
  type Stage,
} from './month.ts';
import type { Narrator } from './narrator.ts';
import { adminClient, invitedPerson } from './people.ts';
import { type Estate, ensureEstate, ensureInvestors, ensureMarket, ensureQuarry } from './property.ts';
import {
  awaitDelivery,
  buyShares,
  ensureOffering,
  fillPurses,
  proposePayout,
  type SalePlan,
  type SaleStage,
  soldOut,
} from './sale.ts';
import { SandboxClient } from './sandbox-client.ts';
import { tradeShares } from './trading.ts';

export type StoryOptions = {
  readonly system: RunFile;
  readonly narrator: Narrator;
  readonly today: Date;
  /** When set, processes are killed at random moments drawn from the seed. */
  readonly chaos?: { readonly seed: number; readonly running: () => RunFile | undefined };
};

const STEPS = {
  rent: 'Tenants pay their rent',
  expenses: 'The manager books the expenses',
  money: 'The money travels: Stripe → bank → Circle → treasury on chain',
  statement: 'The manager submits the income statement, the administrator approves it',
  dividend: 'The dividend is declared, funded and paid',
  trade: 'Investors trade with each other on the order book',
  anchor: 'The books are sealed and anchored',
} as const;

const SHARE = 10n ** 18n;
const SUPPLY = 1_000n * SHARE;
/** Sold out, so that it closes at once. */
const JUNIPER: SalePlan = {
  symbol: 'JUNI',
  supply: SUPPLY,
  price: 480_000_000n,
  purchases: soldOut(SUPPLY),
};
/** Left open: a visitor buys the next shares. */
const QUARRY: SalePlan = {
  symbol: 'QUARY',
  supply: 12_000n * SHARE,
  price: 100_000_000n,
  purchases: [
    ...[0n, 250n, 480n, 120n, 400n, 75n, 300n, 0n, 550n, 60n, 0n, 500n],
    ...[350n, 225n, 0n, 610n, 180n, 420n, 0n, 90n, 330n],
  ].map((whole) => whole * SHARE),
};

interface Sales {
  readonly juniper: Offering | null;
  readonly quarry: Offering | null;
}

/** The let property and the vacant one, both approved, tokenized and on sale. */
async function openSales({
  admin,
  manager,
  narrator,
  sandbox,
}: Omit<Stage, 'tenants' | 'propertyId' | 'period'>): Promise<{
  readonly estate: Estate;
  readonly sales: Sales;
}> {
  const estate = await ensureEstate(admin, manager, narrator, sandbox);
  const [juniper, quarry] = await Promise.all([
    ensureOffering(admin, estate.property, JUNIPER),
    ensureQuarry(admin, manager, narrator).then((second) => ensureOffering(admin, second, QUARRY)),
  ]);
  narrator.say(`tokens of both properties at ${juniper?.token} and ${quarry?.token}, their sales open`);
  return { estate, sales: { juniper, quarry } };
}

async function finishSales(floor: SaleStage, manager: ApiClient, { juniper, quarry }: Sales): Promise<void> {
  if (quarry !== null) await buyShares(floor, quarry, QUARRY);
  if (juniper === null) return;
  await awaitDelivery(floor, juniper);
  await proposePayout(floor, manager, juniper);
}

/** Plays one month of the main job over the public API and the providers' protocols; true when every check passes. */
export async function tellStory({ system, narrator, today, chaos: wanted }: StoryOptions): Promise<boolean> {
  narrator.step('Cast: administrator, manager, tenants, investors; two properties become shares');
  const admin = await adminClient(system.urls.api);
  const sandbox = new SandboxClient(system.urls);
  const manager = await invitedPerson(admin, DEMO_PEOPLE.manager, 'manager', sandbox);
  const [{ estate, sales }, investors] = await Promise.all([
    openSales({ admin, manager, narrator, sandbox }),
    ensureInvestors(admin, sandbox, narrator),
  ]);
  const { property, tenants } = estate;

  narrator.step('Investors buy the shares of the first property');
  const floor = { admin, investors, faucet: new Faucet(system), narrator };
  await fillPurses(floor, [sales.juniper, sales.quarry]);
  if (sales.juniper !== null) await buyShares(floor, sales.juniper, JUNIPER);
  const period = await nextPeriod(admin, property.id, today);
  narrator.say(`the month of this run is ${period}`);

  const chaos = wanted && new Chaos(wanted.seed, Object.values(STEPS), narrator, wanted.running);
  if (chaos !== undefined)
    narrator.say(
      `chaos with seed ${chaos.seed}: \`npm run demo -- --chaos --seed ${chaos.seed}\` plays it again`,
    );
  // Closes and delivers by itself while the rent comes in.
  const selling = finishSales(floor, manager, sales);
  selling.catch(() => undefined);
  const stage: Stage = { admin, manager, tenants, propertyId: property.id, period, sandbox, narrator };

  narrator.step(STEPS.rent);
  await collectRent(stage);
  narrator.step(STEPS.expenses);
  await bookExpenses(stage);
  narrator.step(STEPS.money);
  await moveMoney(stage);
  await selling;
  narrator.step(STEPS.statement);
  const statement = await approveMonth(stage);
  if (statement.dividendId === null) throw new Error('The approved statement has no dividend.');
  narrator.step(STEPS.dividend);
  const payouts = await payDividend(stage, statement.dividendId);
  narrator.step(STEPS.trade);
  await ensureMarket(admin, property.id, narrator);
  await tradeShares(floor, property.id);
  narrator.step(STEPS.anchor);
  await anchorBooks(stage);
  const kills = await chaos?.finish();
  if (kills !== undefined) narrator.say(`${kills} processes were killed on the way (seed ${chaos?.seed})`);

  narrator.step('Checks');
  return checkEverything({
    system,
    admin,
    investors,
    payouts,
    dividendId: statement.dividendId,
    narrator,
    sandbox,
  });
}
