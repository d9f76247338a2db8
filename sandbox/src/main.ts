import { pino } from 'pino';
import { ConfigurationError, readConfiguration } from './config.ts';
import { DataFolderError } from './core/database.ts';
import { type Sandbox, startSandbox } from './server.ts';

const log = pino({ name: 'sandbox', level: process.env.LOG_LEVEL ?? 'info' });

async function start(): Promise<Sandbox> {
  const config = readConfiguration(process.env);
  const sandbox = await startSandbox({
    dataDir: config.SANDBOX_DATA_DIR,
    host: config.HOST,
    stripePort: config.STRIPE_PORT,
    circlePort: config.CIRCLE_PORT,
    kycPort: config.KYC_PORT,
    mailPort: config.MAIL_PORT,
    storagePort: config.STORAGE_PORT,
    storage: {
      region: config.S3_REGION,
      bucket: config.S3_BUCKET,
      accessKeyId: config.S3_ACCESS_KEY_ID,
      secretAccessKey: config.S3_SECRET_ACCESS_KEY,
      corsOrigins: config.STORAGE_CORS_ORIGINS,
    },
    sendgridApiKey: config.SENDGRID_API_KEY,
    kycWebhookUrl: config.KYC_WEBHOOK_URL,
    sumsubAppToken: config.SUMSUB_APP_TOKEN,
    sumsubSecretKey: config.SUMSUB_SECRET_KEY,
    sumsubWebhookSecret: config.SUMSUB_WEBHOOK_SECRET,
    sumsubDigest: config.SUMSUB_WEBHOOK_DIGEST,
    personaApiKey: config.PERSONA_API_KEY,
    personaWebhookSecret: config.PERSONA_WEBHOOK_SECRET,
    veriffApiKey: config.VERIFF_API_KEY,
    veriffSharedSecret: config.VERIFF_SHARED_SECRET,
    stripeApiKey: config.STRIPE_API_KEY,
    stripeWebhookSecret: config.STRIPE_WEBHOOK_SECRET,
    stripeWebhookUrl: config.STRIPE_WEBHOOK_URL,
    circleApiKey: config.CIRCLE_API_KEY,
    circleSignatureVersion: config.CIRCLE_SNS_SIGNATURE_VERSION,
    chain: {
      rpcUrl: config.RPC_URL,
      hotWalletKey: config.CIRCLE_HOT_WALLET_KEY,
      usdc: { deploymentFile: config.DEPLOYMENT_FILE },
    },
    log,
  });
  log.info(
    {
      stripe: sandbox.stripeUrl,
      circle: sandbox.circleUrl,
      kyc: sandbox.kycUrl,
      mail: sandbox.mailUrl,
      storage: sandbox.storageUrl,
      data: config.SANDBOX_DATA_DIR,
    },
    'sandbox ready',
  );
  return sandbox;
}

/** One sentence for what an operator can mend; the rest is a bug and keeps its stack. */
function explain(error: unknown): string | undefined {
  if (error instanceof ConfigurationError) return error.message;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `STRIPE_PORT/CIRCLE_PORT/KYC_PORT/MAIL_PORT/STORAGE_PORT: ${error.message}. Expected a free port; stop the other process or choose another.`;
  }
  if (error instanceof DataFolderError) return error.message;
  return undefined;
}

try {
  const sandbox = await start();
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    sandbox.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  const sentence = explain(error);
  if (sentence === undefined) log.fatal({ err: error }, 'sandbox failed to start');
  else log.fatal(sentence);
  process.exitCode = 1;
}
