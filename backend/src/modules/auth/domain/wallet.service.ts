import { randomBytes, randomUUID } from 'node:crypto';
import type { PrismaTransaction } from '@freehold/database/client';
import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { createPublicClient, getAddress, type Hex, http, isHex, verifyMessage } from 'viem';
import { parseSiweMessage, validateSiweMessage } from 'viem/siwe';
import { isUniqueViolation } from '../../../common/database/database-errors.ts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { Configuration } from '../../../config/configuration.ts';
import type { Happening } from './account-letters.ts';
import { AccountNotices } from './account-notices.ts';
import { type ClientDescription, type OpenedSession, SessionService } from './session.service.ts';
import { WalletHoldings } from './wallet-holdings.ts';

const NONCE_LIFE_MS = 5 * 60_000;

interface WalletProof {
  readonly message: string;
  readonly signature: string;
}

interface WalletRow {
  readonly id: string;
  readonly address: string;
  readonly isPrimary: boolean;
  readonly linkedAt: Date;
  readonly replacedBy: string | null;
}

const noticeOf = {
  LINKED: 'wallet-linked',
  UNLINKED: 'wallet-unlinked',
  MADE_PRIMARY: 'wallet-primary',
  REPLACED: 'wallet-replaced',
} as const satisfies Record<string, Happening>;

/** Throws WALLET_REPLACED for a wallet that was given up as lost. */
function mustCount({ replacedBy }: Pick<WalletRow, 'replacedBy'>): void {
  if (replacedBy !== null) throw new FreeholdError('WALLET_REPLACED');
}

