import type { ProofKind } from '@freehold/shared/auth';
import { FreeholdError } from '@freehold/shared/errors';
import type { StepUp } from '@freehold/shared/second-factor';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { PasswordService } from './password.service.ts';
import { SecondFactorService } from './second-factor.service.ts';
import { SessionService } from './session.service.ts';
import { SignInThrottle } from './sign-in-throttle.ts';
import { WalletService } from './wallet.service.ts';

/** Proofs, in the middle of a session, that its owner is still the one who acts. */
@Injectable()
export class StepUpService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly passwords: PasswordService,
    private readonly factors: SecondFactorService,
    private readonly wallets: WalletService,
    private readonly sessions: SessionService,
    private readonly throttle: SignInThrottle,
  ) {}

  /** What this person can prove themselves by. A password alone is no proof where a second factor exists. */
  async proofsOf(userId: string): Promise<ProofKind[]> {
    const { passwordHash, secondFactor, wallets } = await this.prisma.client.user.findUniqueOrThrow({
      where: { id: userId },
      include: { secondFactor: true, wallets: { take: 1 } },
    });
    const hasFactor = secondFactor?.confirmedAt != null;
    return [
      ...(hasFactor ? (['code'] as const) : []),
      ...(wallets.length > 0 ? (['wallet'] as const) : []),
      ...(!hasFactor && passwordHash !== null ? (['password'] as const) : []),
    ];
  }

  /** Throws STEP_UP_REFUSED for a proof this account may not use, and what each kind of proof throws. */
  async prove(actor: Actor, proof: StepUp): Promise<void> {
    if ('code' in proof) {
      await this.factors.check(actor.userId, proof.code);
      await this.#note(actor, true);
      return;
    }
    // The first sign-in of today gave one factor already; what is missing then is the second.
    if (actor.secondFactor === 'TO_VERIFY') throw new FreeholdError('SECOND_FACTOR_REQUIRED');
    if ('password' in proof) await this.#checkPassword(actor, proof.password);
    else if ((await this.wallets.ownerOf(proof)) !== actor.userId) throw new FreeholdError('STEP_UP_REFUSED');
    await this.#note(actor, false);
  }

  async #checkPassword(actor: Actor, password: string): Promise<void> {
    if (actor.secondFactor === 'DONE') throw new FreeholdError('STEP_UP_REFUSED');
    await this.throttle.attempt(actor.email, 'SIGN_IN_LOCKED');
    const user = await this.prisma.client.user.findUniqueOrThrow({ where: { id: actor.userId } });
    const matches = await this.passwords.matches(user.passwordHash, password);
    if (!matches) throw new FreeholdError('STEP_UP_REFUSED', 'The password is not right.');
    await this.throttle.succeeded(actor.email);
  }

  async #note(actor: Actor, secondFactor: boolean): Promise<void> {
    await this.prisma.transaction((tx) => this.sessions.prove(tx, actor.sessionId, { secondFactor }));
  }
}
