import type { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import type { Anchor, AnchorSender } from '../domain/anchor.ts';

/** A refused transaction is not tried again before. */
const RETRY_PAUSE_MS = 30_000;

/** Sends anchors through the platform's one sender of transactions. */
export class ChainAnchorSender implements AnchorSender {
  readonly #sender: ChainSender;
  readonly #retriedAt = new Map<string, number>();

  constructor(sender: ChainSender) {
    this.#sender = sender;
  }

  async submit(anchor: Anchor, data: `0x${string}`): Promise<void> {
    await this.#sender.submit({
      key: keyOf(anchor),
      walletRole: 'operator',
      to: anchor.contract,
      data,
      purpose: 'ledger.anchor',
      correlationId: `anchor:${anchor.sequence}`,
    });
  }

  async outcome(anchor: Anchor): Promise<'under way' | 'done' | 'failed'> {
    const status = await this.#sender.status(keyOf(anchor));
    if (status?.state === 'FAILED' || status?.state === 'REVERTED') return 'failed';
    return status?.state === 'FINAL' ? 'done' : 'under way';
  }

  async retry(anchor: Anchor): Promise<void> {
    const key = keyOf(anchor);
    const last = this.#retriedAt.get(key);
    if (last !== undefined && Date.now() - last < RETRY_PAUSE_MS) return;
    this.#retriedAt.set(key, Date.now());
    await this.#sender.retry(key, 'ledger');
  }
}

const keyOf = (anchor: Anchor): string => `ledger-anchor:${anchor.contract}:${anchor.sequence}`;
