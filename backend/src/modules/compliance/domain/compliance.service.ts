import type { Prisma, PrismaTransaction } from '@freehold/database/client';
import {
  type ComplianceActDetail,
  complianceActKinds,
  type NewComplianceAct,
  needsSecondAdministrator,
} from '@freehold/shared/compliance';
import { FreeholdError, illegalTransition } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { type Address, getAddress } from 'viem';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { recordStep } from '../../blockchain/domain/state-transition.ts';
import { ComplianceContracts } from '../datasources/compliance.contracts.ts';
import { ComplianceReader } from './compliance.reader.ts';
import type { NoticedAct } from './compliance-letters.ts';
import { ComplianceNotices } from './compliance-notices.ts';
import { moveAct } from './compliance-state.ts';
import { type Aim, ComplianceTargets } from './compliance-targets.ts';

type ActRow = Prisma.ComplianceActGetPayload<{ include: { calls: true } }>;
const kindSchema = z.enum(complianceActKinds);

/** Freezing is one administrator's act; taking shares or replacing a wallet takes two. */
@Injectable()
export class ComplianceService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly sender: ChainSender,
    private readonly contracts: ComplianceContracts,
    private readonly targets: ComplianceTargets,
    private readonly notices: ComplianceNotices,
    private readonly reader: ComplianceReader,
  ) {}

  /** `operationId` is the act's id: a repetition changes nothing. */
  async propose(actor: Actor, wish: NewComplianceAct, operationId: string): Promise<ComplianceActDetail> {
    const begun = await this.prisma.client.complianceAct.findUnique({ where: { id: operationId } });
    if (begun === null) {
      const aim = await this.targets.aim(wish);
      await this.prisma.transaction(async (tx) => {
        const row = await this.#keep(tx, { actor, wish, aim, id: operationId });
        if (needsSecondAdministrator(wish.kind)) await this.notices.tell(tx, noticed(row), 'proposed');
        else await this.#submit(tx, row);
      });
    }
    return this.reader.read(operationId);
  }

  /** Throws SECOND_ADMINISTRATOR_NEEDED for the one who proposed, ILLEGAL_TRANSITION when it is decided. */
  async confirm(actor: Actor, id: string): Promise<ComplianceActDetail> {
    await this.prisma.transaction(async (tx) => {
      const row = await this.#lock(tx, id);
      if (row.proposedBy === actor.userId) throw new FreeholdError('SECOND_ADMINISTRATOR_NEEDED');
      if (row.state === 'SUBMITTED' && row.decidedBy === actor.userId) return;
      if (row.state !== 'PROPOSED') throw illegalTransition('compliance act', row.state, 'SUBMITTED');
      const data = { decidedBy: actor.userId, decisionReason: null };
      await moveAct(tx, { id, from: 'PROPOSED', to: 'SUBMITTED', actor: actor.userId, data });
      await this.#submit(tx, row);
      await this.notices.tell(tx, noticed(row), 'confirmed');
    });
    return this.reader.read(id);
  }

  /** Also withdraws one's own proposal. */
  async refuse(actor: Actor, id: string, reason: string): Promise<ComplianceActDetail> {
    await this.prisma.transaction(async (tx) => {
      const row = await this.#lock(tx, id);
      if (row.state === 'REFUSED' && row.decidedBy === actor.userId) return;
      if (row.state !== 'PROPOSED') throw illegalTransition('compliance act', row.state, 'REFUSED');
      const data = { decidedBy: actor.userId, decisionReason: reason };
      await moveAct(tx, { id, from: 'PROPOSED', to: 'REFUSED', actor: actor.userId, reason, data });
      await this.notices.tell(tx, { ...noticed(row), reason }, 'refused');
    });
    return this.reader.read(id);
  }

  async #keep(
    tx: PrismaTransaction,
    work: { readonly actor: Actor; readonly wish: NewComplianceAct; readonly aim: Aim; readonly id: string },
  ): Promise<ActRow> {
    const { actor, wish, aim, id } = work;
    const state = needsSecondAdministrator(wish.kind) ? 'PROPOSED' : 'SUBMITTED';
    const row = await tx.complianceAct.create({
      data: {
        id,
        kind: wish.kind,
        state,
        wallet: wish.wallet.toLowerCase(),
        toWallet: aim.toWallet,
        shares: aim.shares?.toString() ?? null,
        identity: aim.identity,
        reason: wish.reason,
        proposedBy: actor.userId,
        calls: {
          create: aim.targets.map(({ propertyId, token }) => ({
            propertyId,
            token,
            transactionKey: `compliance:${id}:${propertyId}`,
            state: 'WAITING',
          })),
        },
      },
      include: { calls: true },
    });
    await recordStep(tx, {
      noun: 'compliance_act',
      nounId: id,
      from: null,
      to: state,
      actor: actor.userId,
      reason: wish.reason,
    });
    return row;
  }

  /** Every call becomes an intent of the sender, in the transaction that moves the act. */
  async #submit(tx: PrismaTransaction, row: ActRow): Promise<void> {
    const { kind, wallet, toWallet, identity } = row;
    const shares = row.shares === null ? null : toBigInt(row.shares);
    const data = this.contracts.dataOf({ kind, wallet, toWallet, identity, shares });
    for (const { token, transactionKey } of row.calls) {
      await this.sender.submit(
        {
          key: transactionKey,
          walletRole: 'operator',
          to: await this.#contractOf(tx, kind, token),
          data,
          purpose: `compliance.${kind.toLowerCase()}`,
          correlationId: row.id,
        },
        tx,
      );
    }
    await tx.complianceCall.updateMany({ where: { actId: row.id }, data: { state: 'SUBMITTED' } });
  }

  /** Approvals are kept by the rules of the shares, everything else by the shares. */
  async #contractOf(tx: PrismaTransaction, kind: string, token: string): Promise<Address> {
    if (kind !== 'APPROVE_TRANSFER' && kind !== 'REVOKE_APPROVAL') return getAddress(token);
    const row = await tx.tokenization.findFirst({
      where: { tokenAddress: { equals: token, mode: 'insensitive' } },
    });
    if (row?.complianceAddress == null) throw new FreeholdError('NOT_TOKENIZED');
    return getAddress(row.complianceAddress);
  }

  async #lock(tx: PrismaTransaction, id: string): Promise<ActRow> {
    await tx.$queryRaw`SELECT 1 FROM app.compliance_act WHERE id = ${id}::uuid FOR UPDATE`;
    const row = await tx.complianceAct.findUnique({ where: { id }, include: { calls: true } });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    return row;
  }
}

const noticed = (row: ActRow): NoticedAct => ({
  id: row.id,
  kind: kindSchema.parse(row.kind),
  wallet: row.wallet,
  toWallet: row.toWallet,
  shares: row.shares === null ? null : toBigInt(row.shares),
  reason: row.reason,
});
