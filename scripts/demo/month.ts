import {
  declareDividend,
  listDividendPayouts,
  listDividends,
  type Payout,
  readDividend,
  runDividend,
} from '@freehold/shared/dividend';
import { createExpense, listExpenses } from '@freehold/shared/expense';
import { createAnchor, listAnchors } from '@freehold/shared/ledger';
import {
  issueRentCharges,
  listRentCharges,
  readPayment,
  readRentRoll,
  startCheckout,
} from '@freehold/shared/rent';
import {
  approveStatement,
  listStatements,
  previewStatement,
  type SavedStatement,
  submitStatement,
} from '@freehold/shared/statement';
import { createTransfer, createWire, type Movement, readTreasury } from '@freehold/shared/treasury';
import { type ApiClient, hasCode } from './api-client.ts';
import { type Narrator, until, usd, usdc } from './narrator.ts';
import type { SandboxClient } from './sandbox-client.ts';

export type Stage = {
  readonly admin: ApiClient;
  readonly manager: ApiClient;
  readonly tenants: readonly ApiClient[];
  readonly propertyId: string;
  readonly period: string;
  readonly sandbox: SandboxClient;
  readonly narrator: Narrator;
};

/** Rent is charged and paid by card on the provider's own page. */
export async function collectRent({
  manager,
  tenants,
  propertyId,
  period,
  sandbox,
  narrator,
}: Stage): Promise<void> {
  const { charges } = await manager.call(issueRentCharges, { params: { id: propertyId }, body: { period } });
  for (const charge of charges)
    narrator.say(
      `${charge.unitLabel}: ${charge.tenant.name} owes ${usd(charge.amount.amount)} for ${period}`,
    );
  for (const tenant of tenants) {
    const { items } = await tenant.call(listRentCharges, { query: { period, propertyId } });
    for (const charge of items.filter((item) => item.state !== 'PAID')) {
      const { url, paymentId } = await tenant.call(startCheckout, { params: { id: charge.id } });
      await sandbox.payByCard(url);
      const payment = await until(
        `the payment of ${charge.tenant.name} to be recorded`,
        () => tenant.call(readPayment, { params: { id: paymentId } }),
        (value) => value.state === 'SETTLED',
      );
      narrator.say(
        `${charge.tenant.name} paid ${usd(payment.amount.amount)} by card (payment ${payment.id})`,
      );
    }
  }
  const roll = await until(
    'the rent roll to show every charge paid',
    () => manager.call(readRentRoll, { params: { id: propertyId }, query: { period } }),
    (value) =>
      value.totals.outstanding.amount === '0' && value.totals.collected.amount === value.totals.issued.amount,
  );
  narrator.say(`rent roll ${period}: ${usd(roll.totals.collected.amount)} collected, nothing outstanding`);
}

/** The manager books what the month cost. */
export async function bookExpenses({ manager, propertyId, period, narrator }: Stage): Promise<void> {
  const { items } = await manager.call(listExpenses, { params: { id: propertyId }, query: { period } });
  if (items.length > 0) return;
  const expenses = [
    {
      category: 'REPAIRS',
      description: 'Replaced the hallway light fittings',
      amount: '18250',
      vendor: 'Alder Electric',
    },
    {
      category: 'CLEANING',
      description: 'Stairwell cleaning',
      amount: '9600',
      vendor: 'Brightside Cleaning',
    },
  ] as const;
  for (const expense of expenses) {
    await manager.call(createExpense, {
      params: { id: propertyId },
      body: {
        ...expense,
        amount: { amount: expense.amount, currency: 'USD' },
        period,
        incurredOn: `${period}-12`,
      },
    });
    narrator.say(`${expense.description} (${expense.vendor}): ${usd(expense.amount)}`);
  }
}

/** Stripe settles and pays out, the bank wires to Circle, Circle mints and sends to the treasury contract. */
export async function moveMoney(stage: Stage): Promise<void> {
  const { admin, sandbox, narrator } = stage;
  await sandbox.advanceDays(2);
  narrator.say('two banking days pass: the card payments become available at Stripe');
  await sandbox.advanceDays(2);
  narrator.say('Stripe pays out, the money arrives in the bank');
  const bank = await until(
    'the Stripe payout to reach the bank',
    () => admin.call(readTreasury),
    ({ pipeline: p }) =>
      BigInt(p.bank.amount) > 0n &&
      [p.stripePending, p.stripeAvailable, p.stripeInTransit].every((m) => m.amount === '0'),
  );
  narrator.say(`bank: ${usd(bank.pipeline.bank.amount)}`);

  const { movement: wire } = await admin.call(createWire);
  if (wire === null) throw new Error('The bank holds money, but the platform found nothing to wire.');
  narrator.say(`wire ${wire.id}: ${usd(wire.amount.amount)} to Circle`);
  const wired = await settled(stage, wire);
  narrator.say(`Circle minted ${usdc(BigInt(wire.amount.amount) * 10_000n)} (deposit ${wired.providerId})`);

  const { movement: transfer } = await admin.call(createTransfer);
  if (transfer === null) throw new Error('Circle holds USDC, but the platform found nothing to send.');
  const sent = await settled(stage, transfer);
  narrator.say(`sent ${usdc(sent.amount.amount)} to the treasury contract, transaction ${sent.txHash}`);
}

