import type { StoredTransaction } from '../datasources/transaction-row.ts';
import type { SigningRefused, TransactionStore } from '../datasources/transaction-store.ts';
import { type ChainNode, ChainRevert, type Receipt } from './chain-node.ts';
import { initialFees, replacementFees } from './fee-policy.ts';
import type { RevertDecoder } from './revert-decoder.ts';
import type { SigningLimits, TransactionSigner } from './transaction-signer.ts';

export interface DispatcherOptions {
  /** Transactions signed but not mined at one time. */
  readonly window: number;
  /** Most wei per gas we are willing to pay. */
  readonly feeCap: bigint;
  /** Milliseconds after which the oldest unmined transaction is sent again with higher fees. */
  readonly replaceAfter: number;
  /** Milliseconds after which stored bytes are sent again as they are. */
  readonly rebroadcastAfter: number;
  /** Milliseconds between comparisons of the chain's nonce with ours. */
  readonly reconcileEvery: number;
  /** Milliseconds between looks at mined transactions that are not final: only a reorganisation changes them. */
  readonly recheckMinedEvery: number;
  readonly limits: SigningLimits;
}

export const defaultDispatcherOptions: DispatcherOptions = {
  window: 16,
  feeCap: 2_000n * 10n ** 9n,
  replaceAfter: 60_000,
  rebroadcastAfter: 15_000,
  reconcileEvery: 30_000,
  recheckMinedEvery: 5_000,
  limits: { transactionsPerDay: 100_000, weiPerTransaction: 10n ** 19n, weiPerDay: 10n ** 21n },
};

export interface DispatcherLog {
  info(facts: object, sentence: string): void;
  warn(facts: object, sentence: string): void;
}

export interface DispatcherParts {
  readonly store: TransactionStore;
  readonly node: ChainNode;
  readonly signer: TransactionSigner;
  readonly decoder: RevertDecoder;
  readonly log: DispatcherLog;
  readonly now?: () => number;
}

/**
 * Moves the transactions of one wallet forward, one `tick` at a time. Exactly one dispatcher per wallet may run;
 * should two ever run, the wallet's row lock still gives every nonce once. Holds nothing in memory that matters:
 * a tick begins from the rows and may be cut anywhere.
 */
