/**
 * Work that goes on without a request. Nothing is lost when a process dies in the middle: `run` looks for what is
 * left to do and does it, so that every run is also the sweep which repairs earlier ones.
 */
export interface BackgroundTask {
  /** Unique, kebab-case, e.g. 'chain-sender'. */
  readonly name: string;
  /** Kind of process in which it runs. */
  readonly process: 'worker' | 'scheduler';
  /** It runs at least this often. */
  readonly intervalMs: number;
  /** PostgreSQL channels (NOTIFY) which wake it at once. */
  readonly channels?: readonly string[];
  /** Only one process of the cluster runs it at a time (advisory lock). Default true. */
  readonly exclusive?: boolean;
  /**
   * Does what there is to do, and returns. What it throws is logged and tried again at the next interval; it does not
   * touch other tasks. Stop early when `signal` aborts.
   */
  run(signal: AbortSignal): Promise<void>;
}
