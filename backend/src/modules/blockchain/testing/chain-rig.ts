import { createPrisma, type PrismaClient } from '@freehold/database/client';
import { type Address, encodeAbiParameters, type Hex, type PublicClient } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { testDeployment, testEnvironment } from '../../../common/testing/test-application.ts';
import { type TestDatabase, testDatabase } from '../../../common/testing/test-database.ts';
import { Configuration, parseEnvironment } from '../../../config/configuration.ts';
import { LocalKeySigner } from '../datasources/local-key-signer.ts';
import { publicClientOf, RpcNode } from '../datasources/rpc-node.ts';
import { TransactionStore } from '../datasources/transaction-store.ts';
import type { ChainNode } from '../domain/chain-node.ts';
import { ChainSender } from '../domain/chain-sender.ts';
import type { ChainIntent } from '../domain/chain-transaction.ts';
import { RevertDecoder } from '../domain/revert-decoder.ts';
import { type DispatcherOptions, TransactionDispatcher } from '../domain/transaction-dispatcher.ts';

const CHAIN_ID = 31_337;
/** Account 1 of the development phrase every local node funds. */
const OPERATOR: Hex = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d';
/** Account 9, for deployments and for the stranger who uses somebody else's key. */
export const DEPLOYER: Hex = '0x2a871d0798f97d79848a013d4936a73bf4cc922c825d33c1cf7073dff6d409c6';

const node = z.object({
  rpcUrl: z.string(),
  stop: z.custom<() => Promise<void>>((it) => typeof it === 'function'),
});
const embedded = z.object({
  startAnvil: z.custom<(options: object) => Promise<unknown>>((it) => typeof it === 'function'),
});
// A variable keeps the compiler from making the scripts part of this project.
const specifier = '@freehold/scripts/embedded/anvil';

/**
 * Code that counts: every call with 32 bytes of data stores one more at that slot; a call whose data begins with 0xff
 * reverts. Reading is by storage.
 */
const COUNTER: Hex = '0x60198060095f395ff35f3560f81c60ff146015575f3580546001019055005b5f5ffd';

export interface ChainRig {
  readonly prisma: PrismaClient;
  readonly sender: ChainSender;
  readonly client: PublicClient;
  readonly node: ChainNode;
  readonly operator: Address;
  readonly counter: Address;
  /** A dispatcher as a freshly started process would have it. */
  dispatcher(options?: Partial<DispatcherOptions>, node?: ChainNode): TransactionDispatcher;
  /** An intent to count at `slot`. */
  count(slot: bigint): ChainIntent;
  /** How often `slot` was counted. */
  counted(slot: bigint): Promise<bigint>;
  /** Makes blocks now; the node makes none by itself. */
  mine(blocks?: number): Promise<void>;
  rpc(method: string, ...params: unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

/** A database, a node that mines on demand, a contract that counts, and the sender between them. */
export async function startChainRig(): Promise<ChainRig> {
  const { startAnvil } = embedded.parse({ ...(await import(specifier)) });
  const anvil = node.parse(await startAnvil({ slotsInAnEpoch: 1 }));
  const database = await testDatabase();
  const client = publicClientOf(anvil.rpcUrl);
  const rpc = (method: string, ...params: unknown[]): Promise<unknown> =>
    client.request({ method, params } as never);
  const signer = new LocalKeySigner(OPERATOR);
  const counter = await deployCounter(client, rpc);
  await rpc('evm_setAutomine', false);
  const prisma = createPrisma(database.url, 'backend');
  const services = new PrismaService(configurationOf(database, anvil.rpcUrl));
  const rpcNode = new RpcNode(client, CHAIN_ID);
  return {
    prisma,
    sender: new ChainSender(services, configurationOf(database, anvil.rpcUrl)),
    client,
    node: rpcNode,
    operator: signer.address,
    counter,
    dispatcher: (options = {}, through = rpcNode) =>
      new TransactionDispatcher(
        {
          store: new TransactionStore(prisma, {
            chainId: CHAIN_ID,
            address: signer.address,
            role: 'operator',
          }),
          node: through,
          signer,
          decoder: new RevertDecoder([]),
          log: { info: () => undefined, warn: () => undefined },
        },
        { rebroadcastAfter: 0, reconcileEvery: 0, ...options },
      ),
    count: (slot) => ({
      key: `count:${slot}`,
      walletRole: 'operator',
      to: counter,
      data: word(slot),
      purpose: 'test.count',
      correlationId: String(slot),
    }),
    counted: async (slot) =>
      BigInt((await client.getStorageAt({ address: counter, slot: word(slot) })) ?? '0x0'),
    mine: async (blocks = 1) => {
      await rpc('anvil_mine', `0x${blocks.toString(16)}`);
    },
    rpc,
    close: async () => {
      await prisma.$disconnect();
      await services.onApplicationShutdown();
      await database.drop();
      await anvil.stop();
    },
  };
}

/** Data of a call that counts at `slot`. */
export const word = (slot: bigint): Hex => encodeAbiParameters([{ type: 'uint256' }], [slot]);

/** Data of a call that reverts. */
export const refused: Hex = `0xff${'00'.repeat(31)}`;

function configurationOf(database: TestDatabase, rpcUrl: string): Configuration {
  return new Configuration(
    parseEnvironment({ ...testEnvironment(database.url), RPC_URL: rpcUrl, OPERATOR_PRIVATE_KEY: OPERATOR }),
    testDeployment,
  );
}

async function deployCounter(
  client: PublicClient,
  rpc: (method: string, ...params: unknown[]) => Promise<unknown>,
): Promise<Address> {
  const raw = await privateKeyToAccount(DEPLOYER).signTransaction({
    type: 'eip1559',
    chainId: CHAIN_ID,
    nonce: 0,
    gas: 200_000n,
    maxFeePerGas: 10n ** 10n,
    maxPriorityFeePerGas: 10n ** 9n,
    data: COUNTER,
  });
  const hash = z.templateLiteral(['0x', z.string()]).parse(await rpc('eth_sendRawTransaction', raw));
  const { contractAddress } = await client.waitForTransactionReceipt({ hash });
  if (contractAddress == null) throw new Error('The counter was not deployed.');
  return contractAddress;
}
