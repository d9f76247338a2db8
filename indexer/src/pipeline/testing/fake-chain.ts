import {
  encodeAbiParameters,
  encodeEventTopics,
  keccak256,
  parseAbi,
  stringToHex,
  type Hex as ViemHex,
} from 'viem';
import type { FollowedContract } from '../../fold/contract-registry.ts';
import type { ChainSource, Finality, LogFilter, RangeAnswer } from '../../rpc/chain-source.ts';
import type { Header, Hex, RawLog } from '../../rpc/wire.ts';

const abi = parseAbi([
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  'event TokensFrozen(address indexed user, uint256 amount)',
  'event AddressFrozen(address indexed user, bool indexed frozen, address indexed agent)',
  'event PropertyTokenized(bytes32 indexed key, address indexed token, address indexed compliance, string name, string symbol, uint256 maxSupply, address identityRegistry, address owner, address[] agents)',
  'event AttestationRecorded(address indexed wallet, address indexed identity, address indexed issuer, uint16 country, uint40 validUntil, uint40 issuedAt, bool accredited)',
  'event AttestationRevoked(address indexed wallet)',
  'event IdentityRemoved(address indexed wallet, address indexed identity)',
  'event DividendDeclared(bytes32 indexed id, address indexed token, uint24 epoch, uint256 amount, uint256 carriedIn, uint256 supply, bytes32 statementHash)',
  'event DividendFunded(bytes32 indexed id, address indexed from, uint256 amount)',
  'event DividendPaid(bytes32 indexed id, address indexed holder, uint256 amount)',
  'event DividendHeld(bytes32 indexed id, address indexed holder, uint256 amount)',
  'event TradeExecuted(address indexed token, address indexed buyer, address indexed seller, uint256 shares, uint256 cost, uint256 buyerFee, uint256 sellerFee, bytes32 buyHash, bytes32 sellHash)',
]);

export const word = (n: number | bigint): Hex => `0x${n.toString(16).padStart(64, '0')}`;
export const address = (n: number): Hex => `0x${n.toString(16).padStart(40, '0')}`;

const FACTORY = address(1);
const USDC = address(2);
const TREASURY = address(3);
const DIVIDENDS = address(4);
const REGISTRY = address(5);
const MARKETPLACE = address(6);
const ZERO = address(0);

export const fakeContracts: readonly FollowedContract[] = (
  [
    ['property_factory', FACTORY],
    ['usdc', USDC],
    ['treasury', TREASURY],
    ['dividends', DIVIDENDS],
    ['identity_registry', REGISTRY],
    ['marketplace', MARKETPLACE],
  ] as const
).map(([kind, at]) => ({ kind, address: at, key: null, firstBlock: 1, firstLog: -1 }));

export type FakeBlock = {
  readonly header: Header;
  readonly logs: readonly RawLog[];
  readonly parent: FakeBlock | null;
};

/** One random act; `a`, `b`, `n` pick who and how much. Illegal acts (an overdraft, a second birth) do nothing. */
export type Act = { readonly kind: number; readonly a: number; readonly b: number; readonly n: number };

const everyBit: ViemHex = `0x${'ff'.repeat(256)}`;

export function genesis(): FakeBlock {
  const header = { number: 0, hash: word(0xfeed), parentHash: word(0), timestamp: 0, logsBloom: everyBit };
  return { header, logs: [], parent: null };
}

function pathTo(block: FakeBlock): FakeBlock[] {
  const path: FakeBlock[] = [];
  for (let at: FakeBlock | null = block; at !== null; at = at.parent) path.unshift(at);
  return path;
}

/** A child of `parent` in which `acts` happened; equal inputs with another `salt` make a competing block. */
export function mineOn(parent: FakeBlock, acts: readonly Act[], salt: number): FakeBlock {
  const number = parent.header.number + 1;
  const hash = keccak256(stringToHex(`${parent.header.hash}/${salt}/${JSON.stringify(acts)}`));
  const state = stateAfter(pathTo(parent).flatMap((block) => block.logs));
  const logs: RawLog[] = [];
  const emit = (emitter: Hex, eventName: string, args: Readonly<Record<string, unknown>>): void => {
    const event = abi.find((item) => item.name === eventName);
    if (event === undefined) throw new Error(`the fake chain has no event ${eventName}`);
    const plain = event.inputs.filter((input) => !('indexed' in input && input.indexed));
    const topics = encodeEventTopics({ abi: [event], eventName: event.name, args }).flat();
    logs.push({
      blockNumber: number,
      logIndex: logs.length,
      blockHash: hash,
      txHash: keccak256(stringToHex(JSON.stringify(logs.length))),
      address: emitter,
      topics: topics.filter((topic) => topic !== null),
      data: encodeAbiParameters(
        plain,
        plain.map((input) => args[input.name ?? '']),
      ),
      timestamp: number,
    });
  };
  for (const act of acts) perform(act, state, emit);
  return {
    header: { number, hash, parentHash: parent.header.hash, timestamp: number, logsBloom: everyBit },
    logs,
    parent,
  };
}

type FakeState = {
  readonly tokens: Set<Hex>;
  readonly balances: Map<string, bigint>;
  readonly dividends: Set<Hex>;
};

function stateAfter(logs: readonly RawLog[]): FakeState {
  const state: FakeState = { tokens: new Set(), balances: new Map(), dividends: new Set() };
  const topicAddress = (topic: Hex | undefined): Hex => `0x${(topic ?? '').slice(26)}`;
  for (const log of logs) {
    if (log.address === FACTORY) state.tokens.add(topicAddress(log.topics[2]));
    else if (log.address === DIVIDENDS) state.dividends.add(log.topics[1] ?? '0x');
    else if (log.topics.length === 3 && log.address !== USDC && log.address !== REGISTRY)
      move(state, log.address, topicAddress(log.topics[1]), topicAddress(log.topics[2]), BigInt(log.data));
  }
  return state;
}

