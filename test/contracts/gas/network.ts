import hre from 'hardhat';
import type { NetworkConnection } from 'hardhat/types/network';
import { createPlatform } from '../support/platform.ts';

const START = '2026-01-01T00:00:00Z';
const SENDS = new Set(['eth_sendTransaction', 'eth_sendRawTransaction', 'evm_mine']);
const steady = new WeakSet<object>();

let watching = false;

/** Every block of a steady network is one second younger than the one before, whatever the wall clock says. */
function watch() {
  if (watching) return;
  watching = true;
  hre.hooks.registerHandlers('network', {
    onRequest: async (context, connection, request, next) => {
      if (steady.has(connection) && SENDS.has(request.method)) {
        const block = await connection.provider.request({
          method: 'eth_getBlockByNumber',
          params: ['latest', false],
        });
        const at = Number(timestampOf(block)) + 1;
        await connection.provider.request({ method: 'evm_setNextBlockTimestamp', params: [at] });
      }
      return next(context, connection, request);
    },
  });
}

function timestampOf(block: unknown): unknown {
  if (typeof block !== 'object' || block === null || !('timestamp' in block))
    throw new Error('no latest block');
  return block.timestamp;
}

/** The deployed platform on a chain whose keys, block times and so signatures never vary. */
export function createSteadyPlatform() {
  watch();
  return createPlatform(async () => {
    const connection = await hre.network.create({ override: { initialDate: START, hardfork: 'osaka' } });
    steady.add(connection satisfies NetworkConnection);
    return connection;
  });
}
