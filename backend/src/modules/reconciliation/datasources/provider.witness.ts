import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Configuration } from '../../../config/configuration.ts';

const TIMEOUT_MS = 15_000;
const PAGE = 100;
const MOST_PAGES = 50;

const dollars = z.array(z.object({ amount: z.number().int(), currency: z.string() }));
const stripeBalance = z.object({ available: dollars, pending: dollars });
const transactionPage = z.object({
  data: z.array(z.object({ id: z.string(), type: z.string(), net: z.number().int(), status: z.string() })),
  has_more: z.boolean(),
});
const circleAmounts = z.array(z.object({ amount: z.string(), currency: z.string() }));
const circleBalances = z.object({ data: z.object({ available: circleAmounts, unsettled: circleAmounts }) });

export interface StripeLine {
  readonly id: string;
  readonly type: string;
  /** Cents. */
  readonly net: bigint;
}

/** What the providers say they hold for us, asked over plain HTTP. */
@Injectable()
export class ProviderWitness {
  constructor(private readonly configuration: Configuration) {}

  /** Cents at Stripe. */
  async stripe(): Promise<{ readonly available: bigint; readonly pending: bigint }> {
    const answer = await this.#stripe(stripeBalance, '/v1/balance');
    return { available: sumOf(answer.available), pending: sumOf(answer.pending) };
  }

  /** Stripe's ledger lines about payers' money, newest first. */
  async stripeLines(): Promise<StripeLine[]> {
    const lines: StripeLine[] = [];
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const last = lines.at(-1);
      const after = last === undefined ? '' : `&starting_after=${last.id}`;
      const path = `/v1/balance_transactions?limit=${PAGE}${after}`;
      const { data, has_more } = await this.#stripe(transactionPage, path);
      lines.push(...data.map(({ id, type, net }) => ({ id, type, net: BigInt(net) })));
      if (!has_more) return lines;
    }
    return lines;
  }

  /** USDC units at Circle; `unsettled` are deposits not complete. */
  async circle(): Promise<{ readonly available: bigint; readonly unsettled: bigint }> {
    const { CIRCLE_API_URL, CIRCLE_API_KEY } = this.configuration.environment;
    const url = new URL('/v1/businessAccount/balances', CIRCLE_API_URL);
    const { data } = circleBalances.parse(await getJson(url, CIRCLE_API_KEY));
    return { available: unitsIn(data.available), unsettled: unitsIn(data.unsettled) };
  }

  async #stripe<Schema extends z.ZodType>(schema: Schema, path: string): Promise<z.output<Schema>> {
    const { STRIPE_API_URL, STRIPE_API_KEY } = this.configuration.environment;
    return schema.parse(await getJson(new URL(path, STRIPE_API_URL), STRIPE_API_KEY));
  }
}

async function getJson(url: URL, key: string): Promise<unknown> {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`${url.host}${url.pathname} answered ${response.status}.`);
  return response.json();
}

const sumOf = (amounts: z.output<typeof dollars>): bigint =>
  amounts.filter(({ currency }) => currency === 'usd').reduce((sum, { amount }) => sum + BigInt(amount), 0n);

function unitsIn(amounts: z.output<typeof circleAmounts>): bigint {
  let sum = 0n;
  for (const { amount, currency } of amounts) {
    if (currency !== 'USD') continue;
    const [whole = '0', fraction = ''] = amount.split('.');
    if (!/^\d+$/.test(whole) || !/^\d{0,6}$/.test(fraction))
      throw new Error(`Circle says it holds "${amount}".`);
    sum += BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
  }
  return sum;
}
