import type { PrismaTransaction } from '@freehold/database/client';
import type { Address } from 'viem';
import type { WalletRole } from '../domain/chain-transaction.ts';

export interface WalletIdentity {
  readonly chainId: number;
  readonly address: Address;
  readonly role: WalletRole;
}

/** The row of one wallet: its next nonce, given out under a lock, and what was signed under it. */
export class WalletRow {
  readonly #id: { readonly chainId: bigint; readonly address: string };
  readonly #role: WalletRole;

  constructor({ chainId, address, role }: WalletIdentity) {
    this.#id = { chainId: BigInt(chainId), address };
    this.#role = role;
  }

  /** The next nonce, which nobody else gets until this database transaction ends. */
  async lock(tx: PrismaTransaction): Promise<bigint> {
    const { chainId, address } = this.#id;
    await tx.$queryRaw`SELECT 1 FROM app.chain_wallet WHERE chain_id = ${chainId} AND address = ${address} FOR UPDATE`;
    const wallet = await tx.chainWallet.findUniqueOrThrow({ where: { chainId_address: this.#id } });
    return wallet.nextNonce;
  }

  /** `nonce` is given out. */
  async use(tx: PrismaTransaction, nonce: bigint): Promise<void> {
    await tx.chainWallet.update({ where: { chainId_address: this.#id }, data: { nextNonce: nonce + 1n } });
  }

  async signedToday(tx: PrismaTransaction): Promise<{ transactions: number; wei: bigint }> {
    const midnight = new Date();
    midnight.setUTCHours(0, 0, 0, 0);
    const { chainId, address } = this.#id;
    const rows = await tx.$queryRaw<{ count: bigint; wei: string }[]>`
      SELECT count(DISTINCT v.nonce) AS count, coalesce(sum(v.gas_limit * v.max_fee_per_gas), 0)::text AS wei
      FROM app.chain_transaction_variant v
      WHERE v.chain_id = ${chainId} AND v.wallet_address = ${address} AND v.created_at >= ${midnight}`;
    const row = rows[0];
    return { transactions: Number(row?.count ?? 0n), wei: BigInt(row?.wei ?? '0') };
  }

  /**
   * Recomputes the next nonce from what is stored, never by counting up: one above the highest signed nonce, or the
   * chain's count when that is higher (somebody else used the key) or nothing was ever signed.
   */
  async reconcile(
    tx: PrismaTransaction,
    chainCount: bigint,
  ): Promise<{ readonly next: bigint; readonly foreign: boolean }> {
    await tx.chainWallet.createMany({
      data: [{ ...this.#id, role: this.#role, nextNonce: chainCount }],
      skipDuplicates: true,
    });
    await this.lock(tx);
    const highest = await tx.chainTransactionVariant.aggregate({
      where: { chainId: this.#id.chainId, walletAddress: this.#id.address },
      _max: { nonce: true },
    });
    const stored = highest._max.nonce === null ? null : highest._max.nonce + 1n;
    const foreign = stored !== null && chainCount > stored;
    const next = stored === null || foreign ? chainCount : stored;
    await tx.chainWallet.update({
      where: { chainId_address: this.#id },
      data: { nextNonce: next, reconciledAt: new Date() },
    });
    return { next, foreign };
  }
}
