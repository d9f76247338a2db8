import { ContractRegistry } from '../fold/contract-registry.ts';
import type { Hex } from '../rpc/wire.ts';
import type { Batch, CursorPosition, Marks } from '../store/batch.ts';
import type { ChainStart, ChainStore, Cursor } from '../store/chain-store.ts';

/** What the pipeline tells the outside about its work; all calls are cheap and never throw. */
export interface PipelineObserver {
  committed(batch: {
    readonly number: number;
    readonly events: number;
    readonly blocks: number;
    readonly ms: number;
  }): void;
  rewound(fork: {
    readonly from: number;
    readonly to: number;
    readonly orphanedEvents: number;
    readonly ms: number;
  }): void;
}

/** The leader's view of the tables: where they stand, what they follow, the hashes a fork may still reach. */
export class Projection {
  readonly #store: ChainStore;
  readonly #observer: PipelineObserver;
  readonly #window = new Map<number, Hex>();
  #registry = new ContractRegistry();
  #cursor: Cursor;

  private constructor(store: ChainStore, observer: PipelineObserver, cursor: Cursor) {
    this.#store = store;
    this.#observer = observer;
    this.#cursor = cursor;
  }

  /** Claims the tables as the new leader. */
  static async claim(store: ChainStore, observer: PipelineObserver, start: ChainStart): Promise<Projection> {
    const projection = new Projection(store, observer, await store.claim(start));
    await projection.reload();
    return projection;
  }

  get cursor(): Cursor {
    return this.#cursor;
  }

  get registry(): ContractRegistry {
    return this.#registry;
  }

  /** Lowest block a fork may replace is the one after this. */
  get floor(): number {
    return Math.max(this.#cursor.final, this.#cursor.startBlock - 1);
  }

  /** Reads everything from the database again: after a failure memory may be ahead of it. */
  async reload(): Promise<void> {
    const { fence } = this.#cursor;
    const cursor = await this.#store.cursor();
    if (cursor !== null) this.#cursor = { ...cursor, fence };
    this.#registry = new ContractRegistry(await this.#store.contracts());
    this.#window.clear();
    const { final, number } = this.#cursor;
    for (const [block, hash] of await this.#store.blockHashes(final, number)) this.#window.set(block, hash);
  }

  /** The hash of a block which is not below the final one; undefined when it is not stored. */
  hashAt(number: number): Hex | undefined {
    return this.#window.get(number);
  }

  /** Like `hashAt`, but also answers for final blocks that hold events. */
  async storedHashAt(number: number): Promise<Hex | undefined> {
    return this.#window.get(number) ?? (await this.#store.blockHashes(number, number)).get(number);
  }

  async commit(batch: Batch): Promise<void> {
    const started = performance.now();
    await this.#store.commit(batch, this.#cursor.fence);
    for (const block of batch.blocks) this.#window.set(block.number, block.hash);
    this.#moved(batch.next, batch.marks);
    this.#observer.committed({
      number: batch.next.number,
      events: batch.logs.length,
      blocks: batch.next.number - batch.previous.number,
      ms: performance.now() - started,
    });
  }

  /** Stores newer marks when they say something new. */
  async mark(marks: Marks): Promise<void> {
    const { number, hash, safe, final } = this.#cursor;
    if (hash === null) return;
    if (Math.min(marks.safe, number) <= safe && Math.min(marks.final, number) <= final) return;
    await this.#store.mark({ number, hash }, marks, this.#cursor.fence);
    this.#moved({ number, hash }, marks);
  }

  async rewind(ancestor: { readonly number: number; readonly hash: Hex }): Promise<void> {
    const started = performance.now();
    const from = this.#cursor.number;
    const position: CursorPosition = { number: from, hash: this.#cursor.hash };
    const { orphanedEvents } = await this.#store.rewind(position, ancestor, this.#cursor.fence);
    await this.reload();
    this.#observer.rewound({
      from,
      to: ancestor.number,
      orphanedEvents,
      ms: performance.now() - started,
    });
  }

  halt(reason: string): Promise<void> {
    return this.#store.halt(reason, this.#cursor.fence);
  }

  #moved(to: { readonly number: number; readonly hash: Hex }, marks: Marks): void {
    const { safe, final, fence, startBlock } = this.#cursor;
    this.#cursor = {
      ...to,
      fence,
      startBlock,
      head: marks.head,
      safe: Math.max(safe, Math.min(marks.safe, to.number)),
      final: Math.max(final, Math.min(marks.final, to.number)),
      halted: null,
    };
    for (const block of this.#window.keys()) {
      if (block >= this.#cursor.final) break;
      this.#window.delete(block);
    }
  }
}
