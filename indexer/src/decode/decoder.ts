import { decodeEventLog, parseAbiItem, toEventSelector } from 'viem';
import type { Hex, RawLog } from '../rpc/wire.ts';
import type { ChainEvent, ContractKind } from './chain-event.ts';
import { topic, topicAddress, topicUint, word, wordNumber, wordUint } from './log-reader.ts';
import { marketDecoders } from './market-events.ts';
import { offeringDecoders } from './offering-events.ts';

type Decode = (log: RawLog) => ChainEvent;

/** Signatures of every followed event by the contract that emits it. Their decoders are beside them, precompiled. */
const DECODERS: Readonly<Partial<Record<ContractKind, Readonly<Record<string, Decode>>>>> = {
  usdc: { 'Transfer(address,address,uint256)': transfer },
  property_token: {
    'Transfer(address,address,uint256)': transfer,
    'AddressFrozen(address,bool,address)': (log) => ({
      type: 'freeze',
      kind: 'address',
      holder: topicAddress(log, 1),
      frozen: topicUint(log, 2) !== 0n,
    }),
    'TokensFrozen(address,uint256)': (log) => sharesFrozen(log, 1n),
    'TokensUnfrozen(address,uint256)': (log) => sharesFrozen(log, -1n),
  },
  property_factory: {
    'PropertyTokenized(bytes32,address,address,string,string,uint256,address,address,address[])': tokenized,
  },
  identity_registry: {
    'IdentityRegistered(address,address)': (log) => ({
      type: 'identity',
      kind: 'registered',
      wallet: topicAddress(log, 1),
      identity: topicAddress(log, 2),
    }),
    'WalletIdentityUpdated(address,address)': (log) => ({
      type: 'identity',
      kind: 'updated',
      wallet: topicAddress(log, 1),
      identity: topicAddress(log, 2),
    }),
    'IdentityRemoved(address,address)': (log) => ({
      type: 'identity',
      kind: 'removed',
      wallet: topicAddress(log, 1),
    }),
    'CountryUpdated(address,uint16)': (log) => ({
      type: 'identity',
      kind: 'country',
      wallet: topicAddress(log, 1),
      country: Number(topicUint(log, 2)),
    }),
    'AttestationRecorded(address,address,address,uint16,uint40,uint40,bool)': (log) => ({
      type: 'identity',
      kind: 'attested',
      wallet: topicAddress(log, 1),
      identity: topicAddress(log, 2),
      issuer: topicAddress(log, 3),
      country: wordNumber(log, 0),
      validUntil: wordNumber(log, 1),
    }),
    'AttestationRevoked(address)': (log) => ({
      type: 'identity',
      kind: 'revoked',
      wallet: topicAddress(log, 1),
    }),
  },
  dividends: {
    'DividendDeclared(bytes32,address,uint24,uint256,uint256,uint256,bytes32)': (log) => ({
      type: 'dividend_declared',
      id: topic(log, 1),
      token: topicAddress(log, 2),
      epoch: wordNumber(log, 0),
      amount: wordUint(log, 1),
      carriedIn: wordUint(log, 2),
      supply: wordUint(log, 3),
      statementHash: word(log, 4),
    }),
    'DividendFunded(bytes32,address,uint256)': (log) => ({
      type: 'dividend_step',
      kind: 'funded',
      id: topic(log, 1),
      party: topicAddress(log, 2),
      amount: wordUint(log, 0),
    }),
    'DividendPaid(bytes32,address,uint256)': (log) => payment(log, 'paid'),
    'DividendHeld(bytes32,address,uint256)': (log) => payment(log, 'held'),
    'DividendSettled(bytes32,address,uint256,bytes32)': (log) => ({
      ...payment(log, 'settled'),
      reference: word(log, 1),
    }),
    'DividendDistributed(bytes32,uint256,uint256)': (log) => ({
      type: 'dividend_step',
      kind: 'distributed',
      id: topic(log, 1),
      amount: wordUint(log, 0),
      carried: wordUint(log, 1),
    }),
    'DividendSwept(bytes32,uint256)': (log) => ({
      type: 'dividend_step',
      kind: 'swept',
      id: topic(log, 1),
      amount: wordUint(log, 0),
    }),
    'DividendCancelled(bytes32)': (log) => ({ type: 'dividend_step', kind: 'cancelled', id: topic(log, 1) }),
  },
  treasury: {
    'TreasuryCredited(bytes32,bytes32,uint256)': (log) => ({
      type: 'treasury',
      kind: 'credited',
      reference: topic(log, 1),
      property: topic(log, 2),
      amount: wordUint(log, 0),
    }),
    'TreasuryReleased(bytes32,bytes32,address,uint256)': (log) => ({
      type: 'treasury',
      kind: 'released',
      reference: topic(log, 1),
      property: topic(log, 2),
      counterparty: topicAddress(log, 3),
      amount: wordUint(log, 0),
    }),
  },
  offering: offeringDecoders,
  ledger_anchor: {
    'Anchored(uint64,uint64,bytes32,bytes32)': (log) => ({
      type: 'anchored',
      sequence: topicUint(log, 1),
      size: wordUint(log, 0),
      root: word(log, 1),
      head: word(log, 2),
    }),
  },
  marketplace: marketDecoders,
};

