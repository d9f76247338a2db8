import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '@freehold/scripts/demo/chaos';
import { isAlive } from '@freehold/scripts/start/run-file';
import { Contract, JsonRpcProvider } from 'ethers';
import type { Address } from 'viem';
import { z } from 'zod';
import type { SaleStage } from './sale-stage.ts';
import type { TestSystem } from './system.ts';

const MOST_KILLS = 7;
const SHORTEST_LIFE_MS = 2_500;
const LONGEST_LIFE_MS = 6_500;
const WATCH_MS = 50;
const BLOCK_MS = 500;

// Written by hand and read through another client than the platform's.
const OFFERING = [
  'event OfferingSubscribed(bytes32 indexed id, address indexed investor, address indexed identity, uint256 shares, uint256 cost)',
  'event OfferingDelivered(bytes32 indexed id, address indexed investor, uint256 shares, uint256 cost)',
  'event OfferingProceeds(bytes32 indexed id, bytes32 indexed property, uint256 amount)',
  'event OfferingRefunded(bytes32 indexed id, address indexed investor, uint256 shares, uint256 cost)',
  'function totalEscrow() view returns (uint256)',
];
const TOKEN = ['function balanceOf(address) view returns (uint256)'];
const uint = z.bigint();
const text = z.string();

/** Kills the worker at moments drawn from the seed until it is told to stop. */
export class WorkerKiller {
  readonly #system: TestSystem;
  readonly #random: () => number;
  readonly #most: number;
  #on = true;
  #kills = 0;
  readonly #done: Promise<void>;

  /** After `most` kills the worker is left alone: a slow machine must not be kept from ever getting on. */
  constructor(system: TestSystem, seed: number, most = MOST_KILLS) {
    this.#most = most;
    this.#system = system;
    this.#random = seededRandom(seed);
    this.#done = this.#run();
  }

  /** How often the worker died; afterwards it is left alone. */
  async stop(): Promise<number> {
    this.#on = false;
    await this.#done;
    return this.#kills;
  }

  async #run(): Promise<void> {
    let last: number | undefined;
    while (this.#on && this.#kills < this.#most) {
      const { worker } = this.#system.runFile().children;
      if (worker === undefined || worker === last || !isAlive(worker)) {
        await sleep(WATCH_MS);
        continue;
      }
      // A worker takes some seconds to begin: a few die before their first look at the rows, most amid the work.
      await sleep(SHORTEST_LIFE_MS + Math.floor(this.#random() * (LONGEST_LIFE_MS - SHORTEST_LIFE_MS)));
      if (isAlive(worker)) process.kill(worker, 'SIGKILL');
      this.#kills += 1;
      last = worker;
    }
  }
}

/** What each wallet paid, got and was given back in one sale, as the events of the contract say. */
export interface Dealings {
  readonly subscribed: ReadonlyMap<string, bigint>;
  readonly cost: bigint;
  readonly delivered: ReadonlyMap<string, bigint>;
  readonly refunded: ReadonlyMap<string, bigint>;
  readonly proceeds: bigint;
}

/** Reads the offering contract without the platform. */
export class SaleWitness {
  readonly #provider: JsonRpcProvider;
  readonly #contract: Contract;

  constructor(system: TestSystem, stage: SaleStage) {
    // Without its memory of a quarter of a second, in which blocks come and go here.
    const options = { staticNetwork: true, cacheTimeout: -1 };
    this.#provider = new JsonRpcProvider(system.urls.rpc, undefined, options);
    this.#contract = new Contract(stage.offering, OFFERING, this.#provider);
  }

  async dealings(chainOfferingId: string): Promise<Dealings> {
    const [subscribed, delivered, refunded, proceeds] = await Promise.all(
      ['OfferingSubscribed', 'OfferingDelivered', 'OfferingRefunded', 'OfferingProceeds'].map((name) =>
        this.#events(name, chainOfferingId),
      ),
    );
    assert.ok(subscribed && delivered && refunded && proceeds);
    return {
      subscribed: sharesByWallet(subscribed),
      cost: sum(subscribed, 'cost'),
      delivered: sharesByWallet(delivered),
      refunded: sharesByWallet(refunded),
      proceeds: sum(proceeds, 'amount'),
    };
  }

  async escrow(): Promise<bigint> {
    return uint.parse(await this.#contract.getFunction('totalEscrow')());
  }

  async sharesOf(token: string, wallet: Address): Promise<bigint> {
    return uint.parse(await new Contract(token, TOKEN, this.#provider).getFunction('balanceOf')(wallet));
  }

  /**
   * Waits for a block with a delivery and replaces it by an empty one; the delivery never happened. Meanwhile blocks are
   * made here, each looked at before the next: on a busy machine the node's own would lie on top of it.
   */
  async undoFirstDelivery(chainOfferingId: string, seconds = 480): Promise<void> {
    const deadline = Date.now() + seconds * 1_000;
    const deliveries = () => this.#events('OfferingDelivered', chainOfferingId);
    await this.#provider.send('evm_setIntervalMining', [0]);
    try {
      while ((await deliveries()).length === 0) {
        assert.ok(Date.now() < deadline, 'a delivery to undo');
        await sleep(BLOCK_MS);
        await this.#provider.send('evm_mine', []);
      }
      await this.#provider.send('anvil_reorg', [1, []]);
      assert.deepEqual(await deliveries(), [], 'the delivery is undone');
    } finally {
      await this.#provider.send('evm_setIntervalMining', [1]);
    }
  }

  destroy(): void {
    this.#provider.destroy();
  }

  async #events(name: string, id: string) {
    const filter = this.#contract.filters[name]?.(id);
    assert.ok(filter);
    const logs = await this.#contract.queryFilter(filter, 0);
    return logs.flatMap((log) => ('args' in log ? [log.args] : []));
  }
}

type Rows = Awaited<ReturnType<Contract['queryFilter']>>[number] extends infer Log
  ? Log extends { readonly args: infer Args }
    ? readonly Args[]
    : never
  : never;

const sum = (rows: Rows, field: string): bigint =>
  rows.reduce((all, row) => all + uint.parse(row[field]), 0n);

function sharesByWallet(rows: Rows): ReadonlyMap<string, bigint> {
  const found = new Map<string, bigint>();
  for (const row of rows) {
    const wallet = text.parse(row.investor).toLowerCase();
    found.set(wallet, (found.get(wallet) ?? 0n) + uint.parse(row.shares));
  }
  return found;
}
