import { usdcAbi } from '@freehold/contracts/abis';
import hre from 'hardhat';
import { type Address, encodeFunctionData, getContract, numberToHex } from 'viem';
import { createPlatform } from '../support/platform.ts';

const START = '2026-01-01T00:00:00Z';
const SENDS = new Set(['eth_sendTransaction', 'eth_sendRawTransaction', 'evm_mine']);
const CONSTRUCTOR_SLOTS = 12;
const PLENTY = 10n ** 18n;
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

const connect = () => hre.network.create({ override: { initialDate: START, hardfork: 'osaka' } });
type Connection = Awaited<ReturnType<typeof connect>>;

/** The real USDC sits behind a proxy; ours does here, which starts with what its implementation's constructor stored. */
async function deployProxiedUsdc({ viem, provider }: Connection): Promise<Address> {
  const client = await viem.getPublicClient();
  const [owner, , , , circle] = await viem.getWalletClients();
  if (!owner || !circle) throw new Error('the network has too few accounts');
  const { address: code } = await viem.deployContract('TestUSDC', [owner.account.address]);
  const anyCall = encodeFunctionData({ abi: usdcAbi, functionName: 'totalSupply' });
  const { address } = await viem.deployContract('ERC1967Proxy', [code, anyCall]);
  for (let slot = 0; slot < CONSTRUCTOR_SLOTS; slot++) {
    const value = await client.getStorageAt({ address: code, slot: numberToHex(slot) });
    if (value && BigInt(value) !== 0n)
      await provider.request({
        method: 'hardhat_setStorageAt',
        params: [address, numberToHex(slot), value],
      });
  }
  const usdc = getContract({ abi: usdcAbi, address, client: { public: client, wallet: owner } });
  await usdc.write.configureMinter([circle.account.address, PLENTY]);
  return address;
}

/** The deployed platform, USDC behind a proxy, on a chain whose keys, block times and so signatures never vary. */
export async function createSteadyPlatform() {
  watch();
  const connection = await connect();
  steady.add(connection);
  const usdc = await deployProxiedUsdc(connection);
  return createPlatform(async () => connection, { usdc });
}
