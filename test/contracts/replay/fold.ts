import {
  type Abi,
  type Address,
  type ContractEventArgsFromTopics,
  type ContractEventName,
  decodeEventLog,
  type Hex,
  toEventSelector,
} from 'viem';
import { lower } from '../reference/refusal.ts';
import type { Outcome, RawLog } from '../support/driver.ts';

/** What a proxy says of itself, which is no state of the contract behind it. */
const OF_PROXIES = new Set(
  ['BeaconUpgraded(address)', 'Upgraded(address)'].map((event) => toEventSelector(event)),
);

/** When an event happened, in whose log, and what the same transaction emitted after it. */
export type Moment = Readonly<{ now: bigint; rest: readonly RawLog[]; address: Address }>;

/** What each event of a contract means. The compiler demands all of them; addresses come in lower case. */
export type Folds<A extends Abi> = {
  readonly [E in ContractEventName<A>]: (args: ContractEventArgsFromTopics<A, E>, moment: Moment) => void;
};

export type Reader = Readonly<{
  address: Address;
  events: readonly string[];
  read: (log: RawLog, moment: Moment) => string;
}>;

export function reader<const A extends Abi>(address: Address, abi: A, folds: Folds<A>): Reader {
  const byName = new Map<string, unknown>(Object.entries(folds));
  const events: Abi = abi;
  return {
    address: lower(address),
    events: [...byName.keys()],
    read: (log, moment) => {
      const [signature = '0x', ...indexed] = log.topics;
      if (OF_PROXIES.has(signature)) return '';
      const topics: [Hex, ...Hex[]] = [signature, ...indexed];
      const { eventName = '', args } = decodeEventLog({ abi: events, data: log.data, topics });
      const fold = byName.get(eventName);
      if (typeof fold !== 'function') throw new Error(`nobody folds ${eventName}`);
      Reflect.apply(fold, undefined, [lowered(args), moment]);
      return eventName;
    },
  };
}

/** Reads every log of every transaction in order; a log of a contract nobody reads is passed over. */
export function createReplay(readers: readonly Reader[]) {
  const byAddress = new Map(readers.map((one) => [one.address, one]));
  const seen = new Map<string, number>();
  function feed({ logs, time }: Outcome): void {
    for (const [index, log] of logs.entries()) {
      const address = lower(log.address);
      const event = byAddress.get(address)?.read(log, { now: time, rest: logs.slice(index + 1), address });
      if (event) seen.set(event, (seen.get(event) ?? 0) + 1);
    }
  }
  return { seen, feed };
}

function lowered(value: unknown): unknown {
  if (typeof value === 'string') return /^0x[0-9a-fA-F]{40}$/.test(value) ? value.toLowerCase() : value;
  if (Array.isArray(value)) return value.map(lowered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, lowered(one)]));
}
