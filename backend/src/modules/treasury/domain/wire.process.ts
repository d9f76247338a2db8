import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import { accounts } from '../../ledger/domain/chart-of-accounts.ts';
import { postEntries, postEntry } from '../../ledger/domain/post-entry.ts';
import {
  circleDepositComplete,
  circleDepositPending,
  circleFeeCharged,
  wireSent,
} from '../../ledger/domain/posting-rules/circle.rule.ts';
import { unknownMoney } from '../../ledger/domain/posting-rules/correction.rule.ts';
import { CircleClient } from '../../payments/domain/circle.client.ts';
import type { CircleDeposit, CircleWireAccount } from '../../payments/domain/circle-objects.ts';
import { ProviderCalls } from '../../payments/domain/provider-calls.ts';
import { ProviderError } from '../../payments/domain/provider-error.ts';
import type { WireRow } from '../datasources/movement.repository.ts';
import { moveWire, type WireState, wireState, wireUnderWay } from './movement-state.ts';

const ACTOR = 'treasury';
const UNITS_PER_CENT = 10_000n;

/** Takes wires from the bank to a completed deposit at Circle, a step at a time; each step may be cut and repeated. */
@Injectable()
export class WireProcess {
  constructor(
    private readonly prisma: PrismaService,
    private readonly circle: CircleClient,
    private readonly calls: ProviderCalls,
    private readonly log: LogService,
  ) {}

  /** Moves the wire that is under way as far as it goes now. True when there is one. */
  async advance(): Promise<boolean> {
    const wire = await this.#underWay();
    if (wire === null) return false;
    const state = wireState(wire.state);
    if (state === 'CREATED' || state === 'SENDING' || state === 'UNKNOWN') await this.#send(wire, state);
    else await this.#follow(wire, state);
    return true;
  }

  /** Deposits that no wire of ours explains are booked as such and reported. Only judged while no wire is under way. */
  async bookForeignDeposits(): Promise<void> {
    const deposits = await this.circle.deposits();
    const ours = await this.prisma.client.wire.findMany({ where: { depositId: { not: null } } });
    const known = new Set(ours.map((wire) => wire.depositId));
    for (const deposit of deposits) {
      if (known.has(deposit.id) || deposit.status !== 'complete') continue;
      if ((await this.#underWay()) !== null) return;
      const { created } = await this.prisma.transaction((tx) =>
        postEntry(
          tx,
          unknownMoney({
            provider: 'circle',
            sourceId: deposit.id,
            asset: accounts.circleUsdc,
            amount: deposit.amount,
            currency: 'USDC.circle',
            effectiveAt: deposit.createDate,
          }),
        ),
      );
      if (created) {
        this.log.logger.error(
          { deposit: deposit.id, amount: String(deposit.amount), alarm: 'money-not-understood' },
          'Circle holds a deposit no wire of ours explains',
        );
      }
    }
  }

  async #underWay(): Promise<WireRow | null> {
    return this.prisma.client.wire.findFirst({
      where: { state: { in: [...wireUnderWay] } },
      include: { lines: true },
    });
  }

  async #send(wire: WireRow, state: 'CREATED' | 'SENDING' | 'UNKNOWN'): Promise<void> {
    // A manual wire waits for a person to enter the bank's reference.
    if (wire.mode === 'manual' && wire.bankReference === null) return;
    if (wire.mode === 'manual') return this.#sent(wire, state);
    const account = await this.#account();
    if (account === null) return;
    const target = await this.circle.wireTarget(account.id);
    const sending = state === 'SENDING' ? state : await this.#sending(wire, state);
    try {
      await this.calls.make({ provider: 'circle', kind: 'mock-wire', subjectId: wire.id }, (idempotencyKey) =>
        this.circle.mockWire({ idempotencyKey, amountCents: wire.amountCents, ...target }),
      );
    } catch (error) {
      await this.#notSent(wire, sending, error);
      return;
    }
    await this.#sent(wire, sending);
  }

