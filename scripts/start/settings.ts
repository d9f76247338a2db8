import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesToHex } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import type { Ports } from './ports.ts';

/** The development phrase every local EVM node funds. Worthless anywhere else. */
export const LOCAL_MNEMONIC = 'test test test test test test test test test test test junk';
export const LOCAL_CHAIN_ID = 31_337;

export const SANDBOX_KEYS = {
  STRIPE_API_KEY: 'sk_test_freehold_sandbox',
  STRIPE_WEBHOOK_SECRET: 'whsec_freehold_sandbox',
  CIRCLE_API_KEY: 'SAND_API_KEY:freehold:sandbox',
  SENDGRID_API_KEY: 'SG.freehold_sandbox',
  SUMSUB_APP_TOKEN: 'sbx:freehold_sandbox',
  SUMSUB_SECRET_KEY: 'freehold_sandbox_app_secret',
  SUMSUB_WEBHOOK_SECRET: 'freehold_sandbox_webhook_secret',
  S3_REGION: 'auto',
  S3_BUCKET: 'freehold-documents',
  S3_ACCESS_KEY_ID: 'FREEHOLDSANDBOX',
  S3_SECRET_ACCESS_KEY: 'freehold_sandbox_storage_secret',
} as const;

/** The administrator of a local system. Its second factor is public on purpose; `npm run code` computes its codes. */
export const DEMO_ADMIN = {
  email: 'admin@freehold.example',
  password: 'freehold-admin-demo',
  totpSecret: 'FREEHOLDDEMOADMINPUBLICSECRET234',
} as const;

/** Accounts of the local chain by role: index in the development phrase. */
export const LOCAL_ACCOUNTS = { deployer: 0, operator: 1, attestation: 2, anchor: 3, circle: 4 } as const;

/** Owners of the Safe that governs the contracts of the local chain; two of them decide. */
export const LOCAL_SAFE_OWNERS = [5, 6, 7] as const;

export function localKey(index: number): `0x${string}` {
  const key = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: index }).getHdKey().privateKey;
  if (key === null) throw new Error(`The development phrase has no key ${index}.`);
  return bytesToHex(key);
}

export const localAddress = (index: number): `0x${string}` =>
  mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: index }).address;

export type SystemSettings = {
  readonly dataDir: string;
  readonly ports: Ports;
  readonly databaseUrl: string;
  readonly rpcUrl: string;
  readonly deploymentFile: string;
};

export type ProcessEnvironments = Readonly<
  Record<'sandbox' | 'backend' | 'indexer' | 'web', NodeJS.ProcessEnv>
>;

/** What each process of a local system finds in its environment. Whatever the caller's environment names wins. */
export function environments(settings: SystemSettings, given: NodeJS.ProcessEnv): ProcessEnvironments {
  const { ports } = settings;
  const common = {
    ...given,
    NODE_ENV: 'production',
    NODE_NO_WARNINGS: '1',
    DATABASE_URL: settings.databaseUrl,
    RPC_URL: settings.rpcUrl,
    CHAIN_ID: given.CHAIN_ID ?? String(LOCAL_CHAIN_ID),
    DEPLOYMENT_FILE: settings.deploymentFile,
  };
  const sandbox = {
    ...common,
    ...SANDBOX_KEYS,
    HOST: '127.0.0.1',
    STRIPE_PORT: String(ports.stripe),
    CIRCLE_PORT: String(ports.circle),
    KYC_PORT: String(ports.kyc),
    MAIL_PORT: String(ports.mail),
    STORAGE_PORT: String(ports.storage),
    STORAGE_CORS_ORIGINS: `http://localhost:${ports.web}`,
    KYC_WEBHOOK_URL: `http://127.0.0.1:${ports.api}/v1/webhooks`,
    SANDBOX_DATA_DIR: join(settings.dataDir, 'sandbox'),
    STRIPE_WEBHOOK_URL: `http://127.0.0.1:${ports.api}/v1/webhooks/stripe`,
    CIRCLE_HOT_WALLET_KEY: localKey(LOCAL_ACCOUNTS.circle),
  };
  const backend = {
    API_PORT: String(ports.api),
    PUBLIC_WEB_URL: `http://localhost:${ports.web}`,
    PUBLIC_API_URL: `http://127.0.0.1:${ports.api}`,
    ...SANDBOX_KEYS,
    STRIPE_API_URL: `http://127.0.0.1:${ports.stripe}`,
    CIRCLE_API_URL: `http://127.0.0.1:${ports.circle}`,
    CIRCLE_SNS_CERT_HOSTS: `127.0.0.1:${ports.circle}`,
    SUMSUB_API_URL: `http://127.0.0.1:${ports.kyc}`,
    BANK_WIRE: 'circle-mock',
    SENDGRID_API_URL: `http://127.0.0.1:${ports.mail}`,
    S3_ENDPOINT: `http://127.0.0.1:${ports.storage}`,
    MAIL_FROM: 'post@freehold.example',
    // Small, so that the demonstration's dividend shows several batches.
    DIVIDEND_BATCH_SIZE: '10',
    OPERATOR_PRIVATE_KEY: localKey(LOCAL_ACCOUNTS.operator),
    ATTESTATION_PRIVATE_KEY: localKey(LOCAL_ACCOUNTS.attestation),
    ANCHOR_PRIVATE_KEY: localKey(LOCAL_ACCOUNTS.anchor),
    ADMIN_EMAIL: DEMO_ADMIN.email,
    ADMIN_PASSWORD: DEMO_ADMIN.password,
    ADMIN_TOTP_SECRET: DEMO_ADMIN.totpSecret,
    SESSION_SECRET: keptSecret(settings.dataDir, 'session-secret'),
    DATA_ENCRYPTION_KEY: keptSecret(settings.dataDir, 'data-encryption-key'),
    ...common,
  };
  return {
    sandbox,
    backend,
    indexer: { INDEXER_PORT: String(ports.indexer), ...common },
    web: {
      ...common,
      PORT: String(ports.web),
      API_URL: `http://127.0.0.1:${ports.api}`,
      CONNECT_ORIGINS: `${settings.rpcUrl} http://127.0.0.1:${ports.storage}`,
    },
  };
}

/** Made once per data folder, so that sessions and sealed secrets outlive a restart. */
function keptSecret(dataDir: string, name: string): string {
  const file = join(dataDir, name);
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  mkdirSync(dataDir, { recursive: true });
  const secret = randomBytes(32).toString('hex');
  writeFileSync(file, secret, { mode: 0o600 });
  return secret;
}
