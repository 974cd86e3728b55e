import type pg from 'pg';
import { Doorbell } from './doorbell.js';
import { HeldConnection } from './held-connection.js';
import type { HeldSession } from './held-session.js';
import { ASSIGN_POSITIONS, TRY_SEQUENCER_LOCK } from './sequencer.sql.js';

export interface EventSequencerOptions {
  readonly pool: pg.Pool;
  /** Events that get their position in one statement, 500 by default. */
  readonly batchSize?: number;
  /** Pause after events were found, in milliseconds: lets the next batch gather. 5 by default. */
  readonly busyPollMs?: number;
  /** Longest pause between two looks when nothing happens, in milliseconds. 100 by default. */
  readonly idlePollMs?: number;
  /** Pause of a stand-by between two tries to take over, and after a fault of the database, in milliseconds. 1,000 by default. */
  readonly standbyPollMs?: number;
  /** Told of every fault of the database; the sequencer goes on by itself. */
  readonly onProblem?: (error: unknown) => void;
}

/** A transaction that lasts longer than this gets its positions by the next full look. */
const SHORT_TRANSACTION_MS = 2_000;
const FULL_LOOK_EVERY_MS = 1_000;
/** A full look takes at most one part in so many of the time: it is slow while an old snapshot (a dump) keeps dead index entries alive. */
const FULL_LOOK_SHARE = 20;

/**
 * Gives committed events their positions. Any number may run, one per process; one works and the others stand by and take over when its session ends.
 * An event becomes readable here and nowhere else, so a slow transaction is read late and never skipped. Delivery of messages does not depend on it.
 */
export class EventSequencer {
  readonly #batchSize: number;
  readonly #busyPollMs: number;
  readonly #idlePollMs: number;
  readonly #standbyPollMs: number;
  readonly #onProblem: (error: unknown) => void;
  readonly #connection: HeldConnection;
  readonly #doorbell = new Doorbell();
  #running: Promise<void> | undefined;
  #stopping = false;
  #active = false;

  constructor(options: EventSequencerOptions) {
    this.#batchSize = options.batchSize ?? 500;
    this.#busyPollMs = options.busyPollMs ?? 5;
    this.#idlePollMs = options.idlePollMs ?? 100;
    this.#standbyPollMs = options.standbyPollMs ?? 1_000;
    this.#onProblem = options.onProblem ?? (() => undefined);
    this.#connection = new HeldConnection(options.pool, () => this.#doorbell.ring());
  }

  /** Whether this one holds the lock and works. */
  get isActive(): boolean {
    return this.#active;
  }

  /** Starts in the background; a database that is not up yet is waited for. */
  start(): void {
    this.#stopping = false;
    this.#running ??= this.run();
  }

  /** An author in this process has committed events: look now rather than at the next poll. Optional. */
  ring(): void {
    if (this.#active) this.#doorbell.ring();
  }

  /** Gives what is committed by now its position and hands the lock to a stand-by. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#doorbell.ring();
    await this.#running;
    this.#running = undefined;
    await this.#connection.end();
  }

  private async run(): Promise<void> {
    while (!this.#stopping) {
      try {
        const client = await this.#connection.client();
        const lock = await client.query<{ held: boolean }>(TRY_SEQUENCER_LOCK);
        if (lock.rows[0]?.held === true) await this.work(client);
      } catch (error) {
        this.#onProblem(error);
      } finally {
        this.#active = false;
      }
      await this.#doorbell.rest(this.#standbyPollMs, () => this.#stopping);
    }
  }

  /** Assigns until stopped, and then what is committed by that time. @throws when the session, and so the lock, is lost */
  private async work(client: HeldSession): Promise<void> {
    this.#active = true;
    let pause = this.#busyPollMs;
    const recent = new RecentInsertions();
    while (!this.#stopping) {
      const above = recent.lookFrom(Date.now());
      const began = Date.now();
      const { assigned, highest } = await this.assign(client, above);
      recent.looked(above, highest, began, Date.now());
      if (assigned === this.#batchSize) continue;
      pause = assigned > 0 ? this.#busyPollMs : Math.min(pause * 2, this.#idlePollMs);
      if (await this.#doorbell.wait(pause)) pause = this.#busyPollMs;
    }
    while ((await this.assign(client, 0)).assigned === this.#batchSize);
  }

  private async assign(client: HeldSession, above: number): Promise<{ readonly assigned: number; readonly highest: number }> {
    const { rows } = await client.query<{ assigned: string; highest_insertion_id: string | null }>({ name: 'events.assign', text: ASSIGN_POSITIONS, values: [this.#batchSize, above] });
    return { assigned: Number(rows[0].assigned), highest: Number(rows[0].highest_insertion_id ?? 0) };
  }
}

/**
 * From which insertion id on to look: mostly only among the recent ones, since an index keeps entries of finished ones for as long as any old
 * snapshot lives, and from the first again every second for the sake of slow transactions. Measured with a dump open: 10 ms a look at 50,000 events without it.
 */
class RecentInsertions {
  #floor = 0;
  #nextFloor = 0;
  #highest = 0;
  #floorSince = 0;
  #nextFullLook = 0;

  lookFrom(now: number): number {
    if (now >= this.#nextFullLook) return 0;
    if (now - this.#floorSince >= SHORT_TRANSACTION_MS) {
      this.#floor = this.#nextFloor;
      this.#nextFloor = this.#highest;
      this.#floorSince = now;
    }
    return this.#floor;
  }

  looked(from: number, highest: number, began: number, ended: number): void {
    this.#highest = Math.max(this.#highest, highest);
    if (from === 0) this.#nextFullLook = ended + Math.max(FULL_LOOK_EVERY_MS, (ended - began) * FULL_LOOK_SHARE);
  }
}
