import { offeringAbi, usdcAbi } from '@freehold/contracts/abis';
import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import {
  type Address,
  decodeErrorResult,
  encodeFunctionData,
  type Hash,
  type Hex,
  recoverTypedDataAddress,
  TransactionReceiptNotFoundError,
} from 'viem';
import { Configuration } from '../../../config/configuration.ts';
import { ChainClient } from '../../blockchain/domain/chain-client.ts';
import { contractErrors } from '../domain/contract-errors.ts';

export interface ChainTerms {
  readonly token: Address;
  readonly property: Hex;
  readonly price: bigint;
  readonly cap: bigint;
  readonly minimum: bigint;
  readonly minPerInvestor: bigint;
  readonly maxPerInvestor: bigint;
  /** Unix seconds. */
  readonly opens: number;
  readonly closes: number;
}

export interface Call {
  readonly to: Address;
  readonly data: Hex;
}

/** What an investor signs so that USDC moves from the wallet into the offering, for this purchase and no other. */
export interface Payment {
  readonly from: Address;
  readonly value: bigint;
  readonly nonce: Hex;
  /** Unix seconds. */
  readonly validBefore: bigint;
}

const authorizationTypes = {
  ReceiveWithAuthorization: [
    { name: 'from', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'validAfter', type: 'uint256' },
    { name: 'validBefore', type: 'uint256' },
    { name: 'nonce', type: 'bytes32' },
  ],
} as const;

/** Calls to and questions of the Offering and the USDC contract. */
@Injectable()
export class OfferingContract {
  #currency: Promise<{ readonly name: string; readonly version: string }> | undefined;

  constructor(
    private readonly chain: ChainClient,
    private readonly configuration: Configuration,
  ) {}

  /** Throws OFFERING_UNAVAILABLE where the platform was deployed without. */
  get address(): Address {
    const { offering } = this.configuration.deployment;
    if (offering === undefined) throw new FreeholdError('OFFERING_UNAVAILABLE');
    return offering;
  }

  /** Unix seconds, as the chain counts them. */
  async now(): Promise<number> {
    return Number((await this.chain.client.getBlock()).timestamp);
  }

  open(id: Hex, terms: ChainTerms): Call {
    return this.#call(encodeFunctionData({ abi: offeringAbi, functionName: 'open', args: [id, terms] }));
  }

  close(id: Hex): Call {
    return this.#call(encodeFunctionData({ abi: offeringAbi, functionName: 'close', args: [id] }));
  }

  cancel(id: Hex): Call {
    return this.#call(encodeFunctionData({ abi: offeringAbi, functionName: 'cancel', args: [id] }));
  }

  /** Moves what waits for a wallet to another of the same investor. */
  reassign(id: Hex, from: Address, to: Address): Call {
    return this.#call(
      encodeFunctionData({ abi: offeringAbi, functionName: 'reassign', args: [id, from, to] }),
    );
  }

  serve(kind: 'DELIVER' | 'REFUND', id: Hex, wallets: readonly Address[]): Call {
    const functionName = kind === 'DELIVER' ? 'deliver' : 'refundFor';
    return this.#call(encodeFunctionData({ abi: offeringAbi, functionName, args: [id, wallets] }));
  }

  subscribeFor(
    id: Hex,
    purchase: {
      readonly shares: bigint;
      readonly salt: Hex;
      readonly payment: Payment;
      readonly signature: Hex;
    },
  ): Call {
    const { shares, salt, payment, signature } = purchase;
    const args = [id, payment.from, shares, salt, 0n, payment.validBefore, signature] as const;
    return this.#call(
      encodeFunctionData({ abi: offeringAbi, functionName: 'subscribeWithAuthorization', args }),
    );
  }

  /** Names of every error the purchase would meet now, payment aside. */
  async refusals(id: Hex, wallet: Address, shares: bigint): Promise<string[]> {
    const reasons = await this.chain.client.readContract({
      address: this.address,
      abi: offeringAbi,
      functionName: 'check',
      args: [id, wallet, shares],
    });
    return [...new Set(reasons.map(nameOf))];
  }

  balanceOf(wallet: Address): Promise<bigint> {
    const { usdc: address } = this.configuration.deployment;
    return this.chain.client.readContract({
      address,
      abi: usdcAbi,
      functionName: 'balanceOf',
      args: [wallet],
    });
  }

  authorizationNonce(id: Hex, wallet: Address, shares: bigint, salt: Hex): Promise<Hex> {
    return this.chain.client.readContract({
      address: this.address,
      abi: offeringAbi,
      functionName: 'authorizationNonce',
      args: [id, wallet, shares, salt],
    });
  }

  /** The EIP-712 message of a payment. */
  async authorization(payment: Payment) {
    const { name, version } = await this.#usdc();
    const { usdc: verifyingContract } = this.configuration.deployment;
    const { from, value, validBefore, nonce } = payment;
    return {
      domain: { name, version, chainId: this.configuration.environment.CHAIN_ID, verifyingContract },
      types: authorizationTypes,
      primaryType: 'ReceiveWithAuthorization' as const,
      message: { from, to: this.address, value, validAfter: 0n, validBefore, nonce },
    };
  }

  /** Whether the payer signed the payment; contract wallets are asked (ERC-1271). */
  async isSigned(payment: Payment, signature: Hex): Promise<boolean> {
    const typedData = await this.authorization(payment);
    const signer = await recoverTypedDataAddress({ ...typedData, signature }).catch(() => null);
    if (signer === payment.from) return true;
    return this.chain.client.verifyTypedData({ ...typedData, address: payment.from, signature });
  }

  /** How a transaction somebody else sent ended; null while it is in no block. */
  async outcome(hash: Hash): Promise<'success' | 'reverted' | null> {
    try {
      return (await this.chain.client.getTransactionReceipt({ hash })).status;
    } catch (error) {
      if (error instanceof TransactionReceiptNotFoundError) return null;
      throw error;
    }
  }

  #usdc() {
    const contract = { address: this.configuration.deployment.usdc, abi: usdcAbi } as const;
    this.#currency ??= Promise.all([
      this.chain.client.readContract({ ...contract, functionName: 'name' }),
      this.chain.client.readContract({ ...contract, functionName: 'version' }),
    ]).then(([name, version]) => ({ name, version }));
    this.#currency.catch(() => {
      this.#currency = undefined;
    });
    return this.#currency;
  }

  #call(data: Hex): Call {
    return { to: this.address, data };
  }
}

function nameOf(reason: Hex): string {
  try {
    return decodeErrorResult({ abi: contractErrors, data: reason }).errorName;
  } catch {
    return reason.slice(0, 10);
  }
}
