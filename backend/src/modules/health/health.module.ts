import { Module } from '@nestjs/common';
import { ChainHead } from './domain/chain-head.ts';
import { HealthService } from './domain/health.service.ts';
import { HealthController } from './routes/health.controller.ts';

@Module({ controllers: [HealthController], providers: [HealthService, ChainHead] })
export class HealthModule {}
