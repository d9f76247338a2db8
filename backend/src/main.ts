import { loadConfiguration } from './config/configuration.ts';
import { ConfigurationError } from './config/configuration-error.ts';
import { probe } from './config/probes.ts';

/** A stopping process which has not finished by then is ended. */
const SHUTDOWN_LIMIT_MS = 2_500;
const FINISH_REQUESTS_MS = 1_000;

async function configure() {
  const configuration = loadConfiguration(process.env);
  await probe(configuration);
  return configuration;
}

async function run(): Promise<void> {
  const configuration = await configure();
  // Loaded only now: a wrong variable is told in a fraction of the time it takes to load everything.
  const { createApplication } = await import('./application.ts');
  const { LogService } = await import('./common/logging/log.service.ts');
  const app = await createApplication(configuration);
  const { logger } = app.get(LogService);
  const { API_PORT, API_HOST, PROCESS } = configuration.environment;

  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => process.exit(0), SHUTDOWN_LIMIT_MS).unref();
    app
      .close()
      .catch((error: unknown) => logger.error({ err: error }, 'did not stop cleanly'))
      .finally(() => process.exit(0));
    // Requests under way may finish; who only keeps a connection open is not waited for.
    setTimeout(() => app.getHttpServer().closeAllConnections(), FINISH_REQUESTS_MS).unref();
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('unhandledRejection', (error) => logger.error({ err: error }, 'unhandled rejection'));

  if (configuration.runs('api')) await listen();
  else await app.init();
  logger.info({ port: configuration.runs('api') ? API_PORT : undefined, processes: PROCESS }, 'ready');

  async function listen(): Promise<void> {
    try {
      await app.listen(API_PORT, API_HOST);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
        throw new ConfigurationError('API_PORT', `port ${API_PORT} is taken`, 'a free port');
      }
      throw error;
    }
  }
}

run().catch((error: unknown) => {
  const message =
    error instanceof ConfigurationError ? error.message : `The process could not start: ${String(error)}`;
  process.stderr.write(`${message}\n`, () => process.exit(1));
});
