import { Module, type DynamicModule } from '@nestjs/common';
import { ConsumerApiModule, type ConsumerApiBindings } from '../../consumer-api/src/consumer-api.module.js';
import { ProcessApiModule, type ProcessApiBindings } from '../../process-api/src/process-api.module.js';
import { SystemCustomerApiModule } from '../../system-customer-api/src/system-customer-api.module.js';
import { SystemEquipmentApiModule, type SystemEquipmentApiBindings } from '../../system-equipment-api/src/system-equipment-api.module.js';
import { SystemErpApiModule, type SystemErpApiBindings } from '../../system-erp-api/src/system-erp-api.module.js';
import { SystemMaintenanceApiModule } from '../../system-maintenance-api/src/system-maintenance-api.module.js';
import { SystemMesApiModule, type SystemMesApiBindings } from '../../system-mes-api/src/system-mes-api.module.js';
import { SystemPlanningApiModule } from '../../system-planning-api/src/system-planning-api.module.js';
import { SystemQualityApiModule } from '../../system-quality-api/src/system-quality-api.module.js';
import { WorkerModule, type WorkerBindings } from '../../worker/src/worker.module.js';
import { IndexController, RUNNING_PARTS } from './index.controller.js';
import type { RunningPart } from './index-page.js';

export interface PlantwayBindings {
  readonly consumerApi: ConsumerApiBindings;
  readonly processApi: ProcessApiBindings;
  readonly worker: WorkerBindings;
  readonly systemErpApi: SystemErpApiBindings;
  readonly systemMesApi: SystemMesApiBindings;
  readonly systemEquipmentApi: SystemEquipmentApiBindings;
  /** Rows of the page at `/`. */
  readonly parts: readonly RunningPart[];
}

/** Every tier in one process: the same modules that run as processes of their own in the split shape, bound to each other directly. */
@Module({})
export class PlantwayModule {
  static forRoot({ consumerApi, processApi, worker, systemErpApi, systemMesApi, systemEquipmentApi, parts }: PlantwayBindings): DynamicModule {
    const { sites, clock } = systemErpApi;
    const { planning, maintenance, customer, quality } = worker.systems;
    return {
      module: PlantwayModule,
      imports: [
        ConsumerApiModule.forRoot(consumerApi), ProcessApiModule.forRoot(processApi), WorkerModule.forRoot(worker),
        SystemErpApiModule.forRoot(systemErpApi), SystemMesApiModule.forRoot(systemMesApi), SystemPlanningApiModule.forRoot({ planning, sites, clock }),
        SystemMaintenanceApiModule.forRoot({ maintenance, sites, clock }), SystemCustomerApiModule.forRoot({ customer, sites, clock }), SystemQualityApiModule.forRoot({ quality, sites, clock }),
        SystemEquipmentApiModule.forRoot(systemEquipmentApi),
      ],
      controllers: [IndexController],
      providers: [{ provide: RUNNING_PARTS, useValue: parts }],
    };
  }
}
