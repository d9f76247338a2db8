import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { propertyTokenAbi, usdcAbi } from '@freehold/contracts/abis';
import { deployContracts } from '@freehold/contracts/deploy';
import type { CompleteDeployment } from '@freehold/contracts/deployments';
import { type OrderSide, placeOrder } from '@freehold/shared/marketplace';
import type { RequestOf, ResponseOf } from '@freehold/shared/route';
import { marketplaceDomain, orderTypes, sideNumber } from '@freehold/shared/signed-order';
import { type Address, createPublicClient, http, zeroAddress } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { startTestApplication, type TestApplication } from '../../../common/testing/test-application.ts';
import type { TestClient } from '../../../common/testing/test-client.ts';
import { someone } from '../../../common/testing/test-people.ts';
import type { OrderRow } from '../datasources/order-row.ts';
import type { TradeRow } from '../datasources/trade-row.ts';
import { attest, development, keyOf, type Send, sender, tokenized } from './market-chain-rig.ts';
import { signPermit } from './sign-permit.ts';

export const USDC = 1_000_000n;

const nodeSchema = z.object({
  rpcUrl: z.string(),
  stop: z.custom<() => Promise<void>>((it) => typeof it === 'function'),
});
const embedded = z.object({
  startAnvil: z.custom<(options: object) => Promise<unknown>>((it) => typeof it === 'function'),
});
// A variable keeps the compiler from making the scripts part of this project.
const specifier = '@freehold/scripts/embedded/anvil';

export interface Trader {
  readonly browser: TestClient;
  readonly account: ReturnType<typeof privateKeyToAccount>;
}

export type OrderWish = Readonly<{
  side: OrderSide;
  /** In 10⁻⁴ of a share. */
  lots: bigint;
  cents: bigint;
  nonce?: bigint;
  type?: 'limit' | 'market';
  /** Seconds until the signed expiry. */
  life?: number;
  /** A permit signed with the order; what is left out says what the order needs. */
  permit?: Readonly<{ value?: bigint; nonce?: bigint; deadline?: number }>;
  change?: Readonly<
    Partial<Record<'token' | 'taker' | 'settler', Address>> & { feeBps?: number; minShares?: bigint }
  >;
}>;

type Answer = Awaited<ReturnType<TestClient['send']>>;
type PlacedOrder = ResponseOf<typeof placeOrder>;

export interface MarketRig {
  readonly system: TestApplication;
  readonly prisma: PrismaService;
  readonly admin: TestClient;
  readonly propertyId: string;
  readonly token: Address;
  readonly compliance: Address;
  readonly rpcUrl: string;
  /** Variables of the environment with which another process works on the same chain. */
  readonly environment: Readonly<Record<string, string>>;
  readonly deployment: CompleteDeployment;
  readonly send: Send;
  /** Matches what waits. */
  lead(): Promise<void>;
  settleOnce(): Promise<void>;
  /** Sends what is submitted, and mines until it is final. */
  chainMoves(): Promise<void>;
  /** Lets the sender work until something is so, on a chain that mines only what is sent. */
  sendUntil(isSo: () => Promise<boolean>): Promise<void>;
  /** Matches, settles and follows until nothing moves any more. */
  settleAll(): Promise<void>;
  /** Somebody verified who holds shares and USDC and, unless told otherwise, lets the marketplace move them. */
  trader(holds?: {
    readonly shares?: bigint;
    readonly usdc?: bigint;
    readonly allows?: boolean;
  }): Promise<Trader>;
  /** The body of a request to place this order, signed by the trader. */
  signed(trader: Trader, wish: OrderWish): Promise<RequestOf<typeof placeOrder>['body']>;
  place(trader: Trader, wish: OrderWish): Promise<PlacedOrder>;
  /** The answer to an order that may be refused. */
  attempt(trader: Trader, wish: OrderWish): Promise<Answer>;
  balance(of: 'shares' | 'usdc', wallet: Address): Promise<bigint>;
  order(id: string): Promise<OrderRow>;
  trades(): Promise<TradeRow[]>;
  close(): Promise<void>;
}

