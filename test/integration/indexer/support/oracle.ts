import { usdcAbi } from '@freehold/contracts/abis';
import { type Address, isAddressEqual, type Log, parseEventLogs, toHex } from 'viem';
import { abis, type World } from './world.ts';

/** Everything the tables should say, folded from eth_getLogs by other code than the indexer's. */
export type Picture = Readonly<Record<string, readonly string[]>>;

const ZERO = `0x${'0'.repeat(40)}`;

type Event = {
  readonly name: string;
  readonly args: Record<string, unknown>;
  readonly log: Log<bigint, number, false>;
};

function show(value: unknown): string {
  return value === undefined || value === null ? '-' : String(value).toLowerCase();
}

/** The picture of the chain as the node tells it now. */
export async function pictureOfChain(world: World): Promise<Picture> {
  const { deployment, client } = world;
  const logs = await client.getLogs({ fromBlock: BigInt(deployment.deployedAtBlock), toBlock: 'latest' });
  const parties: Address[] = [deployment.treasury, deployment.dividends];
  const events = logs
    .map((log): Event | null => {
      const isUsdc = isAddressEqual(log.address, deployment.usdc);
      const [parsed] = parseEventLogs({ abi: isUsdc ? usdcAbi : abis.flat(), logs: [log] });
      if (parsed === undefined) return null;
      return { name: parsed.eventName, args: { ...parsed.args }, log };
    })
    .filter((event) => event !== null);
  const of = (...names: string[]): Event[] => events.filter((event) => names.includes(event.name));
  const tokens = new Set(of('PropertyTokenized').map((event) => show(event.args.token)));
  const at = ({ log }: Event): string => `${log.blockNumber}/${log.logIndex}`;
  const shares = of('Transfer').filter((event) => tokens.has(event.log.address.toLowerCase()));
  const usdc = of('Transfer')
    .filter((event) => isAddressEqual(event.log.address, deployment.usdc))
    .filter((event) =>
      parties.some((p) => [show(event.args.from), show(event.args.to)].includes(p.toLowerCase())),
    );
  const transferLine = (e: Event): string =>
    [at(e), e.log.address.toLowerCase(), show(e.args.from), show(e.args.to), show(e.args.value)].join(' ');
  return {
    tokens: of('PropertyTokenized').map((e) =>
      [at(e), e.args.key, e.args.token, e.args.compliance, e.args.name, e.args.symbol, e.args.maxSupply]
        .map(show)
        .join(' '),
    ),
    transfers: shares.map(transferLine),
    ...balances(shares),
    freezes: freezes(of('AddressFrozen', 'TokensFrozen', 'TokensUnfrozen')),
    identities: identities(
      of(
        'IdentityRegistered',
        'WalletIdentityUpdated',
        'IdentityRemoved',
        'CountryUpdated',
        'AttestationRecorded',
        'AttestationRevoked',
      ),
    ),
    dividends: dividends(of, at),
    payments: of('DividendPaid', 'DividendHeld', 'DividendSettled').map((e) =>
      [at(e), show(e.name).slice('dividend'.length), e.args.id, e.args.holder, e.args.amount, e.args.ref]
        .map(show)
        .join(' '),
    ),
    usdc: usdc.map((e) => [at(e), e.args.from, e.args.to, e.args.value].map(show).join(' ')),
    treasury: treasury(usdc, of('TreasuryCredited', 'TreasuryReleased'), deployment.treasury),
    trades: of('TradeExecuted').map((e) =>
      [at(e), e.args.token, e.args.buyer, e.args.seller, e.args.shares, e.args.cost].map(show).join(' '),
    ),
    cancellations: of('OrderCancelled', 'NoncesCancelled', 'AllOrdersCancelled').map((e) =>
      [at(e), ...cancellation(e)].map(show).join(' '),
    ),
    offerings: of('OfferingOpened').map((e) =>
      [at(e), e.args.id, ...termsOf(e.args.terms)].map(show).join(' '),
    ),
    sales: of(...Object.keys(SALE_EVENTS)).map((e) =>
      [
        ...[at(e), SALE_EVENTS[e.name], e.args.id, e.args.investor ?? e.args.from],
        ...[e.args.identity ?? e.args.to, e.args.shares ?? e.args.subscribed, e.args.cost ?? e.args.amount],
      ]
        .map(show)
        .join(' '),
    ),
    anchors: of('Anchored').map((e) =>
      [at(e), e.args.sequence, e.args.size, e.args.root, e.args.head].map(show).join(' '),
    ),
  };
}

const SALE_EVENTS: Readonly<Record<string, string>> = {
  OfferingSubscribed: 'subscribed',
  OfferingClosed: 'closed',
  OfferingCancelled: 'cancelled',
  OfferingDelivered: 'delivered',
  OfferingDeliveryHeld: 'delivery_held',
  OfferingProceeds: 'proceeds',
  OfferingRefunded: 'refunded',
  OfferingRefundHeld: 'refund_held',
  OfferingReassigned: 'reassigned',
};

function cancellation({ name, args }: Event): unknown[] {
  const { maker, orderHash, nonce, group, mask, counter } = args;
  if (name === 'AllOrdersCancelled') return ['all', maker, null, null, null, counter];
  const word = (bits: unknown) => toHex(BigInt(String(bits)), { size: 32 });
  if (name === 'NoncesCancelled') return ['nonces', maker, null, group, word(mask), null];
  const used = BigInt(String(nonce));
  return ['order', maker, orderHash, used / 256n, word(2n ** (used % 256n)), null];
}

