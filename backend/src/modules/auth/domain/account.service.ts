import { randomUUID } from 'node:crypto';
import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { isUniqueViolation } from '../../../common/database/database-errors.ts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { EmailService } from './email.service.ts';
import { InvitationService } from './invitation.service.ts';
import { networkOf } from './network.ts';
import { PasswordService } from './password.service.ts';
import { type ClientDescription, type OpenedSession, SessionService } from './session.service.ts';
import { SignInThrottle } from './sign-in-throttle.ts';

interface SignUp {
  readonly email: string;
  readonly password: string;
  readonly name: string;
}

/** Opening accounts and signing in by e-mail. */
@Injectable()
export class AccountService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly passwords: PasswordService,
    private readonly sessions: SessionService,
    private readonly invitations: InvitationService,
    private readonly emails: EmailService,
    private readonly throttle: SignInThrottle,
  ) {}

  /**
   * Investors sign themselves up and confirm their address afterwards; everybody else is invited. Throws EMAIL_TAKEN, and
   * SIGN_UP_LOCKED for every address alike once too many from the same place were taken.
   */
  async signUp(input: SignUp, client: ClientDescription): Promise<OpenedSession> {
    const place = `sign-up:${networkOf(client.address)}`;
    await this.throttle.check(place, 'SIGN_UP_LOCKED');
    const passwordHash = await this.passwords.hash(input.password);
    try {
      return await this.prisma.transaction(async (tx) => {
        const account = await tx.user.create({
          data: {
            id: randomUUID(),
            email: input.email,
            name: input.name,
            role: 'investor',
            state: 'ACTIVE',
            passwordHash,
          },
        });
        await this.emails.begin(tx, account);
        return this.sessions.open(tx, account.id, client);
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      await this.throttle.attempt(place, 'SIGN_UP_LOCKED');
      await this.prisma.transaction((tx) => this.emails.tellOwner(tx, input.email));
      throw new FreeholdError('EMAIL_TAKEN');
    }
  }

  /** Fails with SIGN_IN_FAILED for an unknown e-mail, a wrong password, or an account that is not active, alike. */
  async signIn(
    input: { readonly email: string; readonly password: string },
    client: ClientDescription,
  ): Promise<OpenedSession> {
    await this.throttle.attempt(input.email, 'SIGN_IN_LOCKED');
    const user = await this.prisma.client.user.findUnique({ where: { email: input.email } });
    const matches = await this.passwords.matches(user?.passwordHash ?? null, input.password);
    if (user === null || !matches || user.state !== 'ACTIVE') throw new FreeholdError('SIGN_IN_FAILED');
    await this.throttle.succeeded(input.email);
    return this.prisma.transaction((tx) => this.sessions.open(tx, user.id, client));
  }

  async acceptInvitation(
    input: { readonly token: string; readonly password: string },
    client: ClientDescription,
  ): Promise<OpenedSession> {
    const passwordHash = await this.passwords.hash(input.password);
    return this.prisma.transaction(async (tx) => {
      const account = await this.invitations.accept(tx, input.token, passwordHash);
      if (account.emailConfirmedAt === null) await this.emails.begin(tx, account);
      return this.sessions.open(tx, account.id, client);
    });
  }
}
