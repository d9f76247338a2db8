import type { Prisma, PrismaClient, PrismaTransaction } from '@freehold/database/client';
import type { Hash, Hex } from 'viem';
import type { Receipt } from '../domain/chain-node.ts';
import { withoutNonce } from '../domain/chain-sender.ts';
import { assertTransactionStep, inFlightStates, type TransactionState } from '../domain/chain-transaction.ts';
import type { Fees } from '../domain/fee-policy.ts';
import { recordStep } from '../domain/state-transition.ts';
import {
  limitBroken,
  type SignedTransaction,
  type SigningLimits,
  type TransactionSigner,
  type UnsignedTransaction,
} from '../domain/transaction-signer.ts';
import { hex, type StoredTransaction, type StoredVariant, toTransaction } from './transaction-row.ts';
import { type WalletIdentity, WalletRow } from './wallet-row.ts';

/** Signing was refused by a limit; the intent waits. */
export class SigningRefused extends Error {
  override readonly name = 'SigningRefused';
}

/** The rows of one wallet. Each method is one database transaction. */
export class TransactionStore {
  readonly #prisma: PrismaClient;
  readonly #wallet: WalletIdentity;
  readonly #walletRow: WalletRow;
  readonly #chainId: bigint;

  constructor(prisma: PrismaClient, wallet: WalletIdentity) {
    this.#prisma = prisma;
    this.#wallet = wallet;
    this.#walletRow = new WalletRow(wallet);
    this.#chainId = BigInt(wallet.chainId);
  }

