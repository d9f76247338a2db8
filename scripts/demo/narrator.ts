import { formatUnits } from 'viem';

/** What the story says while it happens, step by step; listeners may meddle (see chaos). */
export class Narrator {
  private readonly startedAt = Date.now();
  private listeners: ((step: string) => void)[] = [];

  onStep(listener: (step: string) => void): void {
    this.listeners.push(listener);
  }

  step(title: string): void {
    console.log(`\n[${((Date.now() - this.startedAt) / 1_000).toFixed(1).padStart(6)} s] ${title}`);
    for (const listener of this.listeners) listener(title);
  }

  say(line: string): void {
    console.log(`             ${line}`);
  }

  check(name: string, ok: boolean, detail: string): boolean {
    console.log(`  ${ok ? 'PASS' : 'FAIL'}  ${name}: ${detail}`);
    return ok;
  }
}

const group = (whole: string): string => whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** Cents as '$1,234.50'. */
export function usd(cents: bigint | string): string {
  const value = BigInt(cents);
  const magnitude = (value < 0n ? -value : value).toString().padStart(3, '0');
  return `${value < 0n ? '-' : ''}$${group(magnitude.slice(0, -2))}.${magnitude.slice(-2)}`;
}

/** Units of 10⁻⁶ as '1,234.500000 USDC', every digit shown. */
export function usdc(units: bigint | string): string {
  const [whole = '0', fraction = ''] = formatUnits(BigInt(units), 6).split('.');
  return `${group(whole)}.${fraction.padEnd(6, '0')} USDC`;
}

/** Units of 10⁻¹⁸ as whole and part shares. */
export const shares = (units: bigint | string): string => `${formatUnits(BigInt(units), 18)} shares`;

/** Asks until the answer satisfies; says what it waited for when it never does. */
export async function until<T>(
  what: string,
  ask: () => Promise<T>,
  done: (value: T) => boolean,
  seconds = 300,
): Promise<T> {
  const deadline = Date.now() + seconds * 1_000;
  for (;;) {
    const value = await ask();
    if (done(value)) return value;
    if (Date.now() > deadline)
      throw new Error(
        `Waited ${seconds} seconds in vain for ${what}. Last answer: ${JSON.stringify(value).slice(0, 600)}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
