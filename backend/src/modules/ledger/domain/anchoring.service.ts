import type { Anchor, AnchorContract, AnchorSender, AnchorStore, MirroredAnchor } from './anchor.ts';

export interface AnchoringLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface AnchoringParts {
  readonly store: AnchorStore;
  readonly contract: AnchorContract;
  readonly sender: AnchorSender;
  readonly log: AnchoringLog;
}

/**
 * Puts roots of the sealed log on chain, one after the other. Every step is found again from what is stored, so that
 * it may stop anywhere; the sender's key and the contract's sequence keep a repetition from doing anything.
 */
export class AnchoringService {
  readonly #parts: AnchoringParts;

  constructor(parts: AnchoringParts) {
    this.#parts = parts;
  }

  /** Anchors what is sealed now: answers the new anchor, or the newest one when it covers everything already. */
  async anchorNow(): Promise<Anchor | null> {
    const { store, contract } = this.#parts;
    return (await store.create((claim) => contract.headOf(claim))) ?? (await store.latest());
  }

  /** Anchors what is sealed when the newest anchor is older than `everyMs`. */
  async anchorWhenDue(everyMs: number, now: Date): Promise<void> {
    const latest = await this.#parts.store.latest();
    if (latest === null || now.getTime() - latest.createdAt.getTime() >= everyMs) await this.anchorNow();
  }

  /** Moves every unfinished anchor as far as it can go now. */
  async advance(): Promise<void> {
    for (const anchor of await this.#parts.store.unfinished()) {
      const arrived = await this.#advanceOne(anchor);
      // The contract takes anchors in order: the next one is sent when this one is in a block.
      if (!arrived) return;
    }
  }

  async #advanceOne(anchor: Anchor): Promise<boolean> {
    const { store, sender, contract, log } = this.#parts;
    const mirrored = await store.mirrored(anchor.sequence);
    if (mirrored !== null) return this.#confirm(anchor, mirrored);
    if (anchor.state === 'FAILED') return false;
    const outcome = anchor.state === 'PENDING' ? 'under way' : await sender.outcome(anchor);
    if (outcome === 'failed') {
      log.error({ sequence: anchor.sequence.toString() }, 'the anchor transaction failed, trying again');
      await sender.retry(anchor);
    }
    if (anchor.state === 'PENDING') {
      await sender.submit(anchor, await contract.signedCall(anchor));
      await store.advance(anchor.sequence, 'SUBMITTED');
      log.info({ sequence: anchor.sequence.toString(), size: anchor.size.toString() }, 'anchor submitted');
    } else if (anchor.state === 'CONFIRMED') {
      // A fork took the block back; the sender brings the transaction into another one.
      await store.advance(anchor.sequence, 'SUBMITTED');
    }
    return false;
  }

  async #confirm(anchor: Anchor, mirrored: MirroredAnchor): Promise<boolean> {
    const { store, log } = this.#parts;
    if (mirrored.root !== anchor.root || mirrored.head !== anchor.head) {
      if (anchor.state !== 'FAILED') {
        log.error({ sequence: anchor.sequence.toString() }, 'the chain holds another root than the ledger');
        await store.advance(anchor.sequence, 'FAILED');
      }
      return false;
    }
    const state = mirrored.final ? 'FINAL' : 'CONFIRMED';
    if (anchor.state !== state) await store.advance(anchor.sequence, state, mirrored);
    return true;
  }
}