function transfer(log: RawLog): ChainEvent {
  return {
    type: 'transfer',
    from: topicAddress(log, 1),
    to: topicAddress(log, 2),
    amount: wordUint(log, 0),
  };
}

function sharesFrozen(log: RawLog, sign: 1n | -1n): ChainEvent {
  return { type: 'freeze', kind: 'shares', holder: topicAddress(log, 1), amount: sign * wordUint(log, 0) };
}

function payment(log: RawLog, kind: 'paid' | 'held' | 'settled') {
  return {
    type: 'dividend_payment',
    kind,
    id: topic(log, 1),
    holder: topicAddress(log, 2),
    amount: wordUint(log, 0),
  } as const;
}

const PROPERTY_TOKENIZED = parseAbiItem(
  'event PropertyTokenized(bytes32 indexed key, address indexed token, address indexed compliance, string name, string symbol, uint256 maxSupply, address identityRegistry, address owner, address[] agents)',
);

function lower(address: string): Hex {
  return `0x${address.slice(2).toLowerCase()}`;
}

/** Rare and with strings inside: the generic decoder is worth its time here. */
function tokenized(log: RawLog): ChainEvent {
  const topics: [Hex, ...Hex[]] = [log.topics[0] ?? '0x', ...log.topics.slice(1)];
  const { args } = decodeEventLog({ abi: [PROPERTY_TOKENIZED], data: log.data, topics });
  return {
    type: 'property_tokenized',
    key: args.key,
    token: lower(args.token),
    compliance: lower(args.compliance),
    name: args.name,
    symbol: args.symbol,
    maxSupply: args.maxSupply,
    identityRegistry: lower(args.identityRegistry),
    owner: lower(args.owner),
  };
}

/** The topic of each followed signature, computed once. */
const BY_TOPIC: ReadonlyMap<ContractKind, ReadonlyMap<Hex, Decode>> = new Map(
  Object.entries(DECODERS).flatMap(([kind, decoders]) =>
    isKind(kind)
      ? [
          [
            kind,
            new Map(
              Object.entries(decoders).map(([signature, decode]) => [toEventSelector(signature), decode]),
            ),
          ],
        ]
      : [],
  ),
);

function isKind(value: string): value is ContractKind {
  return value in DECODERS;
}

export const TRANSFER_TOPIC: Hex = toEventSelector('Transfer(address,address,uint256)');

/** Signatures followed on contracts of `kind`; the tests compare them with the ABIs. */
export function followedSignatures(kind: ContractKind): readonly string[] {
  return Object.keys(DECODERS[kind] ?? {});
}

export function followedKinds(): readonly ContractKind[] {
  return Object.keys(DECODERS).filter(isKind);
}

/** The event in `log` emitted by a contract of `kind`, or null when the product does not follow it. */
export function decodeLog(kind: ContractKind, log: RawLog): ChainEvent | null {
  const signature = log.topics[0];
  if (signature === undefined) return null;
  const decode = BY_TOPIC.get(kind)?.get(signature);
  return decode === undefined ? null : decode(log);
}
