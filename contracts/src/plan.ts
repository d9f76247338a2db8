import { type Abi, type Address, encodeDeployData, getContractAddress, type Hex } from 'viem';
import { bytecode, links } from '../generated/bytecode.ts';

export type ContractName = keyof typeof bytecode;

/** A contract that a plan creates: what an explorer must be told to verify it. */
export type Creation = Readonly<{
  contract: ContractName;
  address: Address;
  /** Encoded constructor arguments. */
  args: Hex;
  libraries: Readonly<Record<string, Address>>;
}>;

export type Step = Readonly<{ what: string; data: Hex; to?: Address; gas: bigint; creates?: Creation }>;

const CALL_GAS = 400_000n;

/**
 * Transactions of one sender in their order. The address of a created contract follows from the sender and the nonce,
 * so the whole plan, with all addresses, is known before anything is sent.
 */
export class Plan {
  readonly steps: Step[] = [];
  readonly #libraries = new Map<string, Address>();
  readonly from: Address;
  readonly firstNonce: number;

  constructor(from: Address, firstNonce: number) {
    this.from = from;
    this.firstNonce = firstNonce;
  }

  get nextNonce(): number {
    return this.firstNonce + this.steps.length;
  }

  /** Creates a contract, and before it the libraries it links, each once per plan. */
  create(what: string, contract: ContractName, abi: Abi, args: readonly unknown[]): Address {
    const libraries = this.#librariesOf(contract);
    const code = link(contract, libraries);
    const data = encodeDeployData({ abi, bytecode: code, args });
    const address = getContractAddress({ from: this.from, nonce: BigInt(this.nextNonce) });
    const creates = { contract, address, args: `0x${data.slice(code.length)}` as const, libraries };
    this.steps.push({ what, data, gas: creationGas(data), creates });
    return address;
  }

  call(what: string, to: Address, data: Hex, gas: bigint = CALL_GAS): void {
    this.steps.push({ what, to, data, gas });
  }

  #librariesOf(contract: string): Record<string, Address> {
    const linked: Record<string, Address> = {};
    for (const library of Object.keys(links[contract] ?? {})) {
      const known = this.#libraries.get(library) ?? this.create(`library ${library}`, named(library), [], []);
      this.#libraries.set(library, known);
      linked[library] = known;
    }
    return linked;
  }
}

/** Creation code of `contract` with the addresses of its libraries in place. Throws naming a library not given. */
export function link(contract: ContractName, libraries: Readonly<Record<string, Address>>): Hex {
  let code: string = bytecode[contract];
  for (const [library, starts] of Object.entries(links[contract] ?? {})) {
    const address = libraries[library];
    if (address === undefined) throw new Error(`${contract} links ${library}, whose address is not given.`);
    for (const start of starts) code = placed(code, start, address);
  }
  return `0x${code.slice(2)}`;
}

/** `code` with `address` at byte `start`. */
export function placed(code: string, start: number, address: Address): string {
  const at = 2 + 2 * start;
  return `${code.slice(0, at)}${address.slice(2).toLowerCase()}${code.slice(at + 40)}`;
}

function named(library: string): ContractName {
  const name = Object.keys(bytecode).find((candidate): candidate is ContractName => candidate === library);
  if (!name) throw new Error(`No creation code of the library ${library} was generated.`);
  return name;
}

/** More than any constructor of ours needs, and below the 16.7 million a transaction may carry. */
function creationGas(data: Hex): bigint {
  const bytes = BigInt(data.length / 2 - 1);
  return 1_500_000n + bytes * 260n;
}
