import type { Address, Hash, Hex } from 'viem';
import { z } from 'zod';
import { type CircleContext, freshRecord } from '../context.ts';
import { announceHash, completeTransfer, failTransfer } from '../flows/transfer-flow.ts';
import type { ChainTransactionRecord, TransferRecord } from '../records.ts';
import { type SignedTransaction, type UsdcChain, WouldRevert } from './usdc-chain.ts';

const TICK_MS = 250;
/** How far back stored bytes are sent again: more than a node loses when it is killed. */
const RESEND_AT_MOST = 50;
/** The wallet mints a little more than it needs, so that not every transfer needs a mint. */
const FLOAT_MICROS = 10_000_000_000n;

const hexSchema = z.templateLiteral(['0x', z.string()]);

/**
 * Sends the transfers' USDC, one transaction at a time. Nonce and signed bytes are stored before the first broadcast;
 * whatever happens after, the same bytes are sent until the chain has an answer.
 */
export class HotWallet {
  readonly #context: CircleContext;
  readonly #chain: UsdcChain;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #complaint = '';
  #resumed = false;

  constructor(context: CircleContext, chain: UsdcChain) {
    this.#context = context;
    this.#chain = chain;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.tick().finally(() => {
        this.#running = undefined;
      });
    }, TICK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** One step; never throws. The chain may be away for as long as it likes. */
  async tick(): Promise<void> {
    try {
      await this.#step();
      this.#complaint = '';
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      const reason = text.replaceAll(/\s+/g, ' ').slice(0, 300);
      if (reason !== this.#complaint)
        this.#context.world.log.warn({ reason }, 'the hot wallet cannot send now');
      this.#complaint = reason;
    }
  }

  async #step(): Promise<void> {
    const { chainTransactions, transfers } = this.#context;
    const signed = chainTransactions.all({ state: 'signed' })[0];
    const transfer = transfers.all({ status: 'pending', transactionHash: null })[0];
    if (signed === undefined && transfer === undefined && this.#resumed) return;
    const lost = await this.#resendLost();
    this.#resumed = true;
    if (signed !== undefined) return this.#follow(signed);
    if (transfer !== undefined && lost === 0) return this.#send(transfer);
  }

  /**
   * Broadcasts again, in order, whatever is stored but in no block: bytes never sent, forgotten by the node, or undone
   * with the blocks they were in. Answers how many there were.
   */
  async #resendLost(): Promise<number> {
    const mined = await this.#chain.minedNonce();
    const lost = this.#context.chainTransactions
      .list({ limit: RESEND_AT_MOST })
      .data.filter((transaction) => transaction.state !== 'replaced' && transaction.nonce >= mined)
      .reverse();
    for (const transaction of lost) {
      await this.#chain.broadcast(toHex(transaction.raw)).catch((error: unknown) => {
        if (!isAlreadyKnown(error)) throw error;
      });
    }
    return lost.length;
  }

  async #send(transfer: TransferRecord): Promise<void> {
    const usdc = await this.#chain.usdcAddress();
    if (usdc === undefined) throw new Error('there is no USDC contract yet');
    const amount = BigInt(transfer.amount);
    const balance = await this.#chain.balance(usdc);
    try {
      if (balance < amount) {
        const signed = await this.#chain.signMint(usdc, amount - balance + FLOAT_MICROS);
        return await this.#store(signed, 'mint', transfer);
      }
      const signed = await this.#chain.signTransfer(usdc, toHex(transfer.address), amount);
      await this.#store(signed, 'transfer', transfer);
    } catch (error) {
      if (!(error instanceof WouldRevert)) throw error;
      const { database, log } = this.#context.world;
      log.warn({ err: error, transfer: transfer.id }, 'the chain refuses the transfer');
      const code = balance < amount ? 'transfer_failed' : 'blockchain_error';
      database.transaction(() => failTransfer(this.#context, transfer, code));
    }
  }

  async #store(
    signed: SignedTransaction,
    purpose: ChainTransactionRecord['purpose'],
    transfer: TransferRecord,
  ): Promise<void> {
    const { chainTransactions, transfers, world } = this.#context;
    const stored = world.database.transaction(() => {
      // It may have been denied while we were signing.
      if (transfers.get(transfer.id).status !== 'pending') return false;
      chainTransactions.insert({
        ...freshRecord(world),
        purpose,
        transfer: transfer.id,
        nonce: signed.nonce,
        raw: signed.raw,
        hash: signed.hash,
        state: 'signed',
      });
      if (purpose === 'transfer') announceHash(this.#context, transfer, signed.hash);
      return true;
    });
    if (stored) await this.#chain.broadcast(signed.raw);
  }

  async #follow(transaction: ChainTransactionRecord): Promise<void> {
    const outcome = await this.#chain.outcome(toHex(transaction.hash));
    if (outcome !== undefined) return this.#finish(transaction, outcome);
    if ((await this.#chain.minedNonce()) > transaction.nonce) return this.#replace(transaction);
  }

  #finish(transaction: ChainTransactionRecord, outcome: 'success' | 'reverted'): void {
    const { chainTransactions, transfers, world } = this.#context;
    world.database.transaction(() => {
      chainTransactions.update({ ...transaction, state: outcome === 'success' ? 'mined' : 'reverted' });
      const transfer = transfers.get(transaction.transfer);
      if (transfer.status !== 'pending') return;
      if (outcome === 'reverted') failTransfer(this.#context, transfer, 'blockchain_error');
      else if (transaction.purpose === 'transfer') completeTransfer(this.#context, transfer);
    });
  }

  /** Somebody else used our nonce, so these bytes can never be mined: the transfer is signed anew. */
  async #replace(transaction: ChainTransactionRecord): Promise<void> {
    // The receipt may have appeared between the two questions.
    const outcome = await this.#chain.outcome(toHex(transaction.hash));
    if (outcome !== undefined) return this.#finish(transaction, outcome);
    const { chainTransactions, transfers, world } = this.#context;
    world.log.warn(
      { hash: transaction.hash, nonce: transaction.nonce },
      'nonce taken by another transaction',
    );
    world.database.transaction(() => {
      chainTransactions.update({ ...transaction, state: 'replaced' });
      if (transaction.purpose === 'transfer') {
        transfers.update({ ...transfers.get(transaction.transfer), transactionHash: null });
      }
    });
  }
}

function toHex(text: string): Address & Hash & Hex {
  return hexSchema.parse(text);
}

function isAlreadyKnown(error: unknown): boolean {
  return (
    error instanceof Error && /already (known|imported)|known transaction|nonce too low/i.test(error.message)
  );
}
