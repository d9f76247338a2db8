import type { Hex, RawLog } from '../rpc/wire.ts';
import type { OfferingOpened, OfferingStep } from './chain-event.ts';
import { topic, topicAddress, word, wordNumber, wordUint } from './log-reader.ts';

type Kind = OfferingStep['kind'];

const step = (log: RawLog, kind: Kind): OfferingStep => ({ type: 'offering_step', kind, id: topic(log, 1) });

const moved = (log: RawLog, kind: Kind): OfferingStep => ({
  ...step(log, kind),
  investor: topicAddress(log, 2),
  shares: wordUint(log, 0),
  amount: wordUint(log, 1),
});

const ended = (log: RawLog, kind: Kind): OfferingStep => ({ ...step(log, kind), shares: wordUint(log, 0) });

/** Terms stand in the data, the token and the property once more among the topics. */
const opened = (log: RawLog): OfferingOpened => ({
  type: 'offering_opened',
  id: topic(log, 1),
  token: topicAddress(log, 2),
  property: topic(log, 3),
  price: wordUint(log, 2),
  cap: wordUint(log, 3),
  minimum: wordUint(log, 4),
  minPerInvestor: wordUint(log, 5),
  maxPerInvestor: wordUint(log, 6),
  opens: wordNumber(log, 7),
  closes: wordNumber(log, 8),
});

/** The selector of the error that held a delivery; the data is an offset, a length and the bytes. */
const reasonOf = (log: RawLog): Hex => (wordNumber(log, 1) < 4 ? '0x' : `0x${word(log, 2).slice(2, 10)}`);

/** Decoders of the primary sales' events, by signature. */
export const offeringDecoders: Readonly<Record<string, (log: RawLog) => OfferingOpened | OfferingStep>> = {
  'OfferingOpened(bytes32,address,bytes32,(address,bytes32,uint128,uint128,uint128,uint128,uint128,uint40,uint40))':
    opened,
  'OfferingSubscribed(bytes32,address,address,uint256,uint256)': (log) => ({
    ...moved(log, 'subscribed'),
    counterparty: topicAddress(log, 3),
  }),
  'OfferingClosed(bytes32,uint256)': (log) => ended(log, 'closed'),
  'OfferingCancelled(bytes32,uint256)': (log) => ended(log, 'cancelled'),
  'OfferingDelivered(bytes32,address,uint256,uint256)': (log) => moved(log, 'delivered'),
  'OfferingDeliveryHeld(bytes32,address,bytes)': (log) => ({
    ...step(log, 'delivery_held'),
    investor: topicAddress(log, 2),
    reason: reasonOf(log),
  }),
  'OfferingProceeds(bytes32,bytes32,uint256)': (log) => ({
    ...step(log, 'proceeds'),
    amount: wordUint(log, 0),
  }),
  'OfferingRefunded(bytes32,address,uint256,uint256)': (log) => moved(log, 'refunded'),
  'OfferingRefundHeld(bytes32,address)': (log) => ({
    ...step(log, 'refund_held'),
    investor: topicAddress(log, 2),
  }),
  'OfferingReassigned(bytes32,address,address,uint256)': (log) => ({
    ...step(log, 'reassigned'),
    investor: topicAddress(log, 2),
    counterparty: topicAddress(log, 3),
    shares: wordUint(log, 0),
  }),
};
