import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { commonModule } from './common/common.module.ts';
import { EndpointInterceptor } from './common/http/endpoint.interceptor.ts';
import { ErrorFilter } from './common/http/error.filter.ts';
import type { Configuration } from './config/configuration.ts';
import { AdminModule } from './modules/admin/admin.module.ts';
import { AuthModule } from './modules/auth/auth.module.ts';
import { AccessGuard } from './modules/auth/routes/access.guard.ts';

@Module({})
class AppModule {}

/**
 * The one module graph. Which parts of it act (routes, background tasks) follows from the processes of the
 * configuration.
 */
export const appModule = (configuration: Configuration): DynamicModule => ({
  module: AppModule,
  imports: [commonModule(configuration), AuthModule, AdminModule],
  providers: [
    { provide: APP_FILTER, useClass: ErrorFilter },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_INTERCEPTOR, useClass: EndpointInterceptor },
  ],
});
