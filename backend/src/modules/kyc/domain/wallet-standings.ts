import type { KycWallet } from '@freehold/shared/kyc';
import { Injectable } from '@nestjs/common';
import { getAddress } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';

interface Said {
  readonly kind: string;
  readonly state: string;
  readonly validUntil: Date | null;
}

/** What the registry says of an investor's linked wallets, or is being told. */
@Injectable()
export class WalletStandings {
  constructor(
    private readonly prisma: PrismaService,
    private readonly sender: ChainSender,
  ) {}

  async of(userId: string): Promise<KycWallet[]> {
    const { client } = this.prisma;
    const where = { userId, replacedBy: null };
    const wallets = await client.wallet.findMany({ where, orderBy: { linkedAt: 'asc' } });
    const rows = await client.attestation.findMany({
      where: { userId, wallet: { in: wallets.map(({ address }) => address) } },
      orderBy: { position: 'asc' },
    });
    const newest = new Map(rows.map((row) => [row.wallet, row]));
    const keys = [...newest.values()].map(({ transactionKey }) => transactionKey);
    const statuses = await this.sender.statuses(keys);
    return wallets.map(({ address }) => {
      const said = newest.get(address);
      return {
        address: getAddress(address),
        standing: standingOf(said, new Date()),
        validUntil: said?.kind === 'ATTEST' ? (said.validUntil?.toISOString() ?? null) : null,
        txHash: statuses.get(said?.transactionKey ?? '')?.txHash ?? null,
        problem: said?.problem ?? null,
      };
    });
  }
}

function standingOf(said: Said | undefined, now: Date): KycWallet['standing'] {
  if (said === undefined) return 'NONE';
  if (said.state === 'FAILED') return 'FAILED';
  if (said.kind === 'REVOKE') return said.state === 'SUBMITTED' ? 'REVOKING' : 'NONE';
  if (said.state === 'SUBMITTED') return 'ATTESTING';
  return (said.validUntil ?? now) > now ? 'ATTESTED' : 'NONE';
}
