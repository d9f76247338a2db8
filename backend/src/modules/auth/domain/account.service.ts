import { randomUUID } from 'node:crypto';
import { FreeholdError } from '@freehold/shared/errors';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { isUniqueViolation } from '../../../common/database/database-errors.ts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { InvitationService } from './invitation.service.ts';
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
export class AccountService implements OnApplicationBootstrap {
  constructor(
    private readonly prisma: PrismaService,
    private readonly passwords: PasswordService,
    private readonly sessions: SessionService,
    private readonly invitations: InvitationService,
    private readonly throttle: SignInThrottle,
    private readonly configuration: Configuration,
    private readonly log: LogService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.configuration.runs('api')) await this.ensureAdministrator();
  }

  /** Investors sign themselves up; everybody else is invited. */
  async signUp(input: SignUp, client: ClientDescription): Promise<OpenedSession> {
    const passwordHash = await this.passwords.hash(input.password);
    try {
      return await this.prisma.transaction(async (tx) => {
        const { id } = await tx.user.create({
          data: {
            id: randomUUID(),
            email: input.email,
            name: input.name,
            role: 'investor',
            state: 'ACTIVE',
            passwordHash,
          },
        });
        return this.sessions.open(tx, id, client);
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw new FreeholdError('EMAIL_TAKEN');
      throw error;
    }
  }

  /** Fails with SIGN_IN_FAILED for an unknown e-mail, a wrong password, or an account that is not active, alike. */
  async signIn(
    input: { readonly email: string; readonly password: string },
    client: ClientDescription,
  ): Promise<OpenedSession> {
    await this.throttle.check(input.email);
    const user = await this.prisma.client.user.findUnique({ where: { email: input.email } });
    const matches = await this.passwords.matches(user?.passwordHash ?? null, input.password);
    if (user === null || !matches || user.state !== 'ACTIVE') {
      await this.throttle.failed(input.email);
      throw new FreeholdError('SIGN_IN_FAILED');
    }
    await this.throttle.succeeded(input.email);
    return this.prisma.transaction((tx) => this.sessions.open(tx, user.id, client));
  }

  async acceptInvitation(
    input: { readonly token: string; readonly password: string },
    client: ClientDescription,
  ): Promise<OpenedSession> {
    const passwordHash = await this.passwords.hash(input.password);
    return this.prisma.transaction(async (tx) => {
      const userId = await this.invitations.accept(tx, input.token, passwordHash);
      return this.sessions.open(tx, userId, client);
    });
  }

  /** Makes the administrator of the configuration when there is none at all. */
  async ensureAdministrator(): Promise<void> {
    const { ADMIN_EMAIL, ADMIN_PASSWORD } = this.configuration.environment;
    if (ADMIN_EMAIL === undefined || ADMIN_PASSWORD === undefined) return;
    if ((await this.prisma.client.user.count({ where: { role: 'admin' } })) > 0) return;
    const data = {
      id: randomUUID(),
      email: ADMIN_EMAIL.toLowerCase(),
      name: 'Administrator',
      role: 'admin',
      state: 'ACTIVE',
      passwordHash: await this.passwords.hash(ADMIN_PASSWORD),
    };
    // Another replica may be doing the same at this moment.
    const { count } = await this.prisma.client.user.createMany({ data: [data], skipDuplicates: true });
    if (count > 0) this.log.logger.info('made the first administrator');
  }
}
