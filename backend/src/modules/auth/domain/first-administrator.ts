import { randomUUID } from 'node:crypto';
import { fromBase32 } from '@freehold/shared/totp';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { PasswordService } from './password.service.ts';
import { SecondFactorService } from './second-factor.service.ts';

/** Makes the administrator of the configuration when there is none at all. */
@Injectable()
export class FirstAdministrator implements OnApplicationBootstrap {
  constructor(
    private readonly prisma: PrismaService,
    private readonly passwords: PasswordService,
    private readonly factors: SecondFactorService,
    private readonly configuration: Configuration,
    private readonly log: LogService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.configuration.runs('api')) await this.ensure();
  }

  async ensure(): Promise<void> {
    const { ADMIN_EMAIL, ADMIN_PASSWORD } = this.configuration.environment;
    if (ADMIN_EMAIL === undefined || ADMIN_PASSWORD === undefined) return;
    const email = ADMIN_EMAIL.toLowerCase();
    if ((await this.prisma.client.user.count({ where: { role: 'admin' } })) === 0) {
      const data = {
        id: randomUUID(),
        email,
        name: 'Administrator',
        role: 'admin',
        state: 'ACTIVE',
        emailConfirmedAt: new Date(),
        passwordHash: await this.passwords.hash(ADMIN_PASSWORD),
      };
      // Another replica may be doing the same at this moment.
      const { count } = await this.prisma.client.user.createMany({ data: [data], skipDuplicates: true });
      if (count > 0) this.log.logger.info('made the first administrator');
    }
    await this.#ensureFactor(email);
  }

  /** The configuration may bring the second factor along; one that is set up already stays. */
  async #ensureFactor(email: string): Promise<void> {
    const { ADMIN_TOTP_SECRET } = this.configuration.environment;
    if (ADMIN_TOTP_SECRET === undefined) return;
    const user = await this.prisma.client.user.findUnique({ where: { email } });
    if (user?.role !== 'admin') return;
    await this.factors.provide(user.id, fromBase32(ADMIN_TOTP_SECRET));
  }
}