/** Fields of a struct in their order. */
const termsOf = (terms: unknown): unknown[] =>
  typeof terms === 'object' && terms !== null ? Object.values(terms) : [];

function balances(shares: readonly Event[]): Picture {
  const now = new Map<string, bigint>();
  const history = new Map<string, bigint>();
  for (const { args, log } of shares) {
    const amount = BigInt(show(args.value));
    for (const [holder, delta] of [
      [show(args.from), -amount],
      [show(args.to), amount],
    ] as const) {
      if (holder === ZERO) continue;
      const key = `${log.address.toLowerCase()} ${holder}`;
      const next = (now.get(key) ?? 0n) + delta;
      now.set(key, next);
      history.set(`${key} ${log.blockNumber}`, next);
    }
  }
  const lines = (map: Map<string, bigint>): string[] =>
    [...map].map(([key, value]) => `${key} ${value}`).sort();
  return { balances: lines(now), history: lines(history) };
}

function freezes(events: readonly Event[]): string[] {
  const state = new Map<string, { frozen: boolean; amount: bigint }>();
  for (const { name, args, log } of events) {
    const key = `${log.address.toLowerCase()} ${show(args._userAddress)}`;
    const entry = state.get(key) ?? { frozen: false, amount: 0n };
    if (name === 'AddressFrozen') entry.frozen = args._isFrozen === true;
    if (name === 'TokensFrozen') entry.amount += BigInt(show(args._amount));
    if (name === 'TokensUnfrozen') entry.amount -= BigInt(show(args._amount));
    state.set(key, entry);
  }
  return [...state].map(([key, { frozen, amount }]) => `${key} ${frozen} ${amount}`).sort();
}

function identities(events: readonly Event[]): string[] {
  const state = new Map<string, Record<string, unknown>>();
  for (const { name, args } of events) {
    const wallet = show(args.wallet ?? args.investorAddress);
    const entry = state.get(wallet) ?? { revoked: false, removed: false };
    if (args.identity !== undefined) entry.identity = args.identity;
    if (args.country !== undefined) entry.country = args.country;
    if (name === 'IdentityRegistered') entry.removed = false;
    if (name === 'AttestationRevoked') entry.revoked = true;
    if (name === 'AttestationRecorded')
      Object.assign(entry, {
        issuer: args.issuer,
        validUntil: args.validUntil,
        revoked: false,
        removed: false,
      });
    state.set(wallet, name === 'IdentityRemoved' ? { revoked: false, removed: true } : entry);
  }
  return [...state]
    .map(([wallet, e]) =>
      [wallet, e.identity, e.country, e.issuer, e.validUntil, e.revoked, e.removed].map(show).join(' '),
    )
    .sort();
}

function dividends(of: (...names: string[]) => Event[], at: (event: Event) => string): string[] {
  const sum = (events: readonly Event[], field: string): bigint =>
    events.reduce((total, event) => total + BigInt(show(event.args[field])), 0n);
  return of('DividendDeclared')
    .map((declared) => {
      const { id } = declared.args;
      const mine = (name: string): Event[] => of(name).filter((event) => event.args.id === id);
      const done = new Set(
        [...mine('DividendPaid'), ...mine('DividendSettled')].map((e) => show(e.args.holder)),
      );
      const held = new Map(
        mine('DividendHeld').map((e) => [show(e.args.holder), BigInt(show(e.args.amount))]),
      );
      const open = [...held].filter(([holder]) => !done.has(holder));
      const { args } = declared;
      return [
        ...[
          id,
          at(declared),
          args.token,
          args.epoch,
          args.amount,
          args.carriedIn,
          args.supply,
          args.statementHash,
        ],
        ...[sum(mine('DividendFunded'), 'amount'), mine('DividendFunded')[0]?.log.blockNumber],
        ...[sum(mine('DividendPaid'), 'amount'), mine('DividendPaid').length],
        ...[sum(mine('DividendSettled'), 'amount'), mine('DividendSettled').length],
        ...[open.reduce((total, [, amount]) => total + amount, 0n), open.length],
        ...[sum(mine('DividendDistributed'), 'carried'), mine('DividendDistributed')[0]?.log.blockNumber],
        ...[sum(mine('DividendSwept'), 'amount'), mine('DividendCancelled')[0]?.log.blockNumber],
      ]
        .map(show)
        .join(' ');
    })
    .sort();
}

function treasury(usdc: readonly Event[], movements: readonly Event[], treasuryAddress: Address): string[] {
  const received = usdc
    .filter((event) => show(event.args.to) === treasuryAddress.toLowerCase())
    .map((e) => ({ e, fields: ['received', undefined, undefined, e.args.from, e.args.value] }));
  const booked = movements.map((e) => ({
    e,
    fields: [
      e.name.slice('Treasury'.length),
      e.args.ref ?? e.args.reference,
      e.args.property,
      e.args.to,
      e.args.amount,
    ],
  }));
  return [...received, ...booked]
    .map(({ e, fields }) => [`${e.log.blockNumber}/${e.log.logIndex}`, ...fields].map(show).join(' '))
    .sort();
}
