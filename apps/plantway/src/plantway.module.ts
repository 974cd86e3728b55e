import { Module, type DynamicModule } from '@nestjs/common';
import { ProcessApiModule, type ProcessApiBindings } from '../../process-api/src/process-api.module.js';
import { SystemErpApiModule, type SystemErpApiBindings } from '../../system-erp-api/src/system-erp-api.module.js';
import { SystemMesApiModule, type SystemMesApiBindings } from '../../system-mes-api/src/system-mes-api.module.js';
import { WorkerModule, type WorkerBindings } from '../../worker/src/worker.module.js';
import { IndexController, RUNNING_PARTS } from './index.controller.js';
import type { RunningPart } from './index-page.js';

export interface PlantwayBindings {
  readonly processApi: ProcessApiBindings;
  readonly worker: WorkerBindings;
  readonly systemErpApi: SystemErpApiBindings;
  readonly systemMesApi: SystemMesApiBindings;
  /** Rows of the page at `/`. */
  readonly parts: readonly RunningPart[];
}

/** Every tier in one process: the same modules that run as processes of their own in the split shape, bound to each other directly. */
@Module({})
export class PlantwayModule {
  static forRoot({ processApi, worker, systemErpApi, systemMesApi, parts }: PlantwayBindings): DynamicModule {
    return {
      module: PlantwayModule,
      imports: [ProcessApiModule.forRoot(processApi), SystemErpApiModule.forRoot(systemErpApi), SystemMesApiModule.forRoot(systemMesApi), WorkerModule.forRoot(worker)],
      controllers: [IndexController],
      providers: [{ provide: RUNNING_PARTS, useValue: parts }],
    };
  }
}
