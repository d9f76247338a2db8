import { Injectable } from '@nestjs/common';
import { Configuration } from '../../config/configuration.ts';
import { createLogger, type Logger } from './logger.ts';

/** The logger of the process, to be injected. */
@Injectable()
export class LogService {
  readonly logger: Logger;

  constructor(configuration: Configuration) {
    const { LOG_LEVEL, PROCESS } = configuration.environment;
    this.logger = createLogger({ level: LOG_LEVEL, process: PROCESS.join('+') });
  }
}
