import type { IncomingMessage } from 'node:http';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import cookieParser from 'cookie-parser';
import helmet from 'helmet';
import { appModule } from './app.module.ts';
import { requestLog } from './common/http/request-log.middleware.ts';
import { LogService } from './common/logging/log.service.ts';
import { createLogger, NestLogger } from './common/logging/logger.ts';
import type { Configuration } from './config/configuration.ts';
import { openApiDocument } from './openapi.ts';

const BODY_LIMIT = '256kb';

/**
 * Only JSON that says so is read: a form of another site cannot send it. Webhooks are the exception, since Amazon SNS
 * sends JSON as text/plain; they carry signatures, and no cookies count there.
 */
function isJson(request: IncomingMessage): boolean {
  const type = request.headers['content-type'] ?? '';
  return type.startsWith('application/json') || (request.url ?? '').startsWith('/v1/webhooks/');
}

/** Builds the application for a configuration; `listen()` or `init()` starts it. */
export async function createApplication(configuration: Configuration): Promise<NestExpressApplication> {
  const { LOG_LEVEL, PROCESS, PUBLIC_WEB_URL, PUBLIC_API_URL } = configuration.environment;
  const app = await NestFactory.create<NestExpressApplication>(appModule(configuration), {
    logger: new NestLogger(createLogger({ level: LOG_LEVEL, process: PROCESS.join('+') })),
    rawBody: true,
    abortOnError: false,
  });
  app.disable('x-powered-by');
  // The web server of the same machine or cluster passes requests on; nobody further away is believed.
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  app.set('query parser', 'simple');
  app.useBodyParser('json', { limit: BODY_LIMIT, type: isJson });
  app.use(requestLog(app.get(LogService).logger));
  // Without TLS (a local system) there is nothing to upgrade to.
  const upgradeInsecureRequests = configuration.secureCookies ? [] : null;
  app.use(
    helmet({
      contentSecurityPolicy: { directives: { upgradeInsecureRequests } },
      strictTransportSecurity: configuration.secureCookies,
    }),
  );
  app.use(cookieParser());
  app.enableCors({
    origin: new URL(PUBLIC_WEB_URL).origin,
    credentials: true,
    allowedHeaders: ['content-type', 'x-csrf-token', 'idempotency-key', 'x-request-id'],
    exposedHeaders: ['x-request-id', 'retry-after', 'idempotency-replayed'],
  });
  SwaggerModule.setup('docs', app, () => openApiDocument(PUBLIC_API_URL) as never, {
    customSiteTitle: 'Freehold API',
    jsonDocumentUrl: 'docs/openapi.json',
  });
  return app;
}
