import type { RawLog } from '../rpc/wire.ts';
import type { ChainEvent } from './chain-event.ts';
import { topic, topicAddress, topicUint, word, wordUint } from './log-reader.ts';

/** Trades, and orders that their makers cancelled at the contract. */
export const marketDecoders: Readonly<Record<string, (log: RawLog) => ChainEvent>> = {
  'TradeExecuted(address,address,address,uint256,uint256,uint256,uint256,bytes32,bytes32)': (log) => ({
    type: 'trade_executed',
    token: topicAddress(log, 1),
    buyer: topicAddress(log, 2),
    seller: topicAddress(log, 3),
    shares: wordUint(log, 0),
    cost: wordUint(log, 1),
    buyerFee: wordUint(log, 2),
    sellerFee: wordUint(log, 3),
    buyHash: word(log, 4),
    sellHash: word(log, 5),
  }),
  'OrderCancelled(address,bytes32,uint256)': (log) => {
    const nonce = wordUint(log, 0);
    const bit = 1n << (nonce & 255n);
    return {
      ...{ type: 'order_cancelled', kind: 'order', maker: topicAddress(log, 1), orderHash: topic(log, 2) },
      ...{ group: nonce >> 8n, mask: `0x${bit.toString(16).padStart(64, '0')}` },
    };
  },
  'NoncesCancelled(address,uint256,uint256)': (log) => ({
    ...{ type: 'order_cancelled', kind: 'nonces', maker: topicAddress(log, 1) },
    ...{ group: topicUint(log, 2), mask: word(log, 0) },
  }),
  'AllOrdersCancelled(address,uint256)': (log) => ({
    ...{ type: 'order_cancelled', kind: 'all', maker: topicAddress(log, 1), counter: wordUint(log, 0) },
  }),
};