/** A wire needs the provider's clock to move; both end SETTLED. */
async function settled({ admin, sandbox }: Stage, movement: Movement): Promise<Movement> {
  let asked = 0;
  const found = await until(
    `${movement.kind.toLowerCase()} ${movement.id} to be settled`,
    async () => {
      asked += 1;
      if (asked % 4 === 0) await sandbox.advanceMinutes(15);
      const { movements } = await admin.call(readTreasury);
      return movements.find((item) => item.id === movement.id);
    },
    (item) => item?.state === 'SETTLED' || item?.state === 'FAILED',
  );
  if (found?.state !== 'SETTLED')
    throw new Error(`The ${movement.kind.toLowerCase()} failed: ${found?.error}`);
  return found;
}

/** The manager submits the month, the administrator approves it. */
export async function approveMonth({
  admin,
  manager,
  propertyId,
  period,
  narrator,
}: Stage): Promise<SavedStatement> {
  const params = { id: propertyId, period };
  const open = await until(
    'the rent of the month to be in the treasury',
    () => manager.call(previewStatement, { params }),
    (statement) => statement.arrival.arrived,
  );
  const { figures: f } = open;
  narrator.say(
    `gross rent ${usd(f.grossRent.amount)} − processing ${usd(f.processingFees.amount)} − expenses ${usd(f.expenses.amount)}`,
  );
  narrator.say(
    `− platform fee ${usd(f.platformFee.amount)} − reserve ${usd(f.reserve.amount)} = net ${usd(f.net.amount)} (${usdc(f.perShare?.amount ?? 0n)} a share)`,
  );
  if (open.state === 'OPEN' || open.state === 'SENT_BACK') {
    await manager.call(submitStatement, { params }).catch((error: unknown) => {
      if (!hasCode(error, 'ILLEGAL_TRANSITION', 'ALREADY_EXISTS')) throw error;
    });
  }
  const { items } = await admin.call(listStatements, { query: { propertyId } });
  const submitted = items.find((item) => item.period === period);
  if (submitted === undefined) throw new Error(`The statement of ${period} is not among the submitted ones.`);
  if (submitted.dividendId !== null) return submitted;
  const approved = await admin.call(approveStatement, { params: { id: submitted.id } });
  narrator.say(`approved by the administrator; dividend ${approved.dividendId}`);
  return approved;
}

/** Record date on chain, funding, and every holder paid in batches. */
export async function payDividend(
  { admin, narrator }: Stage,
  dividendId: string,
): Promise<readonly Payout[]> {
  const params = { id: dividendId };
  const read = () => admin.call(readDividend, { params });
  if ((await read()).state === 'APPROVED') await admin.call(declareDividend, { params });
  const declared = await until(
    'the dividend to be declared on chain',
    read,
    (d) => d.recordBlock !== null && d.state !== 'APPROVED',
  );
  narrator.say(
    `declared: ${usdc(declared.pool?.amount ?? 0n)} for ${declared.holders} holders, record block ${declared.recordBlock}, transaction ${declared.transactions.declare}`,
  );
  if (declared.state === 'DECLARED') await admin.call(runDividend, { params });
  let shown = -1;
  const paid = await until(
    'every holder to be paid',
    async () => {
      const now = await read();
      if (now.paidHolders !== shown && now.batches.length > 0) {
        shown = now.paidHolders;
        narrator.say(
          `${now.state}: ${now.paidHolders} of ${now.holders} holders, ${now.batches.length} batch(es)`,
        );
      }
      return now;
    },
    (d) => d.state === 'PAID',
  );
  narrator.say(`funded in ${paid.transactions.fund}`);
  for (const batch of paid.batches)
    narrator.say(`batch ${batch.index + 1}: ${batch.count} holders in ${batch.txHash}`);
  narrator.say(
    `paid ${usdc(paid.paid.amount)}, held ${usdc(paid.held.amount)}, dust carried on ${usdc(paid.carriedOut?.amount ?? 0n)}`,
  );
  const { items } = await until(
    'every payout to be final in the books',
    () => admin.call(listDividendPayouts, { params, query: { limit: 200 } }),
    (page) => page.items.every((payout) => payout.state === 'FINAL'),
  );
  return items;
}

/** Seals the books and puts their root on chain. */
export async function anchorBooks({ admin, narrator }: Stage): Promise<void> {
  const { anchor } = await admin.call(createAnchor);
  if (anchor === null) {
    narrator.say('everything posted is anchored already');
    return;
  }
  const found = await until(
    `anchor ${anchor.sequence} to be final on chain`,
    async () =>
      (await admin.call(listAnchors, { query: {} })).items.find((item) => item.sequence === anchor.sequence),
    (item) => item?.state === 'FINAL',
  );
  narrator.say(`root ${found?.root} over ${found?.size} journal entries anchored in ${found?.txHash}`);
}

/** The first month of the story that has no dividend yet; earlier months first. */
export async function nextPeriod(admin: ApiClient, propertyId: string, today: Date): Promise<string> {
  const { items } = await admin.call(listDividends, { query: { propertyId } });
  const played = new Set(items.filter((item) => item.state === 'PAID').map((item) => item.period));
  for (let offset = -FIRST_MONTHS_BACK; ; offset += 1) {
    const month = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + offset, 1))
      .toISOString()
      .slice(0, 7);
    if (!played.has(month)) return month;
  }
}

/** The first telling is of two months ago, so that the next two end with this month. */
const FIRST_MONTHS_BACK = 2;
