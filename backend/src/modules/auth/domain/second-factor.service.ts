import { randomBytes } from 'node:crypto';
import type { PrismaTransaction } from '@freehold/database/client';
import { FreeholdError } from '@freehold/shared/errors';
import { needsSecondFactor } from '@freehold/shared/permissions';
import type { SecondFactor } from '@freehold/shared/second-factor';
import { otpauthUri, toBase32, totpStepOf } from '@freehold/shared/totp';
import { Injectable } from '@nestjs/common';
import { SecretBox } from '../../../common/crypto/secret-box.ts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { AccountNotices } from './account-notices.ts';
import { SessionService } from './session.service.ts';
import { SignInThrottle } from './sign-in-throttle.ts';
import { hashToken } from './tokens.ts';

const ISSUER = 'Freehold';
/** RFC 4226 recommends 160 bits. */
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
/** 80 random bits, 16 letters of base32: too many to guess even for who holds the hashes. */
const RECOVERY_BYTES = 10;

const throttled = (userId: string): string => `second-factor:${userId}`;
const boxed = (userId: string): string => `second-factor:${userId}`;
const hashOf = (userId: string, code: string): string => hashToken(`recovery:${userId}:${code}`);
const grouped = (code: string): string => code.match(/.{4}/g)?.join('-') ?? code;

