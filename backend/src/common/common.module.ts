import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Configuration } from '../config/configuration.ts';
import { AuditService } from './audit/audit.service.ts';
import { SecretBox } from './crypto/secret-box.ts';
import { PrismaService } from './database/prisma.service.ts';
import { IdempotencyService } from './idempotency/idempotency.service.ts';
import { LogService } from './logging/log.service.ts';
import { ObjectStorage } from './storage/object-storage.service.ts';
import { BackgroundTasks } from './tasks/background-tasks.service.ts';
import { TransitionLog } from './transitions/transition-log.ts';

@Global()
@Module({})
class CommonModule {}

const services = [
  AuditService,
  SecretBox,
  PrismaService,
  LogService,
  ObjectStorage,
  BackgroundTasks,
  IdempotencyService,
  TransitionLog,
];

/** What every module may inject without importing anything: Configuration, PrismaService, LogService, BackgroundTasks … */
export const commonModule = (configuration: Configuration): DynamicModule => ({
  module: CommonModule,
  providers: [{ provide: Configuration, useValue: configuration }, ...services],
  exports: [Configuration, ...services],
});
