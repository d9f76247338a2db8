import { randomUUID } from 'node:crypto';
import type { Prisma, PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { type Address, getAddress, type Hex } from 'viem';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { recordStep } from '../../blockchain/domain/state-transition.ts';
import { type Attestation, AttestationChain, identityOf } from '../datasources/attestation.chain.ts';
import { type Plan, planFor, vouchingChangesAt, vouchingFor, type Word } from './attestation-plan.ts';
import { type KycRow, stateOf } from './kyc-case.ts';
import { KycCases } from './kyc-cases.ts';

const ACTOR = 'kyc';
const DAY = 86_400;

type AttestationRow = Prisma.AttestationGetPayload<object>;
type Act = Exclude<Plan, { readonly lookAgainAt: number | null }>;
const wordKind = z.enum(['ATTEST', 'REVOKE']);
const wordState = z.enum(['SUBMITTED', 'FINAL', 'FAILED']);

const secondsOf = (date: Date | null): number | null =>
  date === null ? null : Math.floor(date.getTime() / 1_000);

const wordOf = (row: AttestationRow): Word => ({
  userId: row.userId,
  kind: wordKind.parse(row.kind),
  state: wordState.parse(row.state),
  country: row.country,
  accredited: row.accredited,
  validUntil: secondsOf(row.validUntil),
  epoch: row.epoch,
  saidAt: secondsOf(row.createdAt) ?? 0,
});

/** Keeps what the registry says of an investor's wallets in line with the case, wallet by wallet. */
@Injectable()
export class AttestationService {
  readonly #lifetime: number;

  constructor(
    private readonly prisma: PrismaService,
    private readonly cases: KycCases,
    private readonly sender: ChainSender,
    private readonly contracts: AttestationChain,
    configuration: Configuration,
  ) {
    this.#lifetime = configuration.environment.KYC_ATTESTATION_DAYS * DAY;
  }

  /**
   * Submits what the registry must be told about one investor. Each word is a row and an intent in one transaction,
   * with a key made of the wallet and its number: a crash leaves both or neither, and a repetition finds them.
   */
  async reconcile(userId: string, epoch: number | null): Promise<void> {
    const wallets = await this.#wallets(this.prisma.client, userId);
    // Asked before the transaction, so that no lock waits for a node.
    const issueTimes = await this.#issueTimes(userId, wallets, epoch);
    await this.prisma.transaction(async (tx) => {
      const row = await this.cases.lock(tx, userId);
      const now = Math.floor(Date.now() / 1_000);
      const plans = await this.#plans(tx, row, epoch, now);
      let lookAgainAt = vouchingChangesAt(approvalOf(row), now);
      let settled = true;
      for (const { wallet, words, plan } of plans) {
        if (plan.act === 'attest' || plan.act === 'revoke') {
          const issuedAt = plan.act === 'revoke' ? now : issueTimes.get(wallet);
          // Linked since we asked: the next look sees it.
          if (issuedAt === undefined) lookAgainAt = now;
          else await this.#say(tx, { row, wallet, number: words + 1, plan, issuedAt, epoch });
          settled = false;
        } else if (plan.lookAgainAt !== null) {
          lookAgainAt = Math.min(lookAgainAt ?? plan.lookAgainAt, plan.lookAgainAt);
        }
        if (plan.act === 'wait') settled = false;
      }
      await tx.kycCase.update({
        where: { id: row.id },
        data: {
          attestDueAt: lookAgainAt === null ? null : new Date(lookAgainAt * 1_000),
          ...(epoch !== null && settled ? { attestedEpoch: epoch } : {}),
        },
      });
    });
  }

  /** Wallets that are linked, and those that were and may still be vouched for. */
  async #wallets(tx: PrismaTransaction, userId: string): Promise<readonly string[]> {
    const [linked, told] = await Promise.all([
      tx.wallet.findMany({ where: { userId }, orderBy: { linkedAt: 'asc' } }),
      tx.attestation.findMany({ where: { userId }, distinct: ['wallet'], select: { wallet: true } }),
    ]);
    return [...new Set([...linked.map(({ address }) => address), ...told.map(({ wallet }) => wallet)])];
  }

  async #plans(tx: PrismaTransaction, row: KycRow, epoch: number | null, now: number) {
    const { userId } = row;
    const wallets = await this.#wallets(tx, userId);
    // A wallet that was lost is still the investor's, and nobody vouches for it.
    const counting = await tx.wallet.findMany({ where: { userId, replacedBy: null } });
    const linked = new Set(counting.map(({ address }) => address));
    const rows = await tx.attestation.findMany({
      where: { wallet: { in: [...wallets] } },
      orderBy: { position: 'desc' },
    });
    const byWallet = Map.groupBy(rows, ({ wallet }) => wallet);
    const vouching = vouchingFor(approvalOf(row), now, this.#lifetime);
    return wallets.map((wallet) => {
      const words = (byWallet.get(wallet) ?? []).map(wordOf);
      const wanted = linked.has(wallet) ? vouching : null;
      return { wallet, words: words.length, plan: planFor({ userId, wanted, words, epoch, now }) };
    });
  }

  async #issueTimes(
    userId: string,
    wallets: readonly string[],
    epoch: number | null,
  ): Promise<ReadonlyMap<string, number>> {
    const row = await this.prisma.client.kycCase.findUnique({ where: { userId } });
    if (row === null || wallets.length === 0) return new Map();
    const plans = await this.#plans(this.prisma.client, row, epoch, Math.floor(Date.now() / 1_000));
    const times = new Map<string, number>();
    for (const { wallet, plan } of plans) {
      if (plan.act === 'attest') times.set(wallet, await this.contracts.issueTime(getAddress(wallet)));
    }
    return times;
  }

  async #say(
    tx: PrismaTransaction,
    told: {
      row: KycRow;
      wallet: string;
      number: number;
      plan: Act;
      issuedAt: number;
      epoch: number | null;
    },
  ): Promise<void> {
    const { row, number, plan, issuedAt, epoch } = told;
    const wallet = getAddress(told.wallet);
    const id = randomUUID();
    const kind = plan.act === 'attest' ? 'ATTEST' : 'REVOKE';
    const transactionKey = `attestation:${this.contracts.chainId}:${told.wallet}:${number}`;
    const said = plan.act === 'attest' ? await this.#signed(row.userId, wallet, plan, issuedAt) : null;
    await tx.attestation.create({
      data: {
        id,
        userId: row.userId,
        chainId: BigInt(this.contracts.chainId),
        wallet: told.wallet,
        kind,
        country: said?.attestation.country ?? null,
        accredited: said?.attestation.accredited ?? false,
        validUntil: said === null ? null : new Date(said.attestation.validUntil * 1_000),
        issuedAt: new Date(issuedAt * 1_000),
        signature: said?.signature ?? null,
        epoch,
        state: 'SUBMITTED',
        transactionKey,
        requestedBy: ACTOR,
      },
    });
    await recordStep(tx, { noun: 'verification', nounId: id, from: null, to: 'SUBMITTED', actor: ACTOR });
    await this.sender.submit(
      {
        key: transactionKey,
        walletRole: 'operator',
        to: this.contracts.registry,
        data:
          said === null
            ? this.contracts.revokeCall(wallet)
            : this.contracts.attestCall(said.attestation, said.signature),
        purpose: said === null ? 'identity.revoke' : 'identity.attest',
        correlationId: row.userId,
      },
      tx,
    );
  }

  async #signed(
    userId: string,
    wallet: Address,
    plan: Extract<Plan, { readonly act: 'attest' }>,
    issuedAt: number,
  ): Promise<{ readonly attestation: Attestation; readonly signature: Hex }> {
    const attestation = { wallet, identity: identityOf(userId), ...plan.vouching, issuedAt };
    return { attestation, signature: await this.contracts.sign(attestation) };
  }
}

const approvalOf = (row: KycRow) => ({
  approved: stateOf(row) === 'APPROVED',
  country: row.country,
  validUntil: secondsOf(row.validUntil),
  accreditedUntil: secondsOf(row.accreditedUntil),
});