  /** Intents without a nonce, in the order they were written. */
  async reserved(limit: number): Promise<StoredTransaction[]> {
    const rows = await this.#prisma.chainTransaction.findMany({
      where: { chainId: this.#chainId, walletRole: this.#wallet.role, state: 'RESERVED' },
      orderBy: { position: 'asc' },
      take: limit,
      include: { variants: true },
    });
    return rows.map(toTransaction);
  }

  /** Transactions with a nonce that no final block has settled, in order of nonce. */
  async inFlight(): Promise<StoredTransaction[]> {
    const rows = await this.#prisma.chainTransaction.findMany({
      where: {
        chainId: this.#chainId,
        walletAddress: this.#wallet.address,
        state: { in: [...inFlightStates] },
      },
      orderBy: { nonce: 'asc' },
      include: { variants: true },
    });
    return rows.map(toTransaction);
  }

  /**
   * Gives an intent the wallet's next nonce, signs it and stores the bytes: all or nothing. Returns null when the
   * intent was taken meanwhile. Throws `SigningRefused` when a limit stands against it.
   */
  async sign(
    intent: StoredTransaction,
    gas: Fees & { readonly gasLimit: bigint },
    signer: TransactionSigner,
    limits: SigningLimits,
  ): Promise<StoredVariant | null> {
    return this.#prisma.$transaction(async (tx) => {
      const nonce = await this.#walletRow.lock(tx);
      const row = await tx.chainTransaction.findUnique({ where: { id: intent.id } });
      if (row?.state !== 'RESERVED') return null;
      const unsigned = this.#unsigned(intent, nonce, gas);
      const refusal = limitBroken(limits, await this.#walletRow.signedToday(tx), unsigned);
      if (refusal !== null) throw new SigningRefused(refusal);
      const signed = await signer.sign(unsigned);
      await this.#insertVariant(tx, intent.id, unsigned, signed);
      await this.#move(tx, intent, 'SIGNED', {
        walletAddress: this.#wallet.address,
        nonce,
        txHash: signed.hash,
      });
      await this.#walletRow.use(tx, nonce);
      return { ...signed, ...gas, createdAt: new Date() };
    });
  }

  /** Stores a further signed form of the same nonce, before it is sent. */
  async addVariant(
    transaction: StoredTransaction,
    gas: Fees & { readonly gasLimit: bigint },
    signer: TransactionSigner,
  ): Promise<StoredVariant> {
    const nonce = transaction.nonce;
    if (nonce === null) throw new Error(`${transaction.key} has no nonce to replace.`);
    const unsigned = this.#unsigned(transaction, nonce, gas);
    const signed = await signer.sign(unsigned);
    await this.#prisma.$transaction(async (tx) => {
      await this.#insertVariant(tx, transaction.id, unsigned, signed);
      await tx.chainTransaction.update({ where: { id: transaction.id }, data: { txHash: signed.hash } });
      await recordStep(tx, {
        noun: 'chain_transaction',
        nounId: transaction.id,
        from: transaction.state,
        to: transaction.state,
        actor: 'sender',
        reason: 'fees raised',
        detail: { hash: signed.hash, maxFeePerGas: gas.maxFeePerGas.toString() },
      });
    });
    return { ...signed, ...gas, createdAt: new Date() };
  }

  /** A node took the transaction. */
  async broadcasted(transaction: StoredTransaction, hash: Hash): Promise<void> {
    await this.#prisma.$transaction(async (tx) => {
      const data = { broadcastCount: { increment: 1 }, lastBroadcastAt: new Date() } as const;
      if (transaction.state === 'SIGNED')
        await this.#move(tx, transaction, 'BROADCAST', { ...data, txHash: hash });
      else await tx.chainTransaction.update({ where: { id: transaction.id }, data });
    });
  }

  /** Puts a transaction where its receipt says: MINED, or on to FINAL or REVERTED when `final`. */
  async mined(transaction: StoredTransaction, receipt: Receipt, final: boolean): Promise<void> {
    const facts = {
      txHash: receipt.hash,
      blockNumber: receipt.blockNumber,
      blockHash: receipt.blockHash,
      gasUsed: receipt.gasUsed.toString(),
      effectiveGasPrice: receipt.effectiveGasPrice.toString(),
    };
    await this.#prisma.$transaction(async (tx) => {
      let current = transaction;
      if (current.state !== 'MINED') {
        await this.#move(tx, current, 'MINED', facts);
        current = { ...current, state: 'MINED' };
      } else if (current.blockHash !== receipt.blockHash) {
        await tx.chainTransaction.update({ where: { id: current.id }, data: facts });
      }
      if (!final) return;
      if (receipt.succeeded) await this.#move(tx, current, 'FINAL', facts);
      else await this.#move(tx, current, 'REVERTED', { ...facts, failureCode: 'REVERTED' });
    });
  }

  /** The block that held the transaction is gone. */
  async unmined(transaction: StoredTransaction): Promise<void> {
    await this.#prisma.$transaction((tx) =>
      this.#move(
        tx,
        transaction,
        'BROADCAST',
        { blockNumber: null, blockHash: null },
        'block was reorganised',
      ),
    );
  }

  /** Somebody else used the nonce in a final block: none of our variants can ever be mined. */
  async released(transaction: StoredTransaction): Promise<void> {
    await this.#prisma.$transaction((tx) =>
      this.#move(tx, transaction, 'RESERVED', withoutNonce, 'nonce used by a foreign transaction'),
    );
  }

  /** The contract refused in simulation: no nonce was spent. */
  async failed(intent: StoredTransaction, code: string, message: string): Promise<void> {
    await this.#prisma.$transaction((tx) =>
      this.#move(tx, intent, 'FAILED', { failureCode: code, failureMessage: message }, code),
    );
  }

  /** The wallet's next nonce, recomputed from what is stored and what the chain counts. */
  async reconcileNonce(chainCount: bigint): Promise<{ readonly next: bigint; readonly foreign: boolean }> {
    return this.#prisma.$transaction((tx) => this.#walletRow.reconcile(tx, chainCount));
  }

  /** The best-paid stored form of each nonce in [from, to), in order. */
  async rawByNonce(from: bigint, to: bigint): Promise<{ readonly nonce: bigint; readonly raw: Hex }[]> {
    const rows = await this.#prisma.chainTransactionVariant.findMany({
      where: {
        chainId: this.#chainId,
        walletAddress: this.#wallet.address,
        nonce: { gte: from, lt: to },
      },
      orderBy: [{ nonce: 'asc' }, { maxFeePerGas: 'desc' }],
      distinct: ['nonce'],
    });
    return rows.map((row) => ({ nonce: row.nonce, raw: hex(row.raw) }));
  }

  async #insertVariant(
    tx: PrismaTransaction,
    transactionId: string,
    unsigned: UnsignedTransaction,
    signed: SignedTransaction,
  ): Promise<void> {
    await tx.chainTransactionVariant.create({
      data: {
        hash: signed.hash,
        transactionId,
        chainId: this.#chainId,
        walletAddress: this.#wallet.address,
        nonce: unsigned.nonce,
        raw: signed.raw,
        gasLimit: unsigned.gasLimit.toString(),
        maxFeePerGas: unsigned.maxFeePerGas.toString(),
        maxPriorityFeePerGas: unsigned.maxPriorityFeePerGas.toString(),
      },
    });
  }

  async #move(
    tx: PrismaTransaction,
    transaction: StoredTransaction,
    to: TransactionState,
    data: Prisma.ChainTransactionUpdateManyMutationInput & {
      walletAddress?: string | null;
      nonce?: bigint | null;
    },
    reason?: string,
  ): Promise<void> {
    assertTransactionStep(transaction.state, to);
    const { count } = await tx.chainTransaction.updateMany({
      where: { id: transaction.id, state: transaction.state },
      data: { ...data, state: to },
    });
    if (count !== 1) throw new Error(`${transaction.key} is not ${transaction.state} any more.`);
    const { id, state: from } = transaction;
    await recordStep(tx, {
      noun: 'chain_transaction',
      nounId: id,
      from,
      to,
      actor: 'sender',
      ...(reason === undefined ? {} : { reason }),
    });
  }

  #unsigned(
    intent: StoredTransaction,
    nonce: bigint,
    gas: Fees & { readonly gasLimit: bigint },
  ): UnsignedTransaction {
    const { to, data, value } = intent;
    return { chainId: this.#wallet.chainId, nonce, to, data, value, ...gas };
  }
}
