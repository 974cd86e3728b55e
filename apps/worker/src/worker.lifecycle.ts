import type { EventLogKeeper } from '@plantway/events';
import type { RepeatingTask } from '@plantway/execution';
import type { DeliveryEngine } from '@plantway/messaging';
import { Inject, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DELIVERY_ENGINE, EVENT_LOG_KEEPER, WORK_ORDER_REFRESH } from './worker.tokens.js';

/**
 * Starts and ends what the worker runs by itself. The engine ends before the event log's keeper, so that the events of its last messages still get their
 * positions; whoever made the pool ends it after both.
 */
export class WorkerLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(DELIVERY_ENGINE) private readonly engine: DeliveryEngine,
    @Inject(EVENT_LOG_KEEPER) private readonly events: EventLogKeeper,
    @Inject(WORK_ORDER_REFRESH) private readonly refresh: RepeatingTask,
  ) {}

  onApplicationBootstrap(): void {
    this.events.start();
    this.engine.start();
    this.refresh.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.refresh.stop(), this.engine.stop()]);
    await this.events.stop();
  }
}
