import { Injectable } from '@nestjs/common';
import { getAddress } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { OfferingContract } from '../datasources/offering.contract.ts';
import { OfferingProjection } from '../datasources/offering.projection.ts';
import { chainId } from './offering-acts.ts';
import { successorsOf } from './successors.ts';

/** What waits for a wallet that was lost goes to the one in its place, before anything is handed over. */
@Injectable()
export class ReassignmentProcess {
  constructor(
    private readonly prisma: PrismaService,
    private readonly sender: ChainSender,
    private readonly contract: OfferingContract,
    private readonly projection: OfferingProjection,
    private readonly log: LogService,
  ) {}

  async run(): Promise<void> {
    const successors = await successorsOf(this.prisma.client);
    if (successors.size === 0) return;
    const rows = await this.prisma.client.offering.findMany({ where: { state: { not: 'DRAFT' } } });
    const byChainId = new Map(rows.map((row) => [row.chainOfferingId.toLowerCase(), row]));
    const positions = await this.projection.positions([...byChainId.keys()], 'final');
    for (const { offering_id: id, wallet, pending } of positions) {
      const [row, to] = [byChainId.get(id.toLowerCase()), successors.get(wallet.toLowerCase())];
      if (row === undefined || to === undefined || pending === 0n) continue;
      const key = `offering:reassign:${row.id}:${wallet.toLowerCase()}`;
      const status = await this.sender.status(key);
      if (status === null) {
        const call = this.contract.reassign(chainId(row), getAddress(wallet), getAddress(to));
        const facts = {
          walletRole: 'operator',
          purpose: 'offering.reassign',
          correlationId: row.id,
        } as const;
        await this.prisma.transaction((tx) => this.sender.submit({ key, ...facts, ...call }, tx));
      } else if (status.state === 'FAILED' || status.state === 'REVERTED') {
        const problem = status.failureCode ?? status.state;
        if (row.problem === problem) continue;
        this.log.logger.error({ offering: row.id, key, alarm: 'offering-refused' }, problem);
        await this.prisma.client.offering.update({ where: { id: row.id }, data: { problem } });
      }
    }
  }
}
