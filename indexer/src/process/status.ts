import type { PipelineObserver } from '../pipeline/projection.ts';
import { Metrics } from './metrics.ts';

export type Role = 'starting' | 'standby' | 'leader';

export type StatusReport = {
  readonly ready: boolean;
  readonly role: Role;
  readonly chainId: number;
  readonly head: number;
  readonly number: number;
  readonly safe: number;
  readonly final: number;
  readonly lagBlocks: number;
  readonly headAgeMs: number | null;
  readonly fence: number;
  readonly reorgs: number;
  /** Why it is not ready; null when it is. */
  readonly reason: string | null;
};

type Position = {
  readonly number: number;
  readonly safe: number;
  readonly final: number;
  readonly fence: number;
};

/** A head not confirmed for so long makes the process not ready: the node may be gone. */
const HEAD_STALE_MS = 15_000;

/** What the process knows about itself, for /status, /health/ready and /metrics. */
export class Status implements PipelineObserver {
  readonly metrics = new Metrics();
  readonly #chainId: number;
  readonly #maxLagBlocks: number;
  #role: Role = 'starting';
  #head = -1;
  #headSeenAt: number | null = null;
  #position: Position = { number: -1, safe: -1, final: -1, fence: 0 };
  #reorgs = 0;
  #halted: string | null = null;
  #problem: string | null = null;
  #mismatch: string | null = null;

  constructor(options: { readonly chainId: number; readonly maxLagBlocks: number }) {
    this.#chainId = options.chainId;
    this.#maxLagBlocks = options.maxLagBlocks;
  }

  setRole(role: Role): void {
    this.#role = role;
    this.metrics.set(
      'indexer_leader',
      '1 while this process is the one that writes',
      role === 'leader' ? 1 : 0,
    );
  }

  headSeen(number: number): void {
    this.#head = number;
    this.#headSeenAt = Date.now();
    this.#problem = null;
    this.metrics.set('indexer_head_block', 'Head of the chain', number);
    this.#measureLag();
  }

  moved(position: Position): void {
    this.#position = position;
    this.metrics.set('indexer_block', 'Last block in the tables', position.number);
    this.metrics.set('indexer_safe_block', 'Last safe block in the tables', position.safe);
    this.metrics.set('indexer_final_block', 'Last final block in the tables', position.final);
    this.metrics.set('indexer_fence', 'Number of the current leadership', position.fence);
    this.#measureLag();
  }

  halt(reason: string | null): void {
    this.#halted = reason;
    this.metrics.set(
      'indexer_halted',
      '1 when indexing stopped and a person must look',
      reason === null ? 0 : 1,
    );
  }

  /** The outcome of the latest comparison with the contracts; null when it found nothing wrong. */
  audited(mismatch: string | null): void {
    this.#mismatch = mismatch;
    this.metrics.add('indexer_audits_total', 'Comparisons of indexed supplies with the contracts', 1);
    this.metrics.set(
      'indexer_audit_mismatch',
      '1 while an indexed supply differs from the contract',
      mismatch === null ? 0 : 1,
    );
  }

  problem(message: string): void {
    this.#problem = message;
    this.metrics.add('indexer_problems_total', 'Failed steps that were retried', 1);
  }

  committed({ events, blocks, ms }: Parameters<PipelineObserver['committed']>[0]): void {
    this.metrics.add('indexer_events_total', 'Events written', events);
    this.metrics.add('indexer_blocks_total', 'Blocks written', blocks);
    this.metrics.add('indexer_commits_total', 'Batches committed', 1);
    this.metrics.add('indexer_commit_seconds_total', 'Time spent committing', ms / 1_000);
  }

  rewound({ from, to, orphanedEvents, ms }: Parameters<PipelineObserver['rewound']>[0]): void {
    this.#reorgs += 1;
    this.metrics.add('indexer_reorgs_total', 'Forks followed', 1);
    this.metrics.add('indexer_reorg_orphaned_events_total', 'Events taken back by forks', orphanedEvents);
    this.metrics.set('indexer_reorg_last_depth', 'Blocks taken back by the last fork', from - to);
    this.metrics.add('indexer_rewind_seconds_total', 'Time spent taking blocks back', ms / 1_000);
  }

  report(): StatusReport {
    const { number, safe, final, fence } = this.#position;
    const reason = this.#whyNotReady();
    return {
      ready: reason === null,
      role: this.#role,
      chainId: this.#chainId,
      head: this.#head,
      number,
      safe,
      final,
      lagBlocks: this.#lag(),
      headAgeMs: this.#headSeenAt === null ? null : Date.now() - this.#headSeenAt,
      fence,
      reorgs: this.#reorgs,
      reason,
    };
  }

  #lag(): number {
    return Math.max(0, this.#head - this.#position.number);
  }

  #measureLag(): void {
    this.metrics.set('indexer_lag_blocks', 'Blocks the tables are behind the head', this.#lag());
  }

  #whyNotReady(): string | null {
    if (this.#halted !== null) return this.#halted;
    if (this.#mismatch !== null) return this.#mismatch;
    if (this.#headSeenAt === null) return this.#problem ?? 'No head of the chain was seen yet.';
    const age = Date.now() - this.#headSeenAt;
    if (age > HEAD_STALE_MS)
      return `The node behind RPC_URL has not answered for ${Math.round(age / 1_000)} s. ${this.#problem ?? ''}`.trim();
    if (this.#position.fence === 0) return this.#problem ?? 'The tables were never indexed yet.';
    if (this.#lag() > this.#maxLagBlocks)
      return `${this.#lag()} blocks behind the head. ${this.#problem ?? 'Catching up.'}`;
    return null;
  }
}
