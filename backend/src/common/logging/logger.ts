import type { LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';
import { requestContext } from './request-context.ts';

/** Values of these keys never reach the log, however deep they lie. */
const redacted = [
  'password',
  'email',
  'name',
  'token',
  'authorization',
  'cookie',
  'signature',
  'secret',
].flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

export type { Logger };

/** One JSON object a line on stdout, each with process and request id. */
export function createLogger(options: { readonly level: string; readonly process: string }): Logger {
  return pino({
    level: options.level,
    base: { process: options.process },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: redacted, censor: '[redacted]' },
    mixin: () => {
      const context = requestContext.getStore();
      return context === undefined ? {} : { requestId: context.requestId };
    },
  });
}

/** Lets Nest speak through pino. Nest's chatter about routes and modules is debug. */
export class NestLogger implements LoggerService {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  log(message: unknown, context?: unknown): void {
    this.#logger.debug({ context }, String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.#logger.error(
      { context: rest.at(-1), err: message instanceof Error ? message : undefined },
      String(message),
    );
  }

  warn(message: unknown, context?: unknown): void {
    this.#logger.warn({ context }, String(message));
  }
}