export class TransactionDispatcher {
  readonly #parts: DispatcherParts;
  readonly #options: DispatcherOptions;
  readonly #now: () => number;
  #reconciledAt = Number.NEGATIVE_INFINITY;
  #minedCheckedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: DispatcherParts, options: Partial<DispatcherOptions> = {}) {
    this.#parts = parts;
    this.#options = { ...defaultDispatcherOptions, ...options };
    this.#now = parts.now ?? Date.now;
  }

  /** One pass. True while something is under way, so that the caller comes back soon. Throws when the node is away. */
  async tick(): Promise<boolean> {
    await this.#reconcile();
    const finalized = await this.#parts.node.finalizedBlock();
    const recheck = this.#now() - this.#minedCheckedAt >= this.#options.recheckMinedEvery;
    if (recheck) this.#minedCheckedAt = this.#now();
    for (const transaction of await this.#parts.store.inFlight()) {
      const waits = transaction.state === 'MINED' && (transaction.blockNumber ?? 0n) > finalized;
      if (!waits || recheck) await this.#follow(transaction, finalized);
    }
    const waiting = await this.#signMore();
    return waiting || (await this.#parts.store.inFlight()).length > 0;
  }

  /** Compares nonces, and sends again what the chain has forgotten, whatever we believe its state to be. */
  async #reconcile(): Promise<void> {
    if (this.#now() - this.#reconciledAt < this.#options.reconcileEvery) return;
    const { node, store, signer, log } = this.#parts;
    const count = await node.transactionCount(signer.address, 'latest');
    const { next, foreign } = await store.reconcileNonce(count);
    if (foreign)
      log.warn({ wallet: signer.address, nonce: String(count) }, 'Somebody else sends from this wallet.');
    for (const { raw } of await store.rawByNonce(count, next)) await node.broadcast(raw);
    this.#reconciledAt = this.#now();
  }

  async #follow(transaction: StoredTransaction, finalized: bigint): Promise<void> {
    const receipt = await this.#receiptOf(transaction);
    if (receipt !== null) {
      const final = receipt.blockNumber <= finalized;
      if (transaction.state === 'MINED' && !final && transaction.blockHash === receipt.blockHash) return;
      await this.#parts.store.mined(transaction, receipt, final);
      if (final && !receipt.succeeded)
        this.#parts.log.warn(facts(transaction), 'A transaction reverted on chain.');
      return;
    }
    if (transaction.state === 'MINED') {
      await this.#parts.store.unmined(transaction);
      return;
    }
    await this.#send(transaction);
  }

  /** Broadcasts what is due: never sent, sent long ago, or stuck and worth more. */
  async #send(transaction: StoredTransaction): Promise<void> {
    const replaced = transaction.state === 'BROADCAST' ? await this.#replacement(transaction) : null;
    const sentAt = transaction.lastBroadcastAt?.getTime() ?? Number.NEGATIVE_INFINITY;
    if (replaced === null && this.#now() - sentAt < this.#options.rebroadcastAfter) return;
    const variant = replaced ?? transaction.variants.at(-1);
    if (variant === undefined) throw new Error(`${transaction.key} has a nonce but no signed bytes.`);
    const verdict = await this.#parts.node.broadcast(variant.raw);
    if (verdict === 'spent') await this.#spent(transaction);
    else await this.#parts.store.broadcasted(transaction, variant.hash);
  }

  /** A better-paid variant of the oldest unmined transaction once it waited long enough; younger ones wait behind it. */
  async #replacement(transaction: StoredTransaction) {
    const { node, signer, store, log } = this.#parts;
    const last = transaction.variants.at(-1);
    const nonce = transaction.nonce;
    if (last === undefined || nonce === null) return null;
    if (this.#now() - last.createdAt.getTime() < this.#options.replaceAfter) return null;
    if ((await node.transactionCount(signer.address, 'latest')) !== nonce) return null;
    const fees = replacementFees(last, await node.suggestedFees(), this.#options.feeCap);
    if (fees === null) {
      log.warn(facts(transaction), 'A transaction is stuck and the fee cap is reached.');
      return null;
    }
    return store.addVariant(transaction, { ...fees, gasLimit: last.gasLimit }, signer);
  }

  /** The node says the nonce is used. By us, when a receipt shows up; by a stranger, once that is final. */
  async #spent(transaction: StoredTransaction): Promise<void> {
    const { node, signer, store, log } = this.#parts;
    if (transaction.nonce === null) return;
    const final = await node.transactionCount(signer.address, 'finalized');
    if (final <= transaction.nonce || (await this.#receiptOf(transaction)) !== null) return;
    log.warn(facts(transaction), 'A nonce was used by a foreign transaction; the intent is signed anew.');
    await store.released(transaction);
  }

  async #receiptOf(transaction: StoredTransaction): Promise<Receipt | null> {
    for (const variant of transaction.variants.toReversed()) {
      const receipt = await this.#parts.node.receipt(variant.hash);
      if (receipt !== null) return receipt;
    }
    return null;
  }

  async #signMore(): Promise<boolean> {
    const { store } = this.#parts;
    const pending = (await store.inFlight()).filter((transaction) => transaction.state !== 'MINED');
    const room = this.#options.window - pending.length;
    const intents = room > 0 ? await store.reserved(room) : [];
    // A call may depend on one that is still unmined: its revert is only an answer when nothing is ahead of it.
    let ahead = pending.length;
    for (const intent of intents) if (await this.#signOne(intent, ahead > 0)) ahead += 1;
    return intents.length > 0;
  }

  async #signOne(intent: StoredTransaction, somethingAhead: boolean): Promise<boolean> {
    const { node, signer, store, decoder, log } = this.#parts;
    const call = { from: signer.address, to: intent.to, data: intent.data, value: intent.value };
    let gasLimit: bigint;
    try {
      await node.simulate(call);
      const estimated = ((await node.estimateGas(call)) * 5n) / 4n;
      gasLimit = estimated > intent.minimumGas ? estimated : intent.minimumGas;
    } catch (error) {
      if (!(error instanceof ChainRevert)) throw error;
      if (somethingAhead) return false;
      const { code, message } = decoder.decode(error.data, error.message);
      log.warn({ ...facts(intent), code }, 'The contract refuses this transaction; nothing was sent.');
      await store.failed(intent, code, message);
      return false;
    }
    const fees = initialFees(await node.suggestedFees(), this.#options.feeCap);
    const variant = await this.#signWithin(intent, { ...fees, gasLimit });
    if (variant === null) return false;
    const verdict = await node.broadcast(variant.raw);
    if (verdict !== 'spent') await store.broadcasted({ ...intent, state: 'SIGNED' }, variant.hash);
    return true;
  }

  async #signWithin(
    intent: StoredTransaction,
    gas: { maxFeePerGas: bigint; maxPriorityFeePerGas: bigint; gasLimit: bigint },
  ) {
    const { store, signer, log } = this.#parts;
    try {
      return await store.sign(intent, gas, signer, this.#options.limits);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      log.warn({ ...facts(intent), limit: error.message }, 'A signing limit holds a transaction back.');
      return null;
    }
  }
}

const isRefusal = (error: unknown): error is SigningRefused =>
  error instanceof Error && error.name === 'SigningRefused';

const facts = (transaction: StoredTransaction): object => ({
  key: transaction.key,
  purpose: transaction.purpose,
  correlationId: transaction.correlationId,
  nonce: transaction.nonce === null ? null : String(transaction.nonce),
});
