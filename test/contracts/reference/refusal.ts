import type { Address } from 'viem';
import { describeError } from '../support/refusals.ts';

/** What a call that a contract would revert throws here; its message is the error with its arguments. */
export class Refusal extends Error {}

/** Who calls, and when. */
export type Context = Readonly<{ sender: Address; now: bigint }>;

export function refuse(name: string, ...args: readonly unknown[]): never {
  throw new Refusal(describeError(name, args));
}

/** Addresses are compared as text, so all are written the same way. */
export const lower = (address: Address): Address => `0x${address.slice(2).toLowerCase()}`;

export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** A contract with an owner and agents. All it remembers is in its fields, as plain data. */
export class ReferenceContract {
  owner: Address;
  agents = new Set<Address>();

  constructor(owner: Address) {
    this.owner = owner;
  }

  addAgent(ctx: Context, agent: Address): void {
    this.onlyOwner(ctx);
    this.agents.add(agent);
  }

  removeAgent(ctx: Context, agent: Address): void {
    this.onlyOwner(ctx);
    this.agents.delete(agent);
  }

  protected onlyOwner({ sender }: Context): void {
    if (sender !== this.owner) refuse('OwnableUnauthorizedAccount', sender);
  }

  protected onlyAgent({ sender }: Context): void {
    if (!this.agents.has(sender)) refuse('AgentRoleUnauthorized', sender);
  }
}

/** What `call`, which changes nothing, is refused with. */
export function refusalOf(call: () => void): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.message;
  }
}

/** Runs `call`; when it is refused, nothing has happened. Returns the refusal, if any. */
export async function attempt(
  contracts: readonly ReferenceContract[],
  call: () => void | Promise<void>,
): Promise<string | undefined> {
  const saved = contracts.map((contract) => structuredClone({ ...contract }));
  try {
    await call();
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    for (const [i, contract] of contracts.entries()) Object.assign(contract, saved[i]);
    return error.message;
  }
}
