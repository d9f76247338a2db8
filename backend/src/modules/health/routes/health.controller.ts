import * as contract from '@freehold/shared/config';
import type { ResponseOf } from '@freehold/shared/route';
import { Controller, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import { HealthService } from '../domain/health.service.ts';

@Controller()
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Endpoint(contract.readConfig)
  config(): contract.PublicConfig {
    return this.health.publicConfig();
  }

  @Endpoint(contract.readSystem)
  system(): Promise<contract.SystemStatus> {
    return this.health.system();
  }

  @Endpoint(contract.readLiveness)
  live(): ResponseOf<typeof contract.readLiveness> {
    return { status: 'ok' };
  }

  @Endpoint(contract.readReadiness)
  async ready(
    @Res({ passthrough: true }) response: Response,
  ): Promise<ResponseOf<typeof contract.readReadiness>> {
    const readiness = await this.health.readiness();
    if (readiness.status !== 'ok') response.status(503);
    return readiness;
  }
}
