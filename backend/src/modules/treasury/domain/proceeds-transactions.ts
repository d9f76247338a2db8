import { treasuryAbi } from '@freehold/contracts/abis';
import type { PrismaTransaction } from '@freehold/database/client';
import { propertyKey, referenceKey } from '@freehold/shared/chain-keys';
import { Injectable } from '@nestjs/common';
import { encodeFunctionData, getAddress, type Hex } from 'viem';
import { Configuration } from '../../../config/configuration.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import type { PayoutRow } from './proceeds.reader.ts';

/** What makes each half of a payout happen once only in the contract. */
export const creditReference = ({ creditKey }: PayoutRow): Hex => referenceKey('treasury-credit', creditKey);
export const releaseReference = ({ releaseKey }: PayoutRow): Hex =>
  referenceKey('treasury-release', releaseKey);

/** The two transactions of a payout, one after the other. */
@Injectable()
export class ProceedsTransactions {
  constructor(
    private readonly configuration: Configuration,
    private readonly sender: ChainSender,
  ) {}

  /** Proceeds lie in the treasury as nobody's: only what is credited to a property can leave it. */
  credit(tx: PrismaTransaction, row: PayoutRow): Promise<void> {
    const args = [creditReference(row), propertyKey(row.propertyId), toBigInt(row.amount)] as const;
    const data = encodeFunctionData({ abi: treasuryAbi, functionName: 'credit', args });
    return this.#submit(tx, row, { key: row.creditKey, purpose: 'proceeds.credit', data });
  }

  release(tx: PrismaTransaction, row: PayoutRow): Promise<void> {
    const property = propertyKey(row.propertyId);
    const args = [releaseReference(row), property, getAddress(row.address), toBigInt(row.amount)] as const;
    const data = encodeFunctionData({ abi: treasuryAbi, functionName: 'release', args });
    return this.#submit(tx, row, { key: row.releaseKey, purpose: 'proceeds.release', data });
  }

  async #submit(
    tx: PrismaTransaction,
    row: PayoutRow,
    call: { readonly key: string; readonly purpose: string; readonly data: Hex },
  ): Promise<void> {
    const { treasury: to } = this.configuration.deployment;
    await this.sender.submit({ ...call, walletRole: 'operator', to, correlationId: row.id }, tx);
  }
}
