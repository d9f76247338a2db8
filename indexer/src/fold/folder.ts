import type {
  Anchored,
  ChainEvent,
  DividendDeclared,
  DividendPayment,
  DividendStep,
  Freeze,
  IdentityChange,
  LogPosition,
  OfferingOpened,
  OfferingStep,
  OrderCancelled,
  PropertyTokenized,
  TradeExecuted,
  Transfer,
  TreasuryMovement,
} from '../decode/chain-event.ts';
import { decodeLog } from '../decode/decoder.ts';
import type { Hex, RawLog } from '../rpc/wire.ts';
import { BalanceChanges } from './balance-changes.ts';
import type { ContractRegistry, FollowedContract } from './contract-registry.ts';

type At<Event> = Event & { readonly at: LogPosition };

/** The events of a batch, sorted into the tables they go to, in chain order. */
export type Fold = {
  readonly tokens: At<PropertyTokenized>[];
  readonly transfers: (At<Transfer> & { readonly token: Hex })[];
  readonly usdcTransfers: At<Transfer>[];
  readonly received: At<Transfer>[];
  readonly movements: At<TreasuryMovement>[];
  readonly freezes: (At<Freeze> & { readonly token: Hex })[];
  readonly identities: At<IdentityChange>[];
  readonly dividends: At<DividendDeclared>[];
  readonly steps: At<DividendStep>[];
  readonly payments: At<DividendPayment>[];
  readonly anchors: At<Anchored>[];
  readonly trades: At<TradeExecuted>[];
  readonly cancellations: At<OrderCancelled>[];
  readonly offerings: At<OfferingOpened>[];
  readonly offeringSteps: At<OfferingStep>[];
  readonly balances: BalanceChanges;
};

/** Contracts born in `logs`; their own logs may precede the factory's within the same transaction. */
export function bornContracts(registry: ContractRegistry, logs: readonly RawLog[]): FollowedContract[] {
  const born: FollowedContract[] = [];
  for (const log of logs) {
    if (registry.kindOf(log.address) !== 'property_factory') continue;
    const event = decodeLog('property_factory', log);
    if (event?.type !== 'property_tokenized') continue;
    const origin = { key: event.key, firstBlock: log.blockNumber, firstLog: log.logIndex };
    born.push({ address: event.token, kind: 'property_token', ...origin });
    born.push({ address: event.compliance, kind: 'compliance', ...origin });
  }
  return born;
}

/**
 * Folds logs, sorted by (block, log index), into rows. Pure: the registry must already know every emitter.
 * Balances are folded from Transfer alone; recovery and forced transfers emit it beside their own events.
 */
export function foldLogs(registry: ContractRegistry, logs: readonly RawLog[]): Fold {
  const fold: Fold = {
    tokens: [],
    transfers: [],
    usdcTransfers: [],
    received: [],
    movements: [],
    freezes: [],
    identities: [],
    dividends: [],
    steps: [],
    payments: [],
    anchors: [],
    trades: [],
    cancellations: [],
    offerings: [],
    offeringSteps: [],
    balances: new BalanceChanges(),
  };
  for (const log of logs) {
    const kind = registry.kindOf(log.address);
    const event = kind === null ? null : decodeLog(kind, log);
    if (event === null) continue;
    const at: LogPosition = { block: log.blockNumber, log: log.logIndex, tx: log.txHash };
    if (event.type === 'transfer' && kind === 'usdc') addUsdc(fold, registry, { ...event, at });
    else addEvent(fold, event, at, log.address);
  }
  return fold;
}

function addUsdc(fold: Fold, registry: ContractRegistry, transfer: At<Transfer>): void {
  const from = registry.kindOf(transfer.from);
  const to = registry.kindOf(transfer.to);
  // Raw logs may hold more than was asked for; the table promises these two parties only.
  if (![from, to].some((kind) => kind === 'treasury' || kind === 'dividends')) return;
  fold.usdcTransfers.push(transfer);
  if (to === 'treasury') fold.received.push(transfer);
}

function addEvent(fold: Fold, event: ChainEvent, at: LogPosition, emitter: Hex): void {
  switch (event.type) {
    case 'transfer':
      fold.transfers.push({ ...event, at, token: emitter });
      fold.balances.transfer(emitter, event, at);
      return;
    case 'property_tokenized':
      fold.tokens.push({ ...event, at });
      return;
    case 'freeze':
      fold.freezes.push({ ...event, at, token: emitter });
      return;
    case 'identity':
      fold.identities.push({ ...event, at });
      return;
    case 'dividend_declared':
      fold.dividends.push({ ...event, at });
      return;
    case 'dividend_step':
      fold.steps.push({ ...event, at });
      return;
    case 'dividend_payment':
      fold.payments.push({ ...event, at });
      return;
    case 'treasury':
      fold.movements.push({ ...event, at });
      return;
    case 'offering_opened':
      fold.offerings.push({ ...event, at });
      return;
    case 'offering_step':
      fold.offeringSteps.push({ ...event, at });
      return;
    case 'anchored':
      fold.anchors.push({ ...event, at });
      return;
    case 'trade_executed':
      fold.trades.push({ ...event, at });
      return;
    case 'order_cancelled':
      fold.cancellations.push({ ...event, at });
  }
}
