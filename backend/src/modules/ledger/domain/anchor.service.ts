import { setTimeout as sleep } from 'node:timers/promises';
import type { Anchor as AnchorJson } from '@freehold/shared/ledger';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { AnchorRepository } from '../datasources/anchor.repository.ts';
import { ChainAnchorSender } from '../datasources/chain-anchor.sender.ts';
import { LedgerAnchorContract, LocalAnchorSigner, submitter } from '../datasources/ledger-anchor.contract.ts';
import { readBacklog } from '../datasources/seal.repository.ts';
import type { Anchor } from './anchor.ts';
import { AnchoringService } from './anchoring.service.ts';

/** NOTIFY channel on which a wish for an anchor reaches the anchoring task. */
export const anchorChannel = 'ledger_anchor';

/** How long `anchorNow` waits for the sealer to take what is posted. */
const SEAL_WAIT_MS = 5_000;
const SEAL_POLL_MS = 100;

/** Anchoring, wired to the database, the contract and the sender of this platform. */
@Injectable()
export class AnchorService {
  readonly anchoring: AnchoringService;
  readonly #store: AnchorRepository;

  constructor(
    private readonly prisma: PrismaService,
    configuration: Configuration,
    sender: ChainSender,
    log: LogService,
  ) {
    const { CHAIN_ID, ANCHOR_PRIVATE_KEY } = configuration.environment;
    const target = { chainId: CHAIN_ID, contract: configuration.deployment.ledgerAnchor };
    this.#store = new AnchorRepository(prisma.pool, target);
    this.anchoring = new AnchoringService({
      store: this.#store,
      // The operator, who is the first role, sends the transaction.
      contract: new LedgerAnchorContract(target, [submitter, new LocalAnchorSigner(ANCHOR_PRIVATE_KEY)]),
      sender: new ChainAnchorSender(sender),
      log: log.logger.child({ module: 'ledger' }),
    });
  }

  /**
   * Anchors all that is posted now, after giving the sealer a moment to seal it. Answers the new anchor, or the newest
   * when it covers everything; null when the books are empty.
   */
  async anchorNow(): Promise<AnchorJson | null> {
    const deadline = Date.now() + SEAL_WAIT_MS;
    while ((await readBacklog(this.prisma.pool)).unsealed > 0n && Date.now() < deadline) {
      await sleep(SEAL_POLL_MS);
    }
    const anchor = await this.anchoring.anchorNow();
    await this.prisma.pool.query('SELECT pg_notify($1, $2)', [anchorChannel, '']);
    return anchor === null ? null : present(anchor);
  }

  /** Newest first; `nextCursor` continues. */
  async list(query: {
    readonly cursor?: string | undefined;
    readonly limit: number;
  }): Promise<{ items: AnchorJson[]; nextCursor: string | null }> {
    const before =
      query.cursor !== undefined && /^\d{1,18}$/.test(query.cursor) ? BigInt(query.cursor) : null;
    const found = await this.#store.page(query.limit + 1, before);
    const items = found.slice(0, query.limit).map(present);
    return { items, nextCursor: found.length > query.limit ? (items.at(-1)?.sequence ?? null) : null };
  }
}

const present = (anchor: Anchor): AnchorJson => ({
  sequence: anchor.sequence.toString(),
  size: anchor.size.toString(),
  root: anchor.root,
  head: anchor.head,
  state: anchor.state,
  txHash: anchor.txHash,
  blockNumber: anchor.blockNumber?.toString() ?? null,
  createdAt: anchor.createdAt.toISOString(),
});
