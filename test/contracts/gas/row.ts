import type { Hex } from 'viem';
import type { Platform } from '../support/platform.ts';

/** Gas of one transaction as its receipt says it; `items` is how many transfers, mints or payouts it carried. */
export type Row = Readonly<{ name: string; gas: number; items: number }>;

/** One group of rows, measured on a fresh platform. */
export type Scenario = Readonly<{ title: string; measure: (p: Platform) => Promise<readonly Row[]> }>;

export const BATCH_SIZES = [1, 10, 50, 200] as const;

export const each = ({ gas, items }: Row): number => Math.floor(gas / items);

/** Collects rows in the order in which they are measured. */
export function rowsOf(p: Platform) {
  const rows: Row[] = [];
  const gasOf = async (name: string, hash: Hex): Promise<number> => {
    const { gasUsed, status } = await p.client.getTransactionReceipt({ hash });
    if (status !== 'success') throw new Error(`${name}: the measured transaction was reverted`);
    return Number(gasUsed);
  };
  const measure = async (name: string, hash: Hex | Promise<Hex>, items = 1): Promise<void> => {
    rows.push({ name, gas: await gasOf(name, await hash), items });
  };
  /** An act that takes several transactions. */
  const measureAll = async (name: string, hashes: readonly Hex[]): Promise<void> => {
    const parts = await Promise.all(hashes.map((hash) => gasOf(name, hash)));
    rows.push({ name, gas: parts.reduce((sum, gas) => sum + gas, 0), items: 1 });
  };
  return { rows, measure, measureAll };
}
