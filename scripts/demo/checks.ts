import { readFileSync } from 'node:fs';
import type { Payout } from '@freehold/shared/dividend';
import { type LedgerEntry, listLedgerBalances, listLedgerEntries } from '@freehold/shared/ledger';
import { readPortfolio } from '@freehold/shared/portfolio';
import {
  type ReconciliationRun,
  readLatestReconciliation,
  startReconciliation,
} from '@freehold/shared/reconciliation';
import { Contract, JsonRpcProvider, id as keccakOfText } from 'ethers';
import { z } from 'zod';
import type { RunFile } from '../start/run-file.ts';
import type { ApiClient } from './api-client.ts';
import { checkDocuments } from './check-documents.ts';
import { checkReceipt } from './check-receipt.ts';
import { type Narrator, until, usd, usdc } from './narrator.ts';
import type { SandboxClient } from './sandbox-client.ts';

const deploymentSchema = z.object({
  deployedAtBlock: z.coerce.number(),
  usdc: z.string(),
  dividends: z.string(),
  treasury: z.string(),
  ledgerAnchor: z.string(),
});
export type CheckedDeployment = z.infer<typeof deploymentSchema>;

// Written by hand and read through another client than the platform's: the check must not share its mistakes.
const DIVIDENDS = [
  'event DividendDeclared(bytes32 indexed id, address indexed token, uint24 epoch, uint256 amount, uint256 carriedIn, uint256 supply, bytes32 statementHash)',
  'event DividendFunded(bytes32 indexed id, address indexed from, uint256 amount)',
  'event DividendPaid(bytes32 indexed id, address indexed holder, uint256 amount)',
  'function entitlementOf(bytes32 id, address holder) view returns (uint256)',
  'function isPaid(bytes32 id, address holder) view returns (bool)',
  'function carried(address token) view returns (uint256)',
];
const ERC20 = ['function balanceOf(address) view returns (uint256)'];
const uint = z.bigint();
const text = z.string();

export type CheckOptions = {
  readonly system: RunFile;
  readonly admin: ApiClient;
  readonly investors: readonly ApiClient[];
  readonly payouts: readonly Payout[];
  readonly dividendId: string;
  readonly narrator: Narrator;
  readonly sandbox: SandboxClient;
};

/** Everything the demonstration promises, asked of chain, providers and books independently. */
export async function checkEverything(options: CheckOptions): Promise<boolean> {
  const { system, narrator, payouts } = options;
  const deployment = deploymentSchema.parse(JSON.parse(readFileSync(system.deploymentFile, 'utf8')));
  const provider = new JsonRpcProvider(system.urls.rpc, undefined, { staticNetwork: true });
  try {
    const verdicts = [
      await checkDividend(options, deployment, provider),
      ...(await checkBooks(options)),
      ...(await checkBalances(options, deployment, provider)),
      await checkReconciliation(options),
      await checkReceipt(options, deployment, provider),
      await checkDocuments(options),
    ];
    const { totals } = await (options.investors[0]?.call(readPortfolio) ??
      Promise.reject(new Error('no investor')));
    narrator.say('');
    narrator.say(
      `this month ${payouts.length} payouts; the first investor has received ${usdc(totals.received.amount)} in all`,
    );
    return verdicts.every(Boolean);
  } finally {
    provider.destroy();
  }
}

/** Paid + claimable + carried = funded over all dividends ever, and the latest paid each holder exactly once. */
async function checkDividend(
  { payouts, dividendId, narrator }: CheckOptions,
  deployment: CheckedDeployment,
  provider: JsonRpcProvider,
): Promise<boolean> {
  const contract = new Contract(deployment.dividends, DIVIDENDS, provider);
  const events = async (name: string) =>
    (await contract.queryFilter(name, deployment.deployedAtBlock)).flatMap((log) =>
      'args' in log ? [log.args] : [],
    );
  const [declared, funded, paid] = await Promise.all(
    ['DividendDeclared', 'DividendFunded', 'DividendPaid'].map(events),
  );
  const sum = (rows: typeof paid, field: string): bigint =>
    (rows ?? []).reduce((all, row) => all + uint.parse(row[field]), 0n);
  const totalFunded = sum(funded, 'amount');
  const totalPaid = sum(paid, 'amount');
  const tokens = new Set((declared ?? []).map((row) => text.parse(row.token)));
  let carried = 0n;
  for (const token of tokens) carried += uint.parse(await contract.getFunction('carried')(token));
  const onChainId = keccakOfText(`dividend:${dividendId}`);
  let claimable = 0n;
  for (const payout of payouts) {
    if (await contract.getFunction('isPaid')(onChainId, payout.wallet)) continue;
    claimable += uint.parse(await contract.getFunction('entitlementOf')(onChainId, payout.wallet));
  }
  const conserved = totalPaid + claimable + carried === totalFunded;
  narrator.check(
    'dividends are conserved on chain',
    conserved,
    `paid ${usdc(totalPaid)} + claimable ${usdc(claimable)} + carried ${usdc(carried)} = funded ${usdc(totalFunded)}`,
  );
  const keys = (paid ?? []).map((row) => `${text.parse(row.id)}:${text.parse(row.holder)}`);
  const mine = (paid ?? []).filter((row) => row.id === onChainId);
  const same = payouts.every((payout) =>
    mine.some(
      (row) =>
        text.parse(row.holder).toLowerCase() === payout.wallet.toLowerCase() &&
        uint.parse(row.amount).toString() === payout.amount.amount,
    ),
  );
  const once =
    new Set(keys).size === keys.length && mine.length === payouts.length && same && payouts.length > 0;
  narrator.check(
    'every holder is paid once',
    once,
    `${mine.length} payments for ${payouts.length} holders, ${keys.length - new Set(keys).size} doubled`,
  );
  return conserved && once;
}

