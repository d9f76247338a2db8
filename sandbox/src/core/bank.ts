import { big, text } from './database.ts';
import { MICROS_PER_CENT } from './ledger.ts';
import type { World } from './world.ts';

export interface BankLine {
  readonly id: string;
  readonly at: string;
  readonly description: string;
  /** Cents, positive for money in. */
  readonly amount: string;
}

export interface BankStatement {
  readonly account: string;
  readonly currency: 'USD';
  /** Cents. */
  readonly balance: string;
  readonly transactions: BankLine[];
}

export const BANK_ACCOUNT_NUMBER = '000123456789';

export class BankRefusal extends Error {}

export function bankBalanceCents(world: World): bigint {
  return world.ledger.balance('bank:operating') / MICROS_PER_CENT;
}

/** The company's operating account: payouts that arrived, wires sent and received. Newest first. */
export function bankStatement(world: World, limit: number): BankStatement {
  const rows = world.database.allBig(
    `SELECT e.key, e.at_ms, e.description, p.amount FROM ledger_posting p JOIN ledger_entry e ON e.seq = p.entry
     WHERE p.account = 'bank:operating' ORDER BY e.seq DESC LIMIT ?`,
    limit,
  );
  return {
    account: BANK_ACCOUNT_NUMBER,
    currency: 'USD',
    balance: String(bankBalanceCents(world)),
    transactions: rows.map((row) => ({
      id: text(row, 'key'),
      at: new Date(Number(big(row, 'at_ms'))).toISOString(),
      description: text(row, 'description'),
      amount: String(big(row, 'amount') / MICROS_PER_CENT),
    })),
  };
}

/** Takes `cents` out for an outgoing wire; throws BankRefusal, naming both amounts, when the account lacks them. */
export function sendWire(world: World, wire: { id: string; cents: bigint; description: string }): void {
  const balance = bankBalanceCents(world);
  if (balance < wire.cents) {
    throw new BankRefusal(
      `The bank refused the wire: the operating account holds ${balance} cents, the wire needs ${wire.cents} cents.`,
    );
  }
  world.ledger.move(
    `bank:wire:${wire.id}`,
    wire.description,
    'bank:operating',
    'circle:wire_in_transit',
    wire.cents * MICROS_PER_CENT,
  );
}

/** Puts money in from outside, for experiments that start at the bank. */
export function depositCash(world: World, deposit: { id: string; cents: bigint; description: string }): void {
  world.ledger.move(
    `bank:deposit:${deposit.id}`,
    deposit.description,
    'world:payers',
    'bank:operating',
    deposit.cents * MICROS_PER_CENT,
  );
}
