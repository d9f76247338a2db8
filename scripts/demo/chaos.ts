import { isAlive, type RunFile } from '../start/run-file.ts';
import type { Narrator } from './narrator.ts';

const MOMENTS = 5;
const VICTIMS = ['worker', 'indexer', 'api'] as const;
const MOST_DELAY_MS = 2_500;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Small seeded generator (mulberry32), so that a run can be played again. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * At five random moments of the money's way, kills the worker, then the indexer, then the api without warning.
 * The supervisor of the running system starts each again.
 */
export class Chaos {
  readonly seed: number;
  private readonly random: () => number;
  private readonly narrator: Narrator;
  /** The processes as they are now: ids change with every restart. */
  private readonly running: () => RunFile | undefined;
  private strikes: Promise<void> = Promise.resolve();
  private killed = 0;

  constructor(
    seed: number,
    steps: readonly string[],
    narrator: Narrator,
    running: () => RunFile | undefined,
  ) {
    this.seed = seed;
    this.running = running;
    this.random = seededRandom(seed);
    this.narrator = narrator;
    const moments = Array.from({ length: MOMENTS }, () => ({
      step: steps[Math.floor(this.random() * steps.length)] ?? '',
      delayMs: Math.floor(this.random() * MOST_DELAY_MS),
    }));
    narrator.onStep((step) => {
      for (const moment of moments) {
        if (moment.step === step)
          this.strikes = Promise.all([this.strikes, pause(moment.delayMs)]).then(() => this.strike());
      }
    });
  }

  private async strike(): Promise<void> {
    for (const name of VICTIMS) {
      const pid = await this.alive(name);
      if (pid !== undefined) {
        process.kill(pid, 'SIGKILL');
        this.killed += 1;
        this.narrator.say(`✂ killed ${name} (process ${pid})`);
      }
      await pause(Math.floor(this.random() * 400));
    }
  }

  /** The victim's process, once the supervisor has it running again. */
  private async alive(name: string): Promise<number | undefined> {
    for (let attempt = 0; attempt < 50; attempt += 1) {
      const pid = this.running()?.children[name];
      if (pid !== undefined && isAlive(pid)) return pid;
      await pause(100);
    }
    return undefined;
  }

  /** Waits for strikes under way and says how many processes died. */
  async finish(): Promise<number> {
    await this.strikes;
    return this.killed;
  }
}
