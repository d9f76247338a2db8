import { Injectable } from '@nestjs/common';
import { Configuration } from '../../../config/configuration.ts';
import { ChainWitness } from '../datasources/chain.witness.ts';
import { type BookedSum, LedgerWitness } from '../datasources/ledger.witness.ts';
import { ProviderWitness } from '../datasources/provider.witness.ts';
import { type Comparison, type Difference, differenceOf, isEqual } from './comparison.ts';

export interface Hearing {
  readonly block: bigint | null;
  readonly comparisons: readonly Comparison[];
  readonly differences: readonly Difference[];
}

const UNITS_PER_CENT = 10_000n;

/** Asks provider, books and chain about the same money and lays the answers side by side. */
@Injectable()
export class WitnessHearing {
  constructor(
    private readonly configuration: Configuration,
    private readonly providers: ProviderWitness,
    private readonly ledger: LedgerWitness,
    private readonly chain: ChainWitness,
  ) {}

  async hear(): Promise<Hearing> {
    const block = await this.ledger.finalBlock(this.configuration.environment.CHAIN_ID);
    const sums = await this.ledger.sums();
    const comparisons = [
      ...(await this.#stripe(sums)),
      ...(await this.#circle(sums)),
      ...(block === null ? [] : await this.#chain(sums, block)),
      ...running(sums),
    ];
    const differences = comparisons.filter((comparison) => !isEqual(comparison)).map(differenceOf);
    return { block, comparisons, differences: [...differences, ...(await this.#unbookedLines())] };
  }

  async #stripe(sums: readonly BookedSum[]): Promise<Comparison[]> {
    const { available, pending } = await this.providers.stripe();
    return [
      against(
        'Stripe pending',
        'USD',
        { source: 'Stripe', value: pending },
        booked(sums, 'A:stripe_pending'),
      ),
      against(
        'Stripe available',
        'USD',
        { source: 'Stripe', value: available },
        booked(sums, 'A:stripe_available'),
      ),
    ];
  }

  async #circle(sums: readonly BookedSum[]): Promise<Comparison[]> {
    const { available, unsettled } = await this.providers.circle();
    const currency = 'USDC.circle';
    return [
      against(
        'Circle available',
        currency,
        { source: 'Circle', value: available },
        booked(sums, 'A:circle_usdc'),
      ),
      against(
        'Circle unsettled',
        'USD',
        { source: 'Circle', value: unsettled / UNITS_PER_CENT },
        booked(sums, 'A:circle_usd_pending'),
      ),
    ];
  }

  async #chain(sums: readonly BookedSum[], block: bigint): Promise<Comparison[]> {
    const { CHAIN_ID } = this.configuration.environment;
    const { treasury, dividends } = this.configuration.deployment;
    const said = await this.chain.at(block);
    const currency = `USDC.${CHAIN_ID}`;
    const path = (kind: string, address: string): string => `A:${kind}:${CHAIN_ID}:${address.toLowerCase()}`;
    return [
      against(
        'USDC in the treasury',
        currency,
        { source: 'chain', value: said.treasury },
        booked(sums, path('treasury', treasury)),
      ),
      against(
        'USDC in Dividends',
        currency,
        { source: 'chain', value: said.dividends },
        booked(sums, path('distributor', dividends)),
      ),
      against(
        'Treasury, allocated and not',
        currency,
        { source: 'USDC contract', value: said.treasury },
        { source: 'Treasury contract', value: said.allocated + said.unallocated },
      ),
    ];
  }

  /** Every line of a payer's money in Stripe's ledger has its entry in ours. */
  async #unbookedLines(): Promise<Difference[]> {
    const lines = (await this.providers.stripeLines()).filter(
      ({ type }) => type === 'charge' || type === 'payment',
    );
    const known = await this.ledger.bookedLines(lines.map(({ id }) => id));
    return lines
      .filter(({ id }) => !known.has(id))
      .map(({ id, net }) => ({
        class: 'missing_in_ledger',
        subject: `Stripe balance transaction ${id}`,
        currency: 'USD',
        expected: net,
        actual: 0n,
        owner: 'finance',
        message: `Stripe booked ${net} cents which the journal does not know.`,
      }));
  }
}

/** The running balances are the sum of the postings, account by account. */
function running(sums: readonly BookedSum[]): Comparison[] {
  const wrong = sums.filter(({ folded, kept }) => folded !== kept);
  const off = wrong.map(({ path, currency, folded, kept }) =>
    against(
      `Balance of ${path}`,
      currency,
      { source: 'postings', value: folded },
      { source: 'running balance', value: kept },
    ),
  );
  const total = (pick: (sum: BookedSum) => bigint): bigint => sums.reduce((all, sum) => all + pick(sum), 0n);
  return [
    ...off,
    against(
      'Debits minus credits over all accounts',
      'all',
      { source: 'zero', value: 0n },
      { source: 'postings', value: total(({ folded }) => folded) },
    ),
  ];
}

function booked(sums: readonly BookedSum[], path: string): Comparison['right'] {
  const value = sums.filter((sum) => sum.path === path).reduce((all, { folded }) => all + folded, 0n);
  return { source: 'ledger', value };
}

const against = (
  name: string,
  currency: string,
  left: Comparison['left'],
  right: Comparison['right'],
): Comparison => ({ name, currency, left, right });
