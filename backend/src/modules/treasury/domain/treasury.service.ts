import { randomUUID } from 'node:crypto';
import type { PrismaTransaction } from '@freehold/database/client';
import type { Movement } from '@freehold/shared/treasury';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { notify, treasuryChannel } from '../../blockchain/domain/channels.ts';
import { recordStep } from '../../blockchain/domain/state-transition.ts';
import { LedgerService } from '../../ledger/domain/ledger.service.ts';
import { BalanceTransactions } from '../../payments/domain/balance-transactions.ts';
import {
  depositedByProperty,
  lockPlanning,
  transferredByProperty,
  wiredByProperty,
} from '../datasources/movement.repository.ts';
import { MovementReader } from './movement.reader.ts';
import { transferUnderWay, wireUnderWay } from './movement-state.ts';
import { type CentsByProperty, movableLines, sumOfLines } from './property-cash.ts';

const UNITS_PER_CENT = 10_000n;
const RENT_COLLECTED = 'L:rent_collected';

export interface MoveRequest {
  readonly actor: string;
  /** Makes a repetition harmless. */
  readonly operationId: string;
}

/** Plans the next wire or transfer: who gets how much of what moves on. */
@Injectable()
export class TreasuryService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly configuration: Configuration,
    private readonly ledger: LedgerService,
    private readonly stripeMoney: BalanceTransactions,
    private readonly movements: MovementReader,
  ) {}

  /**
   * Wires to Circle what the bank holds for properties. One wire is under way at a time: while there is one, it is the
   * answer. Null when the bank holds nothing.
   */
  async wire(request: MoveRequest): Promise<Movement | null> {
    const id = await this.prisma.transaction(async (tx) => {
      await lockPlanning(tx);
      const same = await tx.wire.findFirst({
        where: { OR: [{ id: request.operationId }, { state: { in: [...wireUnderWay] } }] },
      });
      return same?.id ?? this.#planWire(tx, request);
    });
    return id === null ? null : this.movements.wire(id);
  }

  /** Sends to the treasury what Circle holds for properties; otherwise as `wire`. */
  async transfer(request: MoveRequest): Promise<Movement | null> {
    const id = await this.prisma.transaction(async (tx) => {
      await lockPlanning(tx);
      const same = await tx.circleTransfer.findFirst({
        where: { OR: [{ id: request.operationId }, { state: { in: [...transferUnderWay] } }] },
      });
      return same?.id ?? this.#planTransfer(tx, request);
    });
    return id === null ? null : this.movements.transfer(id);
  }

  async #planWire(tx: PrismaTransaction, { actor, operationId: id }: MoveRequest): Promise<string | null> {
    const atBank = await this.stripeMoney.paidOutByProperty(tx);
    const lines = movableLines(atBank, await wiredByProperty(tx), await this.#owed('USD', 1n, tx));
    if (lines.length === 0) return null;
    const mode = this.configuration.environment.BANK_WIRE;
    const amountCents = sumOfLines(lines);
    await tx.wire.create({
      data: { id, mode, amountCents, state: 'CREATED', requestedBy: actor, lines: { create: [...lines] } },
    });
    await recordStep(tx, { noun: 'wire', nounId: id, from: null, to: 'CREATED', actor });
    await notify(tx, treasuryChannel);
    return id;
  }

  async #planTransfer(
    tx: PrismaTransaction,
    { actor, operationId: id }: MoveRequest,
  ): Promise<string | null> {
    const deposited = await depositedByProperty(tx);
    const owed = await this.#owed('USDC.circle', UNITS_PER_CENT, tx);
    const lines = movableLines(deposited, await transferredByProperty(tx), owed);
    if (lines.length === 0) return null;
    await tx.circleTransfer.create({
      data: {
        id,
        chainId: BigInt(this.configuration.environment.CHAIN_ID),
        amountCents: sumOfLines(lines),
        state: 'CREATED',
        idempotencyKey: randomUUID(),
        requestedBy: actor,
        lines: {
          create: lines.map((line) => ({ ...line, creditKey: `circle-transfer:${id}:${line.propertyId}` })),
        },
      },
    });
    await recordStep(tx, { noun: 'circle_transfer', nounId: id, from: null, to: 'CREATED', actor });
    await notify(tx, treasuryChannel);
    return id;
  }

  /** What the books owe each property in a currency, in whole cents. */
  async #owed(currency: string, unitsPerCent: bigint, tx: PrismaTransaction): Promise<CentsByProperty> {
    const balances = await this.ledger.balances(RENT_COLLECTED, tx);
    return new Map(
      balances
        .filter((row) => row.currency === currency && row.balance > row.reserved)
        .map((row) => [
          row.account.slice(RENT_COLLECTED.length + 1),
          (row.balance - row.reserved) / unitsPerCent,
        ]),
    );
  }
}
