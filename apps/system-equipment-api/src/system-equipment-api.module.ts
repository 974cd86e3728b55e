import type { Clock, EquipmentEventSink, EquipmentPort, OtherSide } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';
import { systemEdgeProviders } from '@plantway/system-api';
import { Logger, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { EquipmentListeners, EquipmentListenersLifecycle } from './equipment-listeners.js';
import { EquipmentController } from './equipment.controller.js';
import { CLOCK, EQUIPMENT, EQUIPMENT_LISTENERS } from './system-equipment-api.tokens.js';

/** Machines are only listened to: no call of theirs has a deadline or an answer that could be lost. */
const MACHINES: OtherSide = { name: 'machines', answerLost: 'INTERNAL_ERROR', unavailable: 'INTERNAL_ERROR' };

/** What the equipment system API is bound to. */
export interface SystemEquipmentApiBindings {
  /** One port for all sites, as `siteEquipment` makes it. */
  readonly equipment: EquipmentPort;
  readonly sites: SiteDirectory;
  readonly clock: Clock;
  /** Keeps what machines say: the book itself, or the process API. */
  readonly sink: EquipmentEventSink;
  /** False: it only answers, as where another process listens. */
  readonly listen: boolean;
}

/** Governed access to the machines of each site, and the listener to what they say. It keeps no state of its own. */
@Module({})
export class SystemEquipmentApiModule {
  static forRoot({ equipment, sites, clock, sink, listen }: SystemEquipmentApiBindings): DynamicModule {
    const listeners: Provider[] = listen
      ? [{ provide: EQUIPMENT_LISTENERS, useFactory: () => new EquipmentListeners({ equipment, sites, sink, clock, log: new Logger('EquipmentListeners') }) }, EquipmentListenersLifecycle]
      : [];
    return {
      module: SystemEquipmentApiModule,
      controllers: [EquipmentController],
      providers: [
        { provide: EQUIPMENT, useValue: equipment },
        { provide: CLOCK, useValue: clock },
        ...systemEdgeProviders({ side: MACHINES, clock, backendOf: (siteId) => sites.get(siteId)?.systems.equipment?.backend }),
        ...listeners,
      ],
    };
  }
}
