import type pg from 'pg';
import { Doorbell } from './doorbell.js';
import { EventLog } from './event-log.js';
import { EventSequencer, type EventSequencerOptions } from './event-sequencer.js';

export interface EventLogKeeperOptions extends Omit<EventSequencerOptions, 'pool'> {
  readonly pool: pg.Pool;
  /** Days for which events are kept. */
  readonly retentionDays: number;
}

const RETENTION_EVERY_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** Keeps the event log of one database: runs the sequencer, and once an hour, where the sequencer is active, the retention. One per process is enough. */
export class EventLogKeeper {
  readonly sequencer: EventSequencer;
  readonly #log: EventLog;
  readonly #doorbell = new Doorbell();
  #retention: Promise<void> | undefined;
  #stopping = false;

  constructor(private readonly options: EventLogKeeperOptions) {
    this.sequencer = new EventSequencer(options);
    this.#log = new EventLog(options.pool);
  }

  /** Starts in the background; a database that is not up yet is waited for. */
  start(): void {
    this.sequencer.start();
    this.#retention ??= this.removeOldEvents();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#doorbell.ring();
    await Promise.all([this.sequencer.stop(), this.#retention]);
  }

  private async removeOldEvents(): Promise<void> {
    for (await this.#doorbell.wait(RETENTION_EVERY_MS); !this.#stopping; await this.#doorbell.wait(RETENTION_EVERY_MS)) {
      if (!this.sequencer.isActive) continue;
      await this.#log.removeOlderThan(new Date(Date.now() - this.options.retentionDays * DAY_MS)).catch((error: unknown) => this.options.onProblem?.(error));
    }
  }
}