/** Sign-In with Ethereum (EIP-4361), for ordinary wallets and contract wallets (ERC-1271, ERC-6492) alike. */
@Injectable()
export class WalletService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly configuration: Configuration,
    private readonly sessions: SessionService,
    private readonly holdings: WalletHoldings,
    private readonly notices: AccountNotices,
  ) {}

  async createNonce() {
    const expiresAt = new Date(Date.now() + NONCE_LIFE_MS);
    const nonce = randomBytes(16).toString('hex');
    await this.prisma.client.walletNonce.deleteMany({ where: { expiresAt: { lt: new Date() } } });
    await this.prisma.client.walletNonce.create({ data: { nonce, expiresAt } });
    const { PUBLIC_WEB_URL, CHAIN_ID } = this.configuration.environment;
    return {
      nonce,
      domain: new URL(PUBLIC_WEB_URL).host,
      uri: PUBLIC_WEB_URL,
      chainId: CHAIN_ID,
      expiresAt: expiresAt.toISOString(),
    };
  }

  async signIn(proof: WalletProof, client: ClientDescription): Promise<OpenedSession> {
    const address = await this.#prove(proof);
    const wallet = await this.prisma.client.wallet.findUnique({
      where: { address },
      include: { user: true },
    });
    if (wallet === null || wallet.user.state !== 'ACTIVE') throw new FreeholdError('WALLET_NOT_LINKED');
    mustCount(wallet);
    return this.prisma.transaction((tx) => this.sessions.open(tx, wallet.userId, client));
  }

  /** Whose wallet signed; null when it is linked to nobody, or was lost. */
  async ownerOf(proof: WalletProof): Promise<string | null> {
    const address = await this.#prove(proof);
    const wallet = await this.prisma.client.wallet.findUnique({ where: { address } });
    return wallet === null || wallet.replacedBy !== null ? null : wallet.userId;
  }

  /** Links a wallet; linking the own one again is answered as the first time. The first becomes the primary one. */
  async link(actor: Actor, proof: WalletProof): Promise<WalletRow> {
    const address = await this.#prove(proof);
    const { userId } = actor;
    const existing = await this.prisma.client.wallet.findUnique({ where: { address } });
    if (existing !== null) {
      if (existing.userId !== userId) throw new FreeholdError('WALLET_TAKEN');
      mustCount(existing);
      return existing;
    }
    try {
      return await this.prisma.transaction(async (tx) => {
        await this.#lock(tx, userId);
        const isPrimary = (await tx.wallet.count({ where: { userId, isPrimary: true } })) === 0;
        const wallet = await tx.wallet.create({ data: { id: randomUUID(), userId, address, isPrimary } });
        await this.#note(tx, actor, wallet, 'LINKED');
        return wallet;
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw new FreeholdError('WALLET_TAKEN');
      throw error;
    }
  }

  /** Throws NOT_FOUND for a wallet of somebody else, WALLET_HOLDS_SHARES while shares would lose their owner. */
  async unlink(actor: Actor, id: string): Promise<void> {
    const { userId } = actor;
    await this.prisma.transaction(async (tx) => {
      await this.#lock(tx, userId);
      const wallet = await tx.wallet.findFirst({ where: { id, userId } });
      if (wallet === null) throw new FreeholdError('NOT_FOUND');
      mustCount(wallet);
      if (await this.holdings.any(wallet.address)) throw new FreeholdError('WALLET_HOLDS_SHARES');
      await tx.wallet.delete({ where: { id } });
      await this.#note(tx, actor, wallet, 'UNLINKED');
      if (!wallet.isPrimary) return;
      const next = await tx.wallet.findFirst({
        where: { userId, replacedBy: null },
        orderBy: { linkedAt: 'asc' },
      });
      if (next === null) return;
      await tx.wallet.update({ where: { id: next.id }, data: { isPrimary: true } });
      await this.#note(tx, actor, next, 'MADE_PRIMARY');
    });
  }

  async makePrimary(actor: Actor, id: string): Promise<WalletRow> {
    const { userId } = actor;
    return this.prisma.transaction(async (tx) => {
      await this.#lock(tx, userId);
      const wallet = await tx.wallet.findFirst({ where: { id, userId } });
      if (wallet === null) throw new FreeholdError('NOT_FOUND');
      mustCount(wallet);
      if (wallet.isPrimary) return wallet;
      await tx.wallet.updateMany({ where: { userId, isPrimary: true }, data: { isPrimary: false } });
      await this.#note(tx, actor, wallet, 'MADE_PRIMARY');
      return tx.wallet.update({ where: { id }, data: { isPrimary: true } });
    });
  }

  /**
   * Gives a lost wallet up for another of the same account: it neither signs in nor holds shares any more. Who has it may
   * have signed in with it, so every session ends. Nothing for a wallet that nobody linked, or that is given up already.
   */
  async replace(tx: PrismaTransaction, lost: string, by: string): Promise<void> {
    const known = await tx.wallet.findUnique({ where: { address: lost } });
    if (known === null) return;
    const { userId } = known;
    await this.#lock(tx, userId);
    const { count } = await tx.wallet.updateMany({
      where: { id: known.id, replacedBy: null },
      data: { replacedBy: by, isPrimary: false },
    });
    if (count === 0) return;
    const actor = { userId, sessionId: null };
    await this.#note(tx, actor, known, 'REPLACED');
    await this.sessions.revokeAll(tx, userId, null);
    const next = await tx.wallet.findFirst({ where: { userId, address: by } });
    if (!known.isPrimary || next === null) return;
    await tx.wallet.update({ where: { id: next.id }, data: { isPrimary: true } });
    await this.#note(tx, actor, next, 'MADE_PRIMARY');
  }

  /** The primary one first, then in the order in which they were linked. */
  async list(userId: string): Promise<WalletRow[]> {
    return this.prisma.client.wallet.findMany({
      where: { userId },
      orderBy: [{ isPrimary: 'desc' }, { linkedAt: 'asc' }],
    });
  }

  /** Changes to the wallets of one account happen one after the other. */
  async #lock(tx: PrismaTransaction, userId: string): Promise<void> {
    await tx.$queryRaw`SELECT id FROM app.user_account WHERE id = ${userId}::uuid FOR UPDATE`;
  }

  /** The append-only row, and the mail to the owner. */
  async #note(
    tx: PrismaTransaction,
    { userId, sessionId }: { readonly userId: string; readonly sessionId: string | null },
    { address }: Pick<WalletRow, 'address'>,
    act: keyof typeof noticeOf,
  ): Promise<void> {
    await tx.walletEvent.create({ data: { userId, address, act, sessionId } });
    const subject = getAddress(address);
    const place = sessionId === null ? {} : { sessionId };
    await this.notices.send(tx, userId, noticeOf[act], { subject, ...place });
  }

  /**
   * The lower-case address that signed. The nonce goes first, in one statement, so that two requests with the same
   * message cannot both pass; a message that fails afterwards has used its nonce up.
   */
  async #prove({ message, signature }: WalletProof): Promise<string> {
    const fields = parseSiweMessage(message);
    const { nonce, address } = fields;
    if (nonce === undefined || address === undefined) throw new FreeholdError('WALLET_MESSAGE_INVALID');
    const { count } = await this.prisma.client.walletNonce.deleteMany({
      where: { nonce, expiresAt: { gt: new Date() } },
    });
    const { PUBLIC_WEB_URL, CHAIN_ID } = this.configuration.environment;
    const valid =
      validateSiweMessage({ message: fields, domain: new URL(PUBLIC_WEB_URL).host }) &&
      fields.chainId === CHAIN_ID;
    if (count === 0 || !valid) throw new FreeholdError('WALLET_MESSAGE_INVALID');
    if (!isHex(signature) || !(await this.#signedBy(address, message, signature))) {
      throw new FreeholdError('WALLET_SIGNATURE_INVALID');
    }
    return getAddress(address).toLowerCase();
  }

  async #signedBy(address: Hex, message: string, signature: Hex): Promise<boolean> {
    // An ordinary wallet needs no node to be believed; a contract wallet is asked on chain.
    if (await verifyMessage({ address, message, signature }).catch(() => false)) return true;
    const client = createPublicClient({ transport: http(this.configuration.environment.RPC_URL) });
    try {
      return await client.verifyMessage({ address, message, signature });
    } catch (error) {
      throw new FreeholdError('UPSTREAM_UNAVAILABLE', undefined, { cause: error });
    }
  }
}
