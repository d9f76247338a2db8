import type { PrismaTransaction } from '@freehold/database/client';
import { propertyKey } from '@freehold/shared/chain-keys';
import { Injectable } from '@nestjs/common';
import { type Address, getAddress, type Hex, isHex } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { type Call, OfferingContract } from '../datasources/offering.contract.ts';
import { OfferingProjection } from '../datasources/offering.projection.ts';
import type { OfferingRow } from './offering.reader.ts';

/** The transactions of an offering's life. One is under way at a time; its key is in the row. */
@Injectable()
export class OfferingActs {
  constructor(
    private readonly prisma: PrismaService,
    private readonly sender: ChainSender,
    private readonly contract: OfferingContract,
    private readonly projection: OfferingProjection,
  ) {}

  /** Throws OFFERING_UNAVAILABLE. */
  refuseWithoutContract(): void {
    void this.contract.address;
  }

  /** Sends the terms to the chain. */
  async open(row: OfferingRow, token: Address): Promise<void> {
    const call = this.contract.open(chainId(row), {
      token,
      property: propertyKey(row.propertyId),
      price: toBigInt(row.price),
      cap: toBigInt(row.cap),
      minimum: toBigInt(row.minimum),
      minPerInvestor: toBigInt(row.minPerInvestor),
      maxPerInvestor: toBigInt(row.maxPerInvestor),
      opens: Math.floor(row.opensAt.getTime() / 1_000),
      closes: Math.floor(row.closesAt.getTime() / 1_000),
    });
    await this.#submit(row, 'open', call, { tokenAddress: token.toLowerCase() });
  }

  /** Over by the chain's clock, or sold out, which lets an agent close early. */
  async mayClose(row: OfferingRow): Promise<boolean> {
    if ((await this.contract.now()) * 1_000 >= row.closesAt.getTime()) return true;
    const progress = (await this.projection.progress([row.chainOfferingId])).get(chainId(row));
    return progress?.subscribed === toBigInt(row.cap);
  }

  close(row: OfferingRow): Promise<void> {
    return this.#submit(row, 'close', this.contract.close(chainId(row)));
  }

  cancel(row: OfferingRow, by: { readonly actor: string; readonly reason: string }): Promise<void> {
    return this.#submit(row, 'cancel', this.contract.cancel(chainId(row)), {}, by);
  }

  /** A close or cancel that the chain refused makes room for the next. */
  async #submit(
    row: OfferingRow,
    act: 'open' | 'close' | 'cancel',
    call: Call,
    data: { readonly tokenAddress?: string } = {},
    by?: { readonly actor: string; readonly reason: string },
  ): Promise<void> {
    await this.prisma.transaction(async (tx) => {
      if (!(await this.#isFree(tx, row))) return;
      const attempts = row.attempts + 1;
      const transactionKey = `offering:${act}:${row.id}:${attempts}`;
      const { count } = await tx.offering.updateMany({
        where: { id: row.id, attempts: row.attempts, state: row.state },
        data: { ...data, attempts, transactionKey, problem: null },
      });
      if (count === 0) return;
      await this.sender.submit(
        {
          key: transactionKey,
          walletRole: 'operator',
          ...call,
          purpose: `offering.${act}`,
          correlationId: row.id,
        },
        tx,
      );
      if (by === undefined) return;
      await tx.stateTransition.create({
        data: { noun: 'offering', nounId: row.id, fromState: row.state, toState: row.state, ...by },
      });
    });
  }

  async #isFree(tx: PrismaTransaction, row: OfferingRow): Promise<boolean> {
    if (row.transactionKey === null) return true;
    const status = await this.sender.status(row.transactionKey, tx);
    return status === null || status.state === 'FAILED' || status.state === 'REVERTED';
  }
}

/** Id of the offering in the contract. */
export function chainId(row: Pick<OfferingRow, 'chainOfferingId'>): Hex {
  if (!isHex(row.chainOfferingId)) throw new Error(`not an id of an offering: ${row.chainOfferingId}`);
  return row.chainOfferingId;
}

export const walletOf = (text: string): Address => getAddress(text);
