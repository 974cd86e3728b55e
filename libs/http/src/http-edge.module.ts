import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, Reflector } from '@nestjs/core';
import { HealthChecks, Metrics } from '@plantway/observability';
import { CountingThrottlerStorage, RoleAndSiteGuard, ThrottleGuard, apiKeyGuard, type FailedLogins, type HitCounter, type ThrottleLimits } from '@plantway/security';
import type { HttpAppOptions } from './http-app-options.js';
import { HealthController } from './operations/health.controller.js';
import { MetricsController } from './operations/metrics.controller.js';
import type { ProblemFilter } from './problems/problem.filter.js';
import { RequestValidationPipe } from './validation/request-validation.pipe.js';

/** What the edge is made of, besides the options. */
export interface HttpEdgeParts {
  readonly filter: ProblemFilter;
  readonly metrics: Metrics;
  readonly counter: HitCounter;
  readonly failedLogins: FailedLogins;
  readonly limits: ThrottleLimits;
}

/** Root of a served application: the only place with global guards, pipe and filter, around the modules of the apps. */
@Module({})
export class HttpEdgeModule {
  static around(module: Type | DynamicModule, options: HttpAppOptions, parts: HttpEdgeParts): DynamicModule {
    const { credentials, logger, siteExists } = options;
    const health = new HealthChecks(options.health, (name, error) => logger.warn({ check: name, err: error }, 'health check is down'));
    return {
      module: HttpEdgeModule,
      imports: [module],
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: HealthChecks, useValue: health },
        { provide: Metrics, useValue: parts.metrics },
        // In this order: who calls, how often, and whether it may.
        { provide: APP_GUARD, useClass: apiKeyGuard(credentials, parts.failedLogins) },
        { provide: APP_GUARD, inject: [Reflector], useFactory: (reflector: Reflector) => new ThrottleGuard(parts.limits, new CountingThrottlerStorage(parts.counter), reflector) },
        { provide: APP_GUARD, useValue: new RoleAndSiteGuard(siteExists) },
        { provide: APP_PIPE, useClass: RequestValidationPipe },
        { provide: APP_FILTER, useValue: parts.filter },
      ],
    };
  }
}