/** The API over a database and a chain of its own, with one tokenized property whose market is open at a fee of 0.5 %. */
export async function startMarketRig({ slotsInAnEpoch = 1 } = {}): Promise<MarketRig> {
  const { startAnvil } = embedded.parse({ ...(await import(specifier)) });
  const anvil = nodeSchema.parse(await startAnvil({ slotsInAnEpoch }));
  const transport = http(anvil.rpcUrl);
  const client = createPublicClient({ transport, pollingInterval: 20 });
  const deployment = await deployContracts(transport, {
    deployerKey: keyOf(0),
    operator: development(1).address,
    attester: development(2).address,
    anchorSigners: [development(1).address, development(3).address],
  });
  const environment = {
    RPC_URL: anvil.rpcUrl,
    OPERATOR_PRIVATE_KEY: keyOf(1),
    ATTESTATION_PRIVATE_KEY: keyOf(2),
    ANCHOR_PRIVATE_KEY: keyOf(3),
  };
  const system = await startTestApplication(environment, deployment);
  const prisma = system.app.get(PrismaService);
  const tasks = system.app.get(BackgroundTasks);
  const send = sender(anvil.rpcUrl, client);
  const admin = await system.admin();
  const market = await tokenized(system, { client, deployment, send, admin });
  const rpc = (method: string, ...params: unknown[]) => client.request({ method, params } as never);
  let nonces = 1n;
  const rig: MarketRig = {
    ...{ system, prisma, deployment, admin, send, environment, rpcUrl: anvil.rpcUrl, ...market },
    lead: () => tasks.runOnce('market-leader'),
    settleOnce: () => tasks.runOnce('market-settlement'),
    async chainMoves(): Promise<void> {
      // The sender waits inside a run for what is under way: blocks have to come meanwhile.
      const miner = setInterval(() => void rpc('anvil_mine', '0x4').catch(() => undefined), 100);
      await tasks.runOnce('chain-sender').finally(() => clearInterval(miner));
    },
    async sendUntil(isSo): Promise<void> {
      const controller = new AbortController();
      // As its scheduler does: a run that fails is followed by the next.
      const run = (async () => {
        while (!controller.signal.aborted) {
          await tasks.runOnce('chain-sender', controller.signal).catch(() => undefined);
          await sleep(50);
        }
      })();
      try {
        while (!(await isSo())) await sleep(10);
      } finally {
        controller.abort();
        await run;
      }
    },
    async settleAll(): Promise<void> {
      for (let round = 0; round < 3; round += 1) {
        await rig.lead();
        await rig.settleOnce();
        await rig.chainMoves();
        await rig.settleOnce();
      }
      await rig.lead();
    },
    async trader(holds = {}): Promise<Trader> {
      const browser = await someone(system, admin, 'investor');
      const account = privateKeyToAccount(generatePrivateKey());
      await prisma.client.wallet.create({
        data: { id: randomUUID(), userId: browser.userId, address: account.address.toLowerCase() },
      });
      await rpc('anvil_setBalance', account.address, '0x56bc75e2d63100000');
      await attest({ client, deployment, send }, account.address);
      const { token } = market;
      if (holds.shares) {
        const args = [[account.address], [holds.shares]];
        await send(development(1), {
          address: token,
          abi: propertyTokenAbi,
          functionName: 'batchMint',
          args,
        });
      }
      if (holds.usdc) {
        const args = [account.address, holds.usdc];
        await send(development(4), { address: deployment.usdc, abi: usdcAbi, functionName: 'mint', args });
      }
      if (holds.allows === false) return { browser, account };
      const all = [deployment.marketplace, 2n ** 200n];
      await send(account, { address: token, abi: propertyTokenAbi, functionName: 'approve', args: all });
      await send(account, { address: deployment.usdc, abi: usdcAbi, functionName: 'approve', args: all });
      return { browser, account };
    },
    async signed(trader: Trader, wish: OrderWish) {
      const nonce = wish.nonce ?? nonces++;
      const order = {
        ...{
          maker: trader.account.address,
          token: market.token,
          shares: wish.lots * 10n ** 14n,
          minShares: 0n,
        },
        ...{ price: wish.cents * 10_000n, feeBps: 50, nonce, counter: 0n, taker: zeroAddress },
        ...{ settler: deployment.marketplace, expiry: Math.floor(Date.now() / 1_000) + (wish.life ?? 3_600) },
        ...wish.change,
      };
      const signature = await trader.account.signTypedData({
        domain: marketplaceDomain(deployment.chainId, deployment.marketplace),
        types: orderTypes,
        primaryType: 'Order',
        message: { ...order, side: sideNumber(wish.side) },
      });
      const [shares, minShares, price] = [order.shares, order.minShares, order.price].map(String);
      return {
        order: {
          ...{ ...order, side: wish.side, counter: '0', nonce: String(nonce) },
          ...{ shares: shares ?? '', minShares: minShares ?? '', price: price ?? '' },
        },
        signature,
        type: wish.type ?? ('limit' as const),
        ...(wish.permit === undefined ? {} : { permit: await signPermit(rig, trader, wish, order.expiry) }),
      };
    },
    async place(trader: Trader, wish: OrderWish): Promise<ResponseOf<typeof placeOrder>> {
      const body = await rig.signed(trader, wish);
      return trader.browser.call(placeOrder, { params: { id: market.propertyId }, body });
    },
    async attempt(trader: Trader, wish: OrderWish) {
      return trader.browser.send(placeOrder, {
        params: { id: market.propertyId },
        body: await rig.signed(trader, wish),
      });
    },
    balance: (of: 'shares' | 'usdc', wallet: Address) =>
      client.readContract({
        ...{ address: of === 'shares' ? market.token : deployment.usdc, abi: usdcAbi },
        ...{ functionName: 'balanceOf', args: [wallet] },
      }),
    order: (id: string) => prisma.client.marketOrder.findUniqueOrThrow({ where: { id } }),
    trades: () => prisma.client.marketTrade.findMany({ orderBy: [{ number: 'asc' }, { index: 'asc' }] }),
    async close(): Promise<void> {
      await system.close();
      await anvil.stop();
    },
  };
  return rig;
}
