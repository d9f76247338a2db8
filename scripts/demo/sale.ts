import {
  listMySubscriptions,
  listOfferings,
  type Offering,
  type OfferingTerms,
  readOffering,
} from '@freehold/shared/offering';
import { proposeProceedsPayout, readProceeds, registerPayoutAddress } from '@freehold/shared/proceeds';
import { type PropertyDetail, readProperty } from '@freehold/shared/property';
import { tokenizeProperty } from '@freehold/shared/token';
import { localAddress } from '../start/settings.ts';
import { type ApiClient, hasCode } from './api-client.ts';
import { DEMO_PEOPLE, investorAddress } from './cast.ts';
import type { Faucet } from './faucet.ts';
import { type Narrator, shares, until, usdc } from './narrator.ts';
import { buyBySignature } from './purchase.ts';

const SHARE = 10n ** 18n;
/** Numbers of shares are whole multiples of this, so that every one costs whole units of USDC. */
const LOT = 10n ** 11n;
const DAY_MS = 86_400_000;
const SALE_DAYS = 45;
/** Purchases, closing and delivery each wait for final blocks, and processes may die meanwhile. */
const PATIENCE_SECONDS = 300;
/** Index in the development phrase of the wallet that the manager names for proceeds. */
const ISSUER_ACCOUNT = 90;
/** USDC in every investor's wallet before the sales: what their purchases cost, and something to trade with. */
const PURSE = 100_000n * 1_000_000n;

export interface SalePlan {
  readonly symbol: string;
  readonly supply: bigint;
  /** USDC units for a whole share. */
  readonly price: bigint;
  /** What each investor buys, by index; zero for those who do not. */
  readonly purchases: readonly bigint[];
}

/** Uneven on purpose, so that rounding leaves dust to account for. Adds up to the whole supply. */
export function soldOut(supply: bigint): readonly bigint[] {
  const weights = DEMO_PEOPLE.investors.map((_, index) => BigInt(((index + 1) * 37) % 61) + 3n);
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  const parts = weights.map((weight) => ((supply * weight) / total / LOT) * LOT);
  const rest = supply - parts.reduce((sum, part) => sum + part, 0n);
  return parts.map((part, index) => (index === 0 ? part + rest : part));
}

export interface SaleStage {
  readonly admin: ApiClient;
  readonly investors: readonly ApiClient[];
  readonly faucet: Faucet;
  readonly narrator: Narrator;
}

/** The token of an approved property, on sale; the second time found again. Null when it was never on sale. */
export async function ensureOffering(
  admin: ApiClient,
  property: PropertyDetail,
  plan: SalePlan,
): Promise<Offering | null> {
  const params = { id: property.id };
  if (property.state === 'APPROVED') {
    const body = { symbol: plan.symbol, shares: plan.supply.toString(), offering: termsOf(plan) };
    await admin.call(tokenizeProperty, { params, body }).catch((error: unknown) => {
      if (!hasCode(error, 'ILLEGAL_TRANSITION', 'ALREADY_EXISTS')) throw error;
    });
  }
  await until(
    `the token of ${property.name} to be final on chain`,
    () => admin.call(readProperty, { params }),
    (p) => p.token !== null && p.state === 'TOKENIZED',
  );
  const { items } = await until(
    `the sale of ${property.name} to be open on chain`,
    () => admin.call(listOfferings, { query: { propertyId: property.id } }),
    ({ items: all }) => all.every(({ state }) => state !== 'DRAFT'),
  );
  return items[0] ?? null;
}

function termsOf(plan: SalePlan): OfferingTerms {
  const now = Date.now();
  return {
    price: { amount: plan.price.toString(), currency: 'USDC' },
    cap: plan.supply.toString(),
    minimum: (plan.supply / 2n).toString(),
    minPerInvestor: SHARE.toString(),
    maxPerInvestor: (plan.supply / 5n).toString(),
    opensAt: new Date(now - 60_000).toISOString(),
    closesAt: new Date(now + SALE_DAYS * DAY_MS).toISOString(),
  };
}

/** Fills the wallets of those who are about to buy. */
export async function fillPurses(
  { investors, faucet }: SaleStage,
  offerings: readonly (Offering | null)[],
): Promise<void> {
  if (!offerings.some((offering) => offering?.state === 'OPEN')) return;
  const wallets = investors.map((_, index) => investorAddress(index));
  await faucet.fill(wallets, PURSE);
}

/** Every investor buys with one signature; those who have bought already do not buy again. */
export async function buyShares(
  { investors, narrator }: SaleStage,
  offering: Offering,
  plan: SalePlan,
): Promise<void> {
  if (offering.state !== 'OPEN') return;
  const buyers = [...investors.entries()].flatMap(([index, client]) => {
    const part = plan.purchases[index] ?? 0n;
    return part > 0n ? [{ index, client, part }] : [];
  });
  const signed = await Promise.all(
    buyers.map(async ({ index, client, part }) => {
      const { items } = await client.call(listMySubscriptions);
      if (items.some(({ offeringId, state }) => offeringId === offering.id && state !== 'FAILED')) return 0n;
      await buyBySignature(client, index, offering.id, part);
      return part;
    }),
  );
  const total = signed.reduce((sum, part) => sum + part, 0n);
  const count = signed.filter((part) => part > 0n).length;
  narrator.say(
    count === 0
      ? `${offering.symbol}: on sale as before`
      : `${offering.symbol}: ${count} investors sign for ${shares(total)} at ${usdc(plan.price)}; the platform sends`,
  );
}

/** The sale that sold out closes by itself; waits until every share is delivered and its price booked. */
export async function awaitDelivery({ admin, narrator }: SaleStage, offering: Offering): Promise<void> {
  const params = { id: offering.id };
  const { progress } = await until(
    'the sold-out sale to be closed and every share to be delivered',
    () => admin.call(readOffering, { params }),
    ({ state, progress: p }) => state === 'CLOSED' && p.delivered === p.subscribed,
    PATIENCE_SECONDS,
  );
  const { gross } = await until(
    'the proceeds of the sale to be in the books',
    () => admin.call(readProceeds, { params }),
    (proceeds) => BigInt(proceeds.gross.amount) * SHARE === BigInt(progress.delivered) * priceOf(offering),
    PATIENCE_SECONDS,
  );
  narrator.say(
    `${offering.symbol} is sold out: ${shares(progress.delivered)} delivered to ${progress.investors} wallets, ${usdc(gross.amount)} in the treasury`,
  );
}

const priceOf = ({ price }: Offering): bigint => BigInt(price.amount);

/** The manager names a wallet and one administrator proposes; the payout then waits for another administrator. */
export async function proposePayout(
  { admin, narrator }: SaleStage,
  manager: ApiClient,
  offering: Offering,
): Promise<void> {
  const params = { id: offering.id };
  const { payouts, available } = await admin.call(readProceeds, { params });
  if (payouts.length > 0 || available.amount === '0') return;
  const address = localAddress(ISSUER_ACCOUNT);
  await manager.call(registerPayoutAddress, { params: { id: offering.property.id }, body: { address } });
  await admin.call(proposeProceedsPayout, { params, body: { amount: available } });
  narrator.say(`payout of ${usdc(available.amount)} proposed; it waits for a second administrator`);
}
