import type { EventLogKeeper } from '@plantway/events';
import type { RepeatingTask } from '@plantway/execution';
import type { DeliveryEngine } from '@plantway/messaging';
import { Inject, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { DeliveryStart } from './delivery-start.js';
import type { WorkOrderFollower } from './work-order-follower.js';
import { DELIVERY_ENGINE, DELIVERY_START, EVENT_LOG_KEEPER, REPEATING_TASKS, WORK_ORDER_FOLLOWER } from './worker.tokens.js';

/** Longest wait for sends that are under way when the worker is stopped, in milliseconds; it must end within 5 s with all that follows. */
const SENDS_END_WITHIN_MS = 1_000;

/**
 * Starts and ends what the worker runs by itself; delivery begins when it is known to be safe. The engine ends before the event log's keeper, so that the events of its last messages still get their
 * positions; whoever made the pool ends it after both.
 */
export class WorkerLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(DELIVERY_ENGINE) private readonly engine: DeliveryEngine,
    @Inject(DELIVERY_START) private readonly delivery: DeliveryStart,
    @Inject(EVENT_LOG_KEEPER) private readonly events: EventLogKeeper,
    @Inject(REPEATING_TASKS) private readonly tasks: readonly RepeatingTask[],
    @Inject(WORK_ORDER_FOLLOWER) private readonly follower: WorkOrderFollower,
  ) {}

  onApplicationBootstrap(): void {
    this.events.start();
    for (const task of this.tasks) task.start();
    void this.delivery.begin();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.delivery.stop();
    await Promise.all([...this.tasks.map((task) => task.stop()), this.follower.stop(), this.engine.stop({ withinMs: SENDS_END_WITHIN_MS })]);
    await this.events.stop();
  }
}