  /** Remembers which deposits were there before, so that ours can be told by elimination. */
  async #sending(wire: WireRow, from: WireState): Promise<WireState> {
    const knownDeposits = (await this.circle.deposits()).map((deposit) => deposit.id);
    // After an unknown outcome the deposit may be among them already: the first list stays.
    const data = from === 'CREATED' ? { knownDeposits } : {};
    await this.prisma.transaction((tx) =>
      moveWire(tx, { id: wire.id, from, to: 'SENDING', actor: ACTOR, data }),
    );
    return 'SENDING';
  }

  async #sent(wire: WireRow, from: WireState): Promise<void> {
    const sentAt = new Date();
    await this.prisma.transaction(async (tx) => {
      if (!(await moveWire(tx, { id: wire.id, from, to: 'SENT', actor: ACTOR, data: { sentAt } }))) return;
      await postEntry(tx, wireSent({ wireId: wire.id, lines: linesOf(wire), effectiveAt: sentAt }));
    });
  }

  async #notSent(wire: WireRow, from: WireState, error: unknown): Promise<void> {
    if (!(error instanceof ProviderError)) throw error;
    const to = error.outcome === 'unknown' ? 'UNKNOWN' : 'FAILED';
    this.log.logger.warn({ wire: wire.id, code: error.code, to }, error.message);
    await this.prisma.transaction((tx) =>
      moveWire(tx, {
        id: wire.id,
        from,
        to,
        actor: ACTOR,
        reason: error.code,
        data: { problem: error.message },
      }),
    );
  }

  async #follow(wire: WireRow, state: WireState): Promise<void> {
    const deposit = await this.#depositOf(wire);
    if (deposit === null) return;
    if (deposit.status === 'failed') {
      const problem = `Circle refused deposit ${deposit.id}.`;
      this.log.logger.error({ wire: wire.id, deposit: deposit.id, alarm: 'deposit-failed' }, problem);
      await this.prisma.client.wire.update({ where: { id: wire.id }, data: { problem } });
      return;
    }
    if (state === 'SENT') await this.#seen(wire, deposit);
    if (deposit.status === 'complete') await this.#complete(wire, deposit);
  }

  /** The deposit with this wire's amount that was not there before it and belongs to no other. */
  async #depositOf(wire: WireRow): Promise<CircleDeposit | null> {
    const before = new Set(wire.knownDeposits);
    const deposits = await this.circle.deposits();
    if (wire.depositId !== null) return deposits.find(({ id }) => id === wire.depositId) ?? null;
    const fitting = deposits.filter(
      ({ id, amount, fee }) => !before.has(id) && amount + (fee ?? 0n) === wire.amountCents * UNITS_PER_CENT,
    );
    const taken = await this.prisma.client.wire.findMany({
      where: { depositId: { in: fitting.map(({ id }) => id) } },
    });
    return fitting.findLast(({ id }) => !taken.some((other) => other.depositId === id)) ?? null;
  }

  async #seen(wire: WireRow, deposit: CircleDeposit): Promise<void> {
    const step = { id: wire.id, from: 'SENT', to: 'DEPOSIT_PENDING', actor: ACTOR } as const;
    await this.prisma.transaction(async (tx) => {
      if (!(await moveWire(tx, { ...step, data: { depositId: deposit.id } }))) return;
      await postEntry(
        tx,
        circleDepositPending({
          depositId: deposit.id,
          wireId: wire.id,
          amount: wire.amountCents,
          effectiveAt: deposit.createDate,
        }),
      );
    });
  }

  async #complete(wire: WireRow, deposit: CircleDeposit): Promise<void> {
    const step = { id: wire.id, from: 'DEPOSIT_PENDING', to: 'COMPLETE', actor: ACTOR } as const;
    const effectiveAt = deposit.updateDate ?? deposit.createDate;
    const fee = deposit.fee ?? 0n;
    await this.prisma.transaction(async (tx) => {
      if (!(await moveWire(tx, step))) return;
      const complete = { depositId: deposit.id, wireId: wire.id, lines: linesOf(wire), effectiveAt };
      await postEntries(tx, [
        circleDepositComplete(complete),
        ...(fee > 0n ? [circleFeeCharged({ feeId: `deposit:${deposit.id}`, amount: fee, effectiveAt })] : []),
      ]);
    });
  }

  /** The company's bank account at Circle once it may be used; asks for it when there is none. */
  async #account(): Promise<CircleWireAccount | null> {
    const linked = await this.circle.wireAccounts();
    const usable = linked.find(({ status }) => status === 'complete');
    if (usable !== undefined) return usable;
    if (linked.some(({ status }) => status === 'pending')) return null;
    const intent = { provider: 'circle', kind: 'wire-account', subjectId: 'operating' } as const;
    await this.calls.make(intent, (key) => this.circle.createWireAccount(key));
    return null;
  }
}

const linesOf = (wire: WireRow) =>
  wire.lines.map(({ propertyId, amountCents }) => ({ propertyId, amount: amountCents }));