/** Codes of an authenticator app (RFC 6238) as second factor, with recovery codes for the day the phone is lost. */
@Injectable()
export class SecondFactorService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly box: SecretBox,
    private readonly sessions: SessionService,
    private readonly throttle: SignInThrottle,
    private readonly notices: AccountNotices,
  ) {}

  async read(actor: Actor): Promise<SecondFactor> {
    const row = await this.prisma.client.secondFactor.findUnique({ where: { userId: actor.userId } });
    const recoveryCodesLeft = await this.prisma.client.recoveryCode.count({
      where: { userId: actor.userId, usedAt: null },
    });
    return {
      confirmedAt: row?.confirmedAt?.toISOString() ?? null,
      compulsory: needsSecondFactor(actor.role),
      recoveryCodesLeft,
    };
  }

  /** Whether a confirmed second factor is there. */
  async isSetUp(userId: string): Promise<boolean> {
    const row = await this.prisma.client.secondFactor.findUnique({ where: { userId } });
    return row?.confirmedAt != null;
  }

  /** A new secret, which counts once confirmed; beginning again replaces one that was not. */
  async begin(actor: Actor): Promise<{ readonly secret: string; readonly uri: string }> {
    const secret = randomBytes(SECRET_BYTES);
    const sealedSecret = this.box.seal(secret, boxed(actor.userId));
    await this.prisma.transaction(async (tx) => {
      await tx.secondFactor.deleteMany({ where: { userId: actor.userId, confirmedAt: null } });
      const { count } = await tx.secondFactor.createMany({
        data: [{ userId: actor.userId, sealedSecret }],
        skipDuplicates: true,
      });
      if (count === 0) throw new FreeholdError('SECOND_FACTOR_EXISTS');
    });
    const text = toBase32(secret);
    return { secret: text, uri: otpauthUri(ISSUER, actor.email, text) };
  }

  /** Takes the first code of the app. This session has then given its factor; the others are asked for it. */
  async confirm(actor: Actor, code: string): Promise<string[]> {
    const { userId } = actor;
    const row = await this.prisma.client.secondFactor.findUnique({ where: { userId } });
    if (row === null) throw new FreeholdError('SECOND_FACTOR_MISSING');
    if (row.confirmedAt !== null) throw new FreeholdError('SECOND_FACTOR_EXISTS');
    await this.throttle.attempt(throttled(userId), 'SECOND_FACTOR_LOCKED');
    const step = totpStepOf(this.box.open(row.sealedSecret, boxed(userId)), code, Date.now());
    if (step === null) throw new FreeholdError('SECOND_FACTOR_WRONG');
    const codes = await this.prisma.transaction(async (tx) => {
      const { count } = await tx.secondFactor.updateMany({
        where: { userId, confirmedAt: null, createdAt: row.createdAt },
        data: { confirmedAt: new Date(), lastStep: BigInt(step) },
      });
      if (count === 0) throw new FreeholdError('SECOND_FACTOR_MISSING');
      await this.sessions.prove(tx, actor.sessionId, { secondFactor: true });
      await this.notices.send(tx, userId, 'factor-set-up', { sessionId: actor.sessionId });
      return this.#newRecoveryCodes(tx, userId);
    });
    await this.throttle.succeeded(throttled(userId));
    return codes;
  }

  /** Takes a code of the app, or a recovery code, once. Throws SECOND_FACTOR_WRONG, _REUSED, _LOCKED. */
  async check(userId: string, code: string): Promise<void> {
    const row = await this.prisma.client.secondFactor.findUnique({ where: { userId } });
    if (row?.confirmedAt == null) throw new FreeholdError('SECOND_FACTOR_MISSING');
    await this.throttle.attempt(throttled(userId), 'SECOND_FACTOR_LOCKED');
    if (/^\d+$/.test(code)) await this.#useAppCode(row, code);
    else await this.#useRecoveryCode(userId, code);
    await this.throttle.succeeded(throttled(userId));
  }

  async #useAppCode(row: { userId: string; sealedSecret: Uint8Array }, code: string): Promise<void> {
    const { userId } = row;
    const step = totpStepOf(this.box.open(row.sealedSecret, boxed(userId)), code, Date.now());
    if (step === null) throw new FreeholdError('SECOND_FACTOR_WRONG');
    // One statement, so that two requests with the same code cannot both pass.
    const { count } = await this.prisma.client.secondFactor.updateMany({
      where: { userId, lastStep: { lt: BigInt(step) } },
      data: { lastStep: BigInt(step) },
    });
    if (count === 0) throw new FreeholdError('SECOND_FACTOR_REUSED');
  }

  async #useRecoveryCode(userId: string, code: string): Promise<void> {
    await this.prisma.transaction(async (tx) => {
      const { count } = await tx.recoveryCode.updateMany({
        where: { codeHash: hashOf(userId, code), userId, usedAt: null },
        data: { usedAt: new Date() },
      });
      if (count === 0) throw new FreeholdError('SECOND_FACTOR_WRONG');
      await this.notices.send(tx, userId, 'recovery-code-used');
    });
  }

  /** New recovery codes in place of the old. */
  async renewRecoveryCodes({ userId, sessionId }: Actor): Promise<string[]> {
    if (!(await this.isSetUp(userId))) throw new FreeholdError('SECOND_FACTOR_MISSING');
    return this.prisma.transaction(async (tx) => {
      await this.notices.send(tx, userId, 'recovery-codes-renewed', { sessionId });
      return this.#newRecoveryCodes(tx, userId);
    });
  }

  async remove(actor: Actor): Promise<void> {
    if (needsSecondFactor(actor.role)) throw new FreeholdError('SECOND_FACTOR_COMPULSORY');
    const { userId, sessionId } = actor;
    await this.prisma.transaction(async (tx) => {
      const { count } = await tx.secondFactor.deleteMany({ where: { userId } });
      if (count === 0) throw new FreeholdError('SECOND_FACTOR_MISSING');
      await this.notices.send(tx, userId, 'factor-removed', { sessionId });
    });
  }

  /** Gives an account a second factor whose secret is known already; one that is confirmed stays as it is. */
  async provide(userId: string, secret: Uint8Array): Promise<void> {
    await this.prisma.transaction(async (tx) => {
      await tx.secondFactor.deleteMany({ where: { userId, confirmedAt: null } });
      const sealedSecret = this.box.seal(secret, boxed(userId));
      const data = [{ userId, sealedSecret, confirmedAt: new Date() }];
      await tx.secondFactor.createMany({ data, skipDuplicates: true });
    });
  }

  async #newRecoveryCodes(tx: PrismaTransaction, userId: string): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, () => toBase32(randomBytes(RECOVERY_BYTES)));
    await tx.recoveryCode.deleteMany({ where: { userId } });
    await tx.recoveryCode.createMany({
      data: codes.map((code) => ({ userId, codeHash: hashOf(userId, code) })),
    });
    return codes.map(grouped);
  }
}