function move(state: FakeState, token: Hex, from: Hex, to: Hex, amount: bigint): void {
  if (from !== ZERO) state.balances.set(token + from, (state.balances.get(token + from) ?? 0n) - amount);
  if (to !== ZERO) state.balances.set(token + to, (state.balances.get(token + to) ?? 0n) + amount);
}

type Emit = (emitter: Hex, eventName: string, args: Readonly<Record<string, unknown>>) => void;

function perform({ kind, a, b, n }: Act, state: FakeState, emit: Emit): void {
  const token = address(1_000 + (a % 3));
  const [holder, other] = [address(100 + (a % 5)), address(100 + (b % 5))];
  const amount = BigInt(n);
  const id = word(5_000 + (n % 3));
  const born = state.tokens.has(token);
  const transfer = (from: Hex, to: Hex): void => {
    emit(token, 'Transfer', { from, to, value: amount });
    move(state, token, from, to, amount);
  };
  if (kind === 0 && !born) {
    // As a constructor would: the mint stands before the event that makes the token known.
    transfer(ZERO, holder);
    const shape = { key: word(a % 3), name: 'Elm', symbol: 'ELM', maxSupply: 1n, agents: [] };
    emit(FACTORY, 'PropertyTokenized', {
      ...shape,
      token,
      compliance: address(2_000 + (a % 3)),
      identityRegistry: REGISTRY,
      owner: holder,
    });
    state.tokens.add(token);
  } else if (kind === 1 && born) transfer(ZERO, holder);
  else if (kind === 2 && born && (state.balances.get(token + holder) ?? 0n) >= amount)
    transfer(holder, other);
  else if (kind === 3 && born) emit(token, 'TokensFrozen', { user: holder, amount });
  else if (kind === 4 && born)
    emit(token, 'AddressFrozen', { user: holder, frozen: n % 2 === 0, agent: other });
  else if (kind === 5)
    emit(REGISTRY, 'AttestationRecorded', {
      wallet: holder,
      identity: other,
      issuer: REGISTRY,
      country: n,
      validUntil: n,
      issuedAt: n,
      accredited: n % 2 === 0,
    });
  else if (kind === 6)
    emit(REGISTRY, n % 2 === 0 ? 'AttestationRevoked' : 'IdentityRemoved', {
      wallet: holder,
      identity: other,
    });
  else if (kind === 7) emit(USDC, 'Transfer', { from: holder, to: TREASURY, value: amount });
  else if (kind === 8 && born && !state.dividends.has(id)) {
    const rest = { epoch: 1, carriedIn: 0n, supply: 1n, statementHash: word(1) };
    emit(DIVIDENDS, 'DividendDeclared', { id, token, amount, ...rest });
    state.dividends.add(id);
  } else if (kind === 9 && state.dividends.has(id)) {
    const name = ['DividendFunded', 'DividendPaid', 'DividendHeld'][b % 3] ?? '';
    emit(DIVIDENDS, name, { id, from: holder, holder, amount });
  } else if (kind === 10 && born && (state.balances.get(token + holder) ?? 0n) >= amount) {
    transfer(holder, other);
    const fees = { buyerFee: BigInt(a), sellerFee: BigInt(b), buyHash: word(a), sellHash: word(b) };
    emit(MARKETPLACE, 'TradeExecuted', {
      ...{ token, buyer: other, seller: holder, shares: amount, cost: amount },
      ...fees,
    });
  }
}

/** A node whose view of the chain is whatever `head` says now. */
export class FakeNode implements ChainSource {
  head: FakeBlock;
  readonly #finalLag: number;

  constructor(head: FakeBlock, finalLag: number) {
    this.head = head;
    this.#finalLag = finalLag;
  }

  async latest(): Promise<Header> {
    return this.head.header;
  }

  async finality(): Promise<Finality> {
    const final = pathTo(this.head)[Math.max(0, this.head.header.number - this.#finalLag)]?.header ?? null;
    return { safe: final, final };
  }

  async headers(numbers: readonly number[]): Promise<readonly (Header | null)[]> {
    const path = pathTo(this.head);
    return numbers.map((number) => path[number]?.header ?? null);
  }

  async logsOfBlock(hash: Hex, filters: readonly LogFilter[]): Promise<readonly RawLog[]> {
    const block = pathTo(this.head).find((candidate) => candidate.header.hash === hash);
    if (block === undefined) throw new Error('unknown block');
    return block.logs.filter((log) => filters.some((filter) => matches(filter, log)));
  }

  async logsOfRange(from: number, to: number, filters: readonly LogFilter[]): Promise<RangeAnswer> {
    const blocks = pathTo(this.head).slice(from, to + 1);
    const [first, last] = [blocks[0], blocks.at(-1)];
    if (first === undefined || last === undefined) throw new Error('unknown range');
    const logs = blocks
      .flatMap((block) => block.logs)
      .filter((log) => filters.some((filter) => matches(filter, log)));
    return { logs, first: first.header, last: last.header };
  }
}

function matches(filter: LogFilter, log: RawLog): boolean {
  if (!filter.addresses.includes(log.address)) return false;
  return (filter.topics ?? []).every((wanted, i) => {
    const topic = log.topics[i];
    return wanted === null || (topic !== undefined && wanted.includes(topic));
  });
}
