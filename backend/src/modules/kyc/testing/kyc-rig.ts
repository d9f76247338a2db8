import { createNonce, linkWallet } from '@freehold/shared/auth';
import { type KycDetail, readKycInvestor, startKyc } from '@freehold/shared/kyc';
import type { PrivateKeyAccount } from 'viem/accounts';
import { createSiweMessage } from 'viem/siwe';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { startTestApplication, type TestApplication } from '../../../common/testing/test-application.ts';
import type { TestClient } from '../../../common/testing/test-client.ts';
import { someone } from '../../../common/testing/test-people.ts';
import type { ContractDeployment } from '../../../config/deployment.ts';
import { type Letter, type LetterBox, startLetterBox } from './letter-box.ts';

const sandboxSchema = z.object({
  kycUrl: z.string(),
  advance: z.custom<(seconds: number) => void>((it) => typeof it === 'function'),
  stop: z.custom<() => Promise<void>>((it) => typeof it === 'function'),
});
const sandboxModule = z.object({
  startSandbox: z.custom<(options: object) => Promise<unknown>>((it) => typeof it === 'function'),
});
// A variable keeps the compiler from making the sandbox part of this project.
const specifier = '@freehold/sandbox/server';

export interface KycRig {
  readonly system: TestApplication;
  readonly prisma: PrismaService;
  readonly admin: TestClient;
  readonly box: LetterBox;
  /** An investor without wallets. */
  investor(): Promise<TestClient>;
  link(investor: TestClient, account: PrivateKeyAccount): Promise<void>;
  /** Begins or goes on, chooses an outcome on the provider's page, and lets the provider decide. */
  check(investor: TestClient, outcome: string, country?: string): Promise<void>;
  /** What the provider's own people decide later. */
  decide(investor: TestClient, outcome: string): Promise<void>;
  /** Delivers everything that was sent so far, once, in this order, and acts on it. */
  deliver(order?: (letters: readonly Letter[]) => readonly Letter[]): Promise<readonly number[]>;
  /** Waits until every letter the provider has written is in the box. */
  settle(): Promise<void>;
  post(letter: Letter, changed?: Partial<Letter>): Promise<number>;
  detail(investor: TestClient): Promise<KycDetail>;
  /** Makes the provider misbehave. */
  fault(body: object): Promise<void>;
  run(...tasks: string[]): Promise<void>;
  close(): Promise<void>;
}

/** The API with the sandbox's identity providers beside it, and the post between them in the test's hands. */
export async function startKycRig(
  overrides: Record<string, string> = {},
  deployment?: ContractDeployment,
): Promise<KycRig> {
  const box = await startLetterBox();
  const { startSandbox } = sandboxModule.parse({ ...(await import(specifier)) });
  const sandbox = sandboxSchema.parse(await startSandbox({ kycWebhookUrl: box.url }));
  const system = await startTestApplication(
    {
      SUMSUB_API_URL: sandbox.kycUrl,
      SUMSUB_APP_TOKEN: 'sbx:freehold_sandbox',
      SUMSUB_SECRET_KEY: 'freehold_sandbox_app_secret',
      SUMSUB_WEBHOOK_SECRET: 'freehold_sandbox_webhook_secret',
      PERSONA_API_URL: `${sandbox.kycUrl}/api/v1`,
      PERSONA_API_KEY: 'persona_sandbox_freehold',
      PERSONA_TEMPLATE_ID: 'itmpl_sandbox',
      PERSONA_WEBHOOK_SECRET: 'wbhsec_freehold_sandbox',
      VERIFF_API_URL: sandbox.kycUrl,
      VERIFF_API_KEY: 'veriff-freehold-sandbox',
      VERIFF_SHARED_SECRET: 'veriff_freehold_sandbox_secret',
      ...overrides,
    },
    deployment,
  );
  const prisma = system.app.get(PrismaService);
  const admin = await system.admin();
  const run = async (...tasks: string[]): Promise<void> => {
    for (const task of tasks) await system.app.get(BackgroundTasks).runOnce(task);
  };
  const post = async (letter: Letter, changed: Partial<Letter> = {}): Promise<number> => {
    const { path, body, headers } = { ...letter, ...changed };
    const answer = await fetch(`${system.url}/v1/webhooks${path}`, { method: 'POST', body, headers });
    await answer.arrayBuffer();
    return answer.status;
  };
  const control = async (path: string, body: object): Promise<void> => {
    const answer = await fetch(`${sandbox.kycUrl}/_sandbox${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  const settle = () => control('/deliveries/drain', { timeoutMs: 60_000 });
  const detail = (investor: TestClient) => admin.call(readKycInvestor, { params: { id: investor.userId } });
  return {
    system,
    prisma,
    admin,
    box,
    investor: () => someone(system, admin, 'investor'),
    link: proveWallet,
    check: async (investor, outcome, country = 'USA') => {
      const { url } = await investor.call(startKyc);
      await choose(url ?? '', { outcome, country });
      sandbox.advance(3);
      await settle();
    },
    decide: async (investor, outcome) => {
      const { externalId } = await detail(investor);
      await control(`/checks/${externalId}/decide`, { outcome });
      await settle();
    },
    deliver: async (order = (letters) => letters) => {
      const statuses: number[] = [];
      for (const letter of order(box.letters.splice(0))) statuses.push(await post(letter));
      await run('provider-inbox');
      return statuses;
    },
    settle,
    post,
    detail,
    fault: (body) => control('/faults', body),
    run,
    close: async () => {
      await system.close();
      await sandbox.stop();
      await box.close();
    },
  };
}

async function choose(url: string, fields: Readonly<Record<string, string>>): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
  await answer.arrayBuffer();
  if (answer.status !== 303) throw new Error(`The provider's page answered ${answer.status}.`);
}

async function proveWallet(investor: TestClient, account: PrivateKeyAccount): Promise<void> {
  const { nonce, domain, uri, chainId } = await investor.call(createNonce);
  const message = createSiweMessage({
    address: account.address,
    domain,
    uri,
    chainId,
    nonce,
    version: '1',
    statement: 'Link this wallet.',
  });
  const signature = await account.signMessage({ message });
  await investor.call(linkWallet, { body: { message, signature } });
}
