import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Express } from 'express';
import { type Logger, pino } from 'pino';
import { type Address, type Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { HotWallet } from './circle/chain/hot-wallet.ts';
import { UsdcChain } from './circle/chain/usdc-chain.ts';
import { createCircleApp } from './circle/circle-app.ts';
import { loadSigningIdentity } from './circle/notifications/sns-certificate.ts';
import { createWorld, type World } from './core/world.ts';
import type { KycSettings } from './kyc/context.ts';
import { createKycApp } from './kyc/kyc-app.ts';
import { createMailApp } from './mail/mail-app.ts';
import { createStorageApp, type StorageSettings } from './storage/storage-app.ts';
import { createStripeApp } from './stripe/stripe-app.ts';

const TICK_MS = 200;
const CLOSE_MS = 1_000;

export interface SandboxOptions {
  /** Kept in memory when absent. */
  readonly dataDir?: string;
  readonly host?: string;
  /** 0, the default, takes a free port. */
  readonly stripePort?: number;
  readonly circlePort?: number;
  readonly kycPort?: number;
  readonly mailPort?: number;
  readonly storagePort?: number;
  readonly stripeApiKey?: string;
  readonly stripeWebhookSecret?: string;
  readonly stripeWebhookUrl?: string;
  readonly circleApiKey?: string;
  readonly circleSignatureVersion?: '1' | '2';
  /** Webhooks about identity checks go to `<this>/sumsub` and so on. */
  readonly kycWebhookUrl?: string;
  readonly sumsubAppToken?: string;
  readonly sumsubSecretKey?: string;
  readonly sumsubWebhookSecret?: string;
  readonly sumsubDigest?: 'sha1' | 'sha256' | 'sha512';
  readonly personaApiKey?: string;
  readonly personaWebhookSecret?: string;
  readonly veriffApiKey?: string;
  readonly veriffSharedSecret?: string;
  readonly sendgridApiKey?: string;
  /** What of `SANDBOX_STORAGE` is otherwise. */
  readonly storage?: Partial<StorageSettings>;
  /** Without a chain Circle transfers stay pending. */
  readonly chain?: {
    readonly rpcUrl: string;
    readonly hotWalletKey: Hex;
    readonly usdc: { readonly address: Address } | { readonly deploymentFile: string };
  };
  readonly log?: Logger;
}

export interface Sandbox {
  readonly stripeUrl: string;
  readonly circleUrl: string;
  /** Sumsub, Persona and Veriff. */
  readonly kycUrl: string;
  /** SendGrid, and a mailbox to look into. */
  readonly mailUrl: string;
  /** S3 and R2. */
  readonly storageUrl: string;
  /** Moves virtual time forward and fires what falls due; seconds. */
  readonly advance: (seconds: number) => void;
  readonly stop: () => Promise<void>;
}

export const SANDBOX_KEYS = {
  stripeApiKey: 'sk_test_freehold_sandbox',
  stripeWebhookSecret: 'whsec_freehold_sandbox',
  circleApiKey: 'SAND_API_KEY:freehold:sandbox',
  sumsubAppToken: 'sbx:freehold_sandbox',
  sumsubSecretKey: 'freehold_sandbox_app_secret',
  sumsubWebhookSecret: 'freehold_sandbox_webhook_secret',
  personaApiKey: 'persona_sandbox_freehold',
  personaWebhookSecret: 'wbhsec_freehold_sandbox',
  veriffApiKey: 'veriff-freehold-sandbox',
  veriffSharedSecret: 'veriff_freehold_sandbox_secret',
  sendgridApiKey: 'SG.freehold_sandbox',
} as const;

export const SANDBOX_STORAGE: StorageSettings = {
  region: 'auto',
  bucket: 'freehold-documents',
  accessKeyId: 'FREEHOLDSANDBOX',
  secretAccessKey: 'freehold_sandbox_storage_secret',
  corsOrigins: ['http://localhost:3000'],
};

const NO_WALLET = '0x0000000000000000000000000000000000000000';

/** Starts all providers over one world. Throws when a port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const log = options.log ?? pino({ level: 'silent' });
  const host = options.host ?? '127.0.0.1';
  const world = createWorld({ dataDir: options.dataDir, log });
  const urls = { stripe: '', circle: '', kyc: '', mail: '', storage: '' };
  const stripe = createStripeApp(world, {
    apiKey: options.stripeApiKey ?? SANDBOX_KEYS.stripeApiKey,
    webhookSecret: options.stripeWebhookSecret ?? SANDBOX_KEYS.stripeWebhookSecret,
    webhookUrl: options.stripeWebhookUrl,
    publicUrl: () => urls.stripe,
  });
  const kyc = createKycApp(
    world,
    kycSettings(options, () => urls.kyc),
  );
  const mail = createMailApp(world, { apiKey: options.sendgridApiKey ?? SANDBOX_KEYS.sendgridApiKey });
  const storage = createStorageApp(world, { ...SANDBOX_STORAGE, ...options.storage });
  const { app: circle, wallet } = await prepareCircle(world, options, () => urls.circle);

  const servers: Server[] = [];
  try {
    urls.stripe = await listen(stripe, host, options.stripePort ?? 0, servers);
    urls.circle = await listen(circle, host, options.circlePort ?? 0, servers);
    urls.kyc = await listen(kyc, host, options.kycPort ?? 0, servers);
    urls.mail = await listen(mail, host, options.mailPort ?? 0, servers);
    urls.storage = await listen(storage, host, options.storagePort ?? 0, servers);
  } catch (error) {
    await Promise.all([close(servers), world.deliveries.stop()]);
    world.database.close();
    throw error;
  }
  const ticker = setInterval(() => world.schedule.runUntil(world.clock.nowMs()), TICK_MS);
  world.deliveries.start();
  wallet?.start();
  return {
    stripeUrl: urls.stripe,
    circleUrl: urls.circle,
    kycUrl: urls.kyc,
    mailUrl: urls.mail,
    storageUrl: urls.storage,
    advance: (seconds) => void world.schedule.advance(seconds * 1_000),
    stop: async () => {
      clearInterval(ticker);
      await close(servers);
      await Promise.all([wallet?.stop(), world.deliveries.stop()]);
      world.database.close();
    },
  };
}

function kycSettings(options: SandboxOptions, publicUrl: () => string): KycSettings {
  return {
    publicUrl,
    webhookUrl: options.kycWebhookUrl,
    sumsub: {
      appToken: options.sumsubAppToken ?? SANDBOX_KEYS.sumsubAppToken,
      secretKey: options.sumsubSecretKey ?? SANDBOX_KEYS.sumsubSecretKey,
      webhookSecret: options.sumsubWebhookSecret ?? SANDBOX_KEYS.sumsubWebhookSecret,
      digest: options.sumsubDigest ?? 'sha256',
    },
    persona: {
      apiKey: options.personaApiKey ?? SANDBOX_KEYS.personaApiKey,
      webhookSecret: options.personaWebhookSecret ?? SANDBOX_KEYS.personaWebhookSecret,
    },
    veriff: {
      apiKey: options.veriffApiKey ?? SANDBOX_KEYS.veriffApiKey,
      sharedSecret: options.veriffSharedSecret ?? SANDBOX_KEYS.veriffSharedSecret,
    },
  };
}

async function prepareCircle(
  world: World,
  options: SandboxOptions,
  publicUrl: () => string,
): Promise<{ app: Express; wallet: HotWallet | undefined }> {
  const account = options.chain === undefined ? undefined : privateKeyToAccount(options.chain.hotWalletKey);
  const settings = {
    apiKey: options.circleApiKey ?? SANDBOX_KEYS.circleApiKey,
    publicUrl,
    hotWalletAddress: account?.address ?? NO_WALLET,
    signatureVersion: options.circleSignatureVersion ?? '1',
  };
  const { app, context } = createCircleApp(world, settings, await loadSigningIdentity(world));
  if (options.chain === undefined || account === undefined) return { app, wallet: undefined };
  const { rpcUrl, usdc } = options.chain;
  return { app, wallet: new HotWallet(context, new UsdcChain({ rpcUrl, account, usdc })) };
}

async function listen(app: Express, host: string, port: number, servers: Server[]): Promise<string> {
  const server = createServer(app);
  servers.push(server);
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://${host}:${address.port}`;
}

async function close(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(async (server) => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const force = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
      await closed;
      clearTimeout(force);
    }),
  );
}
