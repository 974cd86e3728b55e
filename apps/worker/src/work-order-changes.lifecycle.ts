import type { RepeatingTask } from '@plantway/execution';
import { Inject, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { WORK_ORDER_CHANGES } from './worker.tokens.js';

/** Starts and ends the following of what changes in the ERPs' orders. */
export class WorkOrderChangesLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(WORK_ORDER_CHANGES) private readonly changes: RepeatingTask) {}

  onApplicationBootstrap(): void {
    this.changes.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.changes.stop();
  }
}