/** Every journal entry balances in every currency. */
async function checkBooks({ admin, narrator }: CheckOptions): Promise<readonly boolean[]> {
  const entries: LedgerEntry[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await admin.call(listLedgerEntries, {
      query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) },
    });
    entries.push(...page.items);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  const crooked = entries.filter((entry) => {
    const sums = new Map<string, bigint>();
    for (const { side, amount, currency } of entry.postings) {
      sums.set(currency, (sums.get(currency) ?? 0n) + (side === 'D' ? BigInt(amount) : -BigInt(amount)));
    }
    return [...sums.values()].some((value) => value !== 0n);
  });
  const postings = entries.reduce((all, entry) => all + entry.postings.length, 0);
  return [
    narrator.check(
      'every journal entry balances',
      crooked.length === 0 && entries.length > 0,
      `${entries.length} entries, ${postings} postings, ${crooked.length} crooked`,
    ),
  ];
}

/** What Stripe, the bank, Circle and the chain hold is what the books say they hold. */
async function checkBalances(
  { admin, narrator, sandbox }: CheckOptions,
  deployment: CheckedDeployment,
  provider: JsonRpcProvider,
): Promise<readonly boolean[]> {
  const token = new Contract(deployment.usdc, ERC20, provider);
  const onChain = async (address: string): Promise<bigint> =>
    uint.parse(await token.getFunction('balanceOf')(address));
  const { items } = await admin.call(listLedgerBalances, { query: {} });
  const books = (prefix: string): bigint =>
    items
      .filter((item) => item.account === prefix || item.account.startsWith(`${prefix}:`))
      .reduce((all, item) => all + BigInt(item.balance), 0n);
  const stripe = await sandbox.stripeBalance();
  const rows = [
    ['Stripe pending', stripe.pending, books('A:stripe_pending'), usd],
    ['Stripe available', stripe.available, books('A:stripe_available'), usd],
    ['bank account', await sandbox.bankBalance(), books('A:bank'), usd],
    ['Circle', await sandbox.circleBalance(), books('A:circle_usdc'), usdc],
    ['treasury on chain', await onChain(deployment.treasury), books('A:treasury'), usdc],
    ['dividends on chain', await onChain(deployment.dividends), books('A:distributor'), usdc],
  ] as const;
  return rows.map(([name, there, here, format]) =>
    narrator.check(
      `${name} equals the ledger`,
      there === here,
      `${format(there)} there, ${format(here)} in the books`,
    ),
  );
}

/**
 * Asks for a comparison and waits for its end. One that runs already may have looked before money moved that has moved
 * by now: its end is waited for, and then another is asked for.
 */
export async function reconcile(admin: ApiClient): Promise<ReconciliationRun> {
  const { run: before } = await admin.call(readLatestReconciliation);
  const started = await admin.call(startReconciliation);
  const { run } = await until(
    'the reconciliation to finish',
    () => admin.call(readLatestReconciliation),
    (answer) => answer.run !== null && (answer.run.id !== started.id || answer.run.state !== 'RUNNING'),
  );
  return run?.id === started.id && run.id !== before?.id ? run : reconcile(admin);
}

/** The platform's own three-way reconciliation finds nothing. */
async function checkReconciliation({ admin, narrator }: CheckOptions): Promise<boolean> {
  const run = await reconcile(admin);
  const open = run.breaks.filter((item) => item.state === 'OPEN');
  for (const item of open)
    narrator.say(`break ${item.kind}: ${item.subject}, expected ${item.expected}, found ${item.actual}`);
  return narrator.check(
    'three-way reconciliation is clean',
    run.state === 'CLEAN',
    `${run.checks.length} comparisons, ${open.length} breaks, state ${run.state}`,
  );
}
