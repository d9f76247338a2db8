import type { ContractKind } from '../decode/chain-event.ts';
import { TRANSFER_TOPIC } from '../decode/decoder.ts';
import type { LogFilter } from '../rpc/chain-source.ts';
import type { Hex } from '../rpc/wire.ts';

export type FollowedContract = {
  readonly address: Hex;
  readonly kind: ContractKind;
  /** Property key of tokens and compliances. */
  readonly key: Hex | null;
  readonly firstBlock: number;
  /** -1 for contracts named by the deployment, else the factory log that bore this one. */
  readonly firstLog: number;
};

function padded(address: Hex): Hex {
  return `0x${'0'.repeat(24)}${address.slice(2)}`;
}

/** The contracts whose logs count, in the order they became known. */
export class ContractRegistry {
  readonly #byAddress = new Map<Hex, FollowedContract>();
  #filters: readonly LogFilter[] | null = null;

  constructor(contracts: Iterable<FollowedContract> = []) {
    this.add(contracts);
  }

  get size(): number {
    return this.#byAddress.size;
  }

  add(contracts: Iterable<FollowedContract>): void {
    for (const contract of contracts) {
      if (!this.#byAddress.has(contract.address)) this.#byAddress.set(contract.address, contract);
    }
    this.#filters = null;
  }

  has(address: Hex): boolean {
    return this.#byAddress.has(address);
  }

  kindOf(address: Hex): ContractKind | null {
    return this.#byAddress.get(address)?.kind ?? null;
  }

  /** Contracts that became known after the registry had `size` of them. */
  since(size: number): readonly FollowedContract[] {
    return [...this.#byAddress.values()].slice(size);
  }

  /** Everything the contracts say, except that USDC is asked only for transfers touching treasury or dividends. */
  filters(): readonly LogFilter[] {
    this.#filters ??= this.#makeFilters();
    return this.#filters;
  }

  #makeFilters(): readonly LogFilter[] {
    const all = [...this.#byAddress.values()];
    const addressesOf = (...kinds: ContractKind[]): Hex[] =>
      all.filter((contract) => kinds.includes(contract.kind)).map((contract) => contract.address);
    const usdc = addressesOf('usdc');
    const parties = addressesOf('treasury', 'dividends').map(padded);
    const others = all.filter((contract) => contract.kind !== 'usdc').map((contract) => contract.address);
    const filters: LogFilter[] = [];
    if (others.length > 0) filters.push({ addresses: others });
    if (usdc.length > 0 && parties.length > 0) {
      filters.push({ addresses: usdc, topics: [[TRANSFER_TOPIC], parties] });
      filters.push({ addresses: usdc, topics: [[TRANSFER_TOPIC], null, parties] });
    }
    return filters;
  }
}
