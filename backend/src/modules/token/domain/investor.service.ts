import type { Investor } from '@freehold/shared/token';
import { Injectable } from '@nestjs/common';
import { getAddress } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { TokenProjection } from '../datasources/token.projection.ts';

interface Verification {
  readonly state: string;
  readonly validUntil: Date | null;
}

/** Investors, and what the registry says of their wallets. */
@Injectable()
export class InvestorService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly sender: ChainSender,
    private readonly tokens: TokenProjection,
  ) {}

  async list(): Promise<Investor[]> {
    const users = await this.prisma.client.user.findMany({
      where: { role: 'investor' },
      include: { wallets: true },
      orderBy: { createdAt: 'desc' },
      take: 1_000,
    });
    const verifications = await this.prisma.client.attestation.findMany({
      where: { kind: 'ATTEST', userId: { in: users.map((user) => user.id) } },
      orderBy: { position: 'asc' },
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
          validUntil: newest?.validUntil?.toISOString() ?? null,
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
  if ((newest.validUntil?.getTime() ?? 0) < Date.now()) return 'EXPIRED';
  return newest.state === 'SUBMITTED' ? 'PENDING' : 'REVOKED';
}
