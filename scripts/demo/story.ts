import type { RunFile } from '../start/run-file.ts';
import { DEMO_PEOPLE } from './cast.ts';
import { Chaos } from './chaos.ts';
import { checkEverything } from './checks.ts';
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
import { ensureEstate, ensureInvestors, ensureMarket, ensureShares } from './property.ts';
import { SandboxClient } from './sandbox-client.ts';

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
  anchor: 'The books are sealed and anchored',
} as const;

/** Plays one month of the main job over the public API and the providers' protocols; true when every check passes. */
export async function tellStory({ system, narrator, today, chaos: wanted }: StoryOptions): Promise<boolean> {
  narrator.step('Cast: administrator, manager, property, tenants, investors');
  const admin = await adminClient(system.urls.api);
  const sandbox = new SandboxClient(system.urls);
  const manager = await invitedPerson(admin, DEMO_PEOPLE.manager, 'manager', sandbox);
  const { property, tenants } = await ensureEstate(admin, manager, narrator, sandbox);
  const investors = await ensureInvestors(admin, sandbox, narrator);

  narrator.step('The property becomes shares');
  await ensureShares(admin, property.id, narrator);
  await ensureMarket(admin, property.id, narrator);
  const period = await nextPeriod(admin, property.id, today);
  narrator.say(`the month of this run is ${period}`);

  const chaos = wanted && new Chaos(wanted.seed, Object.values(STEPS), narrator, wanted.running);
  if (chaos !== undefined)
    narrator.say(
      `chaos with seed ${chaos.seed}: \`npm run demo -- --chaos --seed ${chaos.seed}\` plays it again`,
    );
  const stage: Stage = { admin, manager, tenants, propertyId: property.id, period, sandbox, narrator };

  narrator.step(STEPS.rent);
  await collectRent(stage);
  narrator.step(STEPS.expenses);
  await bookExpenses(stage);
  narrator.step(STEPS.money);
  await moveMoney(stage);
  narrator.step(STEPS.statement);
  const statement = await approveMonth(stage);
  if (statement.dividendId === null) throw new Error('The approved statement has no dividend.');
  narrator.step(STEPS.dividend);
  const payouts = await payDividend(stage, statement.dividendId);
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
