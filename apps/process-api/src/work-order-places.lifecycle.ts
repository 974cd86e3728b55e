import type { RepeatingTask, WorkOrderPlaces } from '@plantway/execution';
import { Inject, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { PLACES_CATCH_UP, WORK_ORDER_PLACES } from './process-api.tokens.js';

/** Knows the places of the orders before the first request is taken, and keeps them up to date until the application ends. */
export class WorkOrderPlacesLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(WORK_ORDER_PLACES) private readonly places: WorkOrderPlaces, @Inject(PLACES_CATCH_UP) private readonly catchUp: RepeatingTask) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.places.catchUp();
    this.catchUp.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.catchUp.stop();
  }
}
