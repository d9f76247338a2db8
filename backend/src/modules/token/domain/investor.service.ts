import { randomUUID } from 'node:crypto';
import { FreeholdError } from '@freehold/shared/errors';
import type { Investor } from '@freehold/shared/token';
import { Injectable } from '@nestjs/common';
import { getAddress } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { recordStep } from '../../blockchain/domain/state-transition.ts';
import { identityOf, type SignedAttestation, TokenChain } from '../datasources/token.chain.ts';
import { TokenProjection } from '../datasources/token.projection.ts';

/** The registry keeps the end of validity in 32 bits. */
const LATEST_VALIDITY = 2 ** 32 - 1;

interface Verification {
  readonly state: string;
  readonly country: number;
  readonly validUntil: Date;
  readonly transactionKey: string;
  readonly wallet: string;
}

/** Investors and their verification, attested on chain for every wallet they linked. */
@Injectable()
export class InvestorService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly sender: ChainSender,
    private readonly contracts: TokenChain,
    private readonly tokens: TokenProjection,
  ) {}

  async list(): Promise<Investor[]> {
    return this.#investors({ role: 'investor' });
  }

  /**
   * Signs and submits an attestation per linked wallet. `operationId` makes a repetition harmless.
   * Throws NOT_FOUND, WALLET_MISSING, VALIDATION_FAILED when the day has passed.
   */
  async verify(input: {
    readonly userId: string;
    readonly country: number;
    /** 'YYYY-MM-DD', the last day on which it counts. */
    readonly validUntil: string;
    readonly actor: string;
    readonly operationId: string;
  }): Promise<Investor> {
    const user = await this.prisma.client.user.findUnique({
      where: { id: input.userId },
      include: { wallets: true },
    });
    if (user === null || user.role !== 'investor') throw new FreeholdError('NOT_FOUND');
    if (user.wallets.length === 0) throw new FreeholdError('WALLET_MISSING');
    const validUntil = Date.parse(`${input.validUntil}T23:59:59Z`) / 1_000;
    if (validUntil * 1_000 < Date.now() || validUntil > LATEST_VALIDITY) {
      const issues = [{ path: 'validUntil', message: 'must be a day in the future, before 2106' }];
      throw new FreeholdError('VALIDATION_FAILED', undefined, { issues });
    }
    const issuedAt = await this.contracts.now();
    for (const { address } of user.wallets) {
      const wallet = getAddress(address);
      const identity = identityOf(user.id);
      const { country } = input;
      const signed = await this.contracts.attest({
        ...{ wallet, identity, country, accredited: false, validUntil, issuedAt },
      });
      await this.#submit(signed, input);
    }
    const [investor] = await this.#investors({ id: user.id });
    if (investor === undefined) throw new FreeholdError('NOT_FOUND');
    return investor;
  }

  async #submit(
    signed: SignedAttestation,
    request: { readonly userId: string; readonly actor: string; readonly operationId: string },
  ): Promise<void> {
    const transactionKey = `attest:${request.operationId}:${signed.wallet.toLowerCase()}`;
    await this.prisma.transaction(async (tx) => {
      const id = randomUUID();
      const { count } = await tx.investorVerification.createMany({
        data: [
          {
            id,
            userId: request.userId,
            chainId: BigInt(this.contracts.chainId),
            wallet: signed.wallet.toLowerCase(),
            country: signed.country,
            validUntil: new Date(signed.validUntil * 1_000),
            issuedAt: new Date(signed.issuedAt * 1_000),
            signature: signed.signature,
            state: 'SUBMITTED',
            transactionKey,
            requestedBy: request.actor,
          },
        ],
        skipDuplicates: true,
      });
      if (count === 0) return;
      await recordStep(tx, {
        noun: 'verification',
        nounId: id,
        from: null,
        to: 'SUBMITTED',
        actor: request.actor,
      });
      await this.sender.submit(
        {
          key: transactionKey,
          walletRole: 'operator',
          to: this.contracts.registry,
          data: this.contracts.attestCall(signed),
          purpose: 'identity.attest',
          correlationId: request.userId,
        },
        tx,
      );
    });
  }

  async #investors(where: { readonly role?: string; readonly id?: string }): Promise<Investor[]> {
    const users = await this.prisma.client.user.findMany({
      where,
      include: { wallets: true },
      orderBy: { createdAt: 'desc' },
      take: 1_000,
    });
    const verifications = await this.prisma.client.investorVerification.findMany({
      where: { userId: { in: users.map((user) => user.id) } },
      orderBy: { createdAt: 'asc' },
    });
    const byUser = Map.groupBy(verifications, (row) => row.userId);
    const standing = await this.tokens.verified(
      users.flatMap((user) => user.wallets.map(({ address }) => address)),
    );
    const hashes = await this.sender.statuses(verifications.map((row) => row.transactionKey));
    return users.map((user) => {
      const newest = byUser.get(user.id)?.at(-1);
      const onChain = user.wallets
        .map(({ address }) => standing.get(address))
        .find((row) => row !== undefined);
      return {
        id: user.id,
        email: user.email,
        name: user.name,
        wallets: user.wallets.map(({ address }) => getAddress(address)),
        verification: {
          state: verificationState(newest, onChain !== undefined),
          country: onChain?.country ?? newest?.country ?? null,
          validUntil: newest?.validUntil.toISOString() ?? null,
          txHash: onChain?.tx_hash ?? hashes.get(newest?.transactionKey ?? '')?.txHash ?? null,
        },
        createdAt: user.createdAt.toISOString(),
      };
    });
  }
}

/** The chain decides who is verified; our rows only tell why somebody is not (yet, or any more). */
function verificationState(
  newest: Verification | undefined,
  standing: boolean,
): Investor['verification']['state'] {
  if (standing) return 'VERIFIED';
  if (newest === undefined || newest.state === 'FAILED') return 'UNVERIFIED';
  if (newest.validUntil.getTime() < Date.now()) return 'EXPIRED';
  return newest.state === 'SUBMITTED' ? 'PENDING' : 'REVOKED';
}
