import { type Address, type Hex, keccak256 } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type {
  SignedTransaction,
  TransactionSigner,
  UnsignedTransaction,
} from '../domain/transaction-signer.ts';

/** A key in this process's memory: development and tests. */
export class LocalKeySigner implements TransactionSigner {
  readonly address: Address;
  readonly #account: ReturnType<typeof privateKeyToAccount>;

  constructor(privateKey: Hex) {
    this.#account = privateKeyToAccount(privateKey);
    this.address = this.#account.address;
  }

  async sign(transaction: UnsignedTransaction): Promise<SignedTransaction> {
    const { gasLimit, nonce, ...rest } = transaction;
    const raw = await this.#account.signTransaction({
      ...rest,
      type: 'eip1559',
      nonce: Number(nonce),
      gas: gasLimit,
    });
    return { raw, hash: keccak256(raw) };
  }
}
