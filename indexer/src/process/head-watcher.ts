import type { RpcTransport } from '../rpc/transport.ts';
import { pause } from './leadership.ts';

/** With announced heads, polling is only the watchdog against a silent subscription. */
const WATCHDOG_FACTOR = 4;

/** Says when it is worth looking at the head again: on an announcement, else after the poll interval. */
export class HeadWatcher {
  readonly #pollMs: number;
  #announced = false;
  #wake: () => void = () => undefined;

  constructor(transport: RpcTransport, pollMs: number) {
    this.#pollMs = transport.onHead === undefined ? pollMs : pollMs * WATCHDOG_FACTOR;
    transport.onHead?.(() => {
      this.#announced = true;
      this.#wake();
    });
  }

  /** Resolves at the next announcement (or one missed since the last call), poll time, or abort. */
  async wait(signal: AbortSignal): Promise<void> {
    if (!this.#announced) {
      const stop = new AbortController();
      this.#wake = () => stop.abort();
      await pause(this.#pollMs, AbortSignal.any([signal, stop.signal]));
      this.#wake = () => undefined;
    }
    this.#announced = false;
  }
}
