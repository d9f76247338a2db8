import { readSession } from '@freehold/shared/auth';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createApplication } from '../../application.ts';
import { Configuration, parseEnvironment } from '../../config/configuration.ts';
import type { ContractDeployment } from '../../config/deployment.ts';
import type { Letter } from '../../modules/notification/domain/letter.ts';
import { MailService } from '../../modules/notification/domain/mail.service.ts';
import { PrismaService } from '../database/prisma.service.ts';
import { TestClient } from './test-client.ts';
import { type TestDatabase, testDatabase } from './test-database.ts';

const key = (digit: string): string => `0x${digit.repeat(64)}`;
const address = (digit: string): `0x${string}` => `0x${digit.repeat(40)}`;

export const testAdministrator = {
  email: 'admin@freehold.example',
  password: 'administrator password',
  totpSecret: 'ADMINISTRATORSECRETFORTESTSONLY2',
};

/** A complete environment; nothing in it is reachable but the database. */
export const testEnvironment = (databaseUrl: string): Record<string, string> => ({
  DATABASE_URL: databaseUrl,
  RPC_URL: 'http://127.0.0.1:9',
  CHAIN_ID: '31337',
  PROCESS: 'api',
  SESSION_SECRET: 'a secret of at least thirty-two characters',
  ADMIN_EMAIL: testAdministrator.email,
  ADMIN_PASSWORD: testAdministrator.password,
  ADMIN_TOTP_SECRET: testAdministrator.totpSecret,
  DATA_ENCRYPTION_KEY: 'd'.repeat(64),
  STRIPE_API_KEY: 'sk_test_unreachable',
  STRIPE_API_URL: 'http://127.0.0.1:9',
  STRIPE_WEBHOOK_SECRET: 'whsec_unreachable',
  CIRCLE_API_KEY: 'SAND_API_KEY:unreachable:key',
  CIRCLE_API_URL: 'http://127.0.0.1:9',
  SUMSUB_API_URL: 'http://127.0.0.1:9',
  SUMSUB_APP_TOKEN: 'sbx:unreachable',
  SUMSUB_SECRET_KEY: 'unreachable secret',
  SUMSUB_WEBHOOK_SECRET: 'unreachable webhook secret',
  SENDGRID_API_KEY: 'SG.unreachable',
  SENDGRID_API_URL: 'http://127.0.0.1:9',
  S3_ENDPOINT: 'http://127.0.0.1:9',
  S3_BUCKET: 'freehold-documents',
  S3_ACCESS_KEY_ID: 'UNREACHABLE',
  S3_SECRET_ACCESS_KEY: 'unreachable secret',
  MAIL_FROM: 'post@freehold.example',
  OPERATOR_PRIVATE_KEY: key('1'),
  ATTESTATION_PRIVATE_KEY: key('2'),
  ANCHOR_PRIVATE_KEY: key('3'),
  LOG_LEVEL: 'silent',
});

export const testDeployment = {
  chainId: 31_337,
  deployedAtBlock: 0,
  usdc: address('a'),
  identityRegistry: address('b'),
  propertyFactory: address('c'),
  dividends: address('d'),
  treasury: address('e'),
  ledgerAnchor: address('f'),
};

export interface TestApplication {
  readonly app: NestExpressApplication;
  readonly database: TestDatabase;
  readonly url: string;
  /** A browser without cookies. */
  client(): TestClient;
  /** The browser in which the administrator is signed in, code and all; the same one each time while it lasts. */
  admin(): Promise<TestClient>;
  /** What waits to be mailed to this address, oldest first. */
  lettersTo(recipient: string): Promise<Letter[]>;
  close(): Promise<void>;
}

/** The whole API on a free port, over a fresh database. `overrides` replace variables of the environment. */
export async function startTestApplication(
  overrides: Record<string, string> = {},
  deployment: ContractDeployment = testDeployment,
): Promise<TestApplication> {
  const database = await testDatabase();
  const environment = parseEnvironment({ ...testEnvironment(database.url), ...overrides });
  const app = await createApplication(new Configuration(environment, deployment));
  await app.listen(0, '127.0.0.1');
  const url = (await app.getUrl()).replace('localhost', '127.0.0.1');
  const client = (): TestClient => new TestClient(url);
  let administrator: TestClient | undefined;
  return {
    app,
    database,
    url,
    client,
    admin: async () => {
      if (administrator !== undefined && (await administrator.call(readSession)).user !== null) {
        return administrator;
      }
      administrator = client();
      await administrator.signIn(testAdministrator);
      return administrator;
    },
    lettersTo: async (recipient) => {
      const where = { recipient, state: 'QUEUED' };
      const rows = await app
        .get(PrismaService)
        .client.mail.findMany({ where, orderBy: { createdAt: 'asc' } });
      return rows.flatMap(({ id, sealedLetter }) =>
        sealedLetter === null ? [] : [app.get(MailService).open(id, sealedLetter)],
      );
    },
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}
