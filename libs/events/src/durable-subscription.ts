import { describeFailure } from './describe-failure.js';
import { Doorbell } from './doorbell.js';
import type { HeldConnection } from './held-connection.js';
import type { HeldSession } from './held-session.js';
import { isPlainType, matchesPattern } from './event-pattern.js';
import { readEvents } from './read-events.js';
import { pauseAfter, type RetryPolicy } from './retry-policy.js';
import type { StoredEvent } from './stored-event.js';
import { ADVANCE_SUBSCRIPTION, BURY_EVENT, CREATE_SUBSCRIPTION, READ_SUBSCRIPTION, RECORD_FAILURE, TRY_SUBSCRIPTION_LOCK } from './subscription.sql.js';

/** A handler with the pattern of event types that it wants. It has succeeded when its promise resolves. */
export interface SubscribedHandler {
  readonly pattern: string;
  readonly handle: (stored: StoredEvent, attempt: number) => Promise<void>;
}

/** One failure of a handler, as monitoring sees it. */
export interface EventFailure {
  readonly subscription: string;
  readonly stored: StoredEvent;
  readonly error: unknown;
  readonly failures: number;
  /** The event was put aside in `events.dead_event` and the subscription goes on. */
  readonly dead: boolean;
}

export interface DurableSubscriptionOptions {
  readonly name: string;
  readonly connection: HeldConnection;
  readonly handlers: readonly SubscribedHandler[];
  readonly retry: RetryPolicy;
  /** Where a name that is new begins. */
  readonly beginAt: 'beginning' | 'end';
  readonly idlePollMs: number;
  /** Pause between two tries to take the subscription over, and after a fault of the database. */
  readonly standbyPollMs: number;
  readonly onFailure: (failure: EventFailure) => void;
  readonly onProblem: (error: unknown) => void;
}

const PAGE = 100;
/** Longest time that handled events stay unsaved within a page. */
const SAVE_EVERY_MS = 1_000;

/** Another process has taken the subscription over and moved it. */
class SubscriptionTakenError extends Error {}

/**
 * Delivers the log to the handlers of one durable name: in order, one event at a time, at least once. One process of several holds the name
 * by a session lock; each write of the position names the one that it expects, so that a holder that lost the lock unaware cannot move it.
 */
export class DurableSubscription {
  readonly #doorbell = new Doorbell();
  readonly #types: readonly string[] | null;
  #running: Promise<void> | undefined;
  #stopping = false;
  #position = 0;
  #saved = 0;
  #savedAt = 0;

  constructor(private readonly options: DurableSubscriptionOptions) {
    const patterns = options.handlers.map((handler) => handler.pattern);
    this.#types = patterns.every(isPlainType) ? [...new Set(patterns)] : null;
  }

  start(): void {
    this.#running ??= this.run();
  }

  /** There may be something new, or the connection broke. */
  wake(): void {
    this.#doorbell.ring();
  }

  /** Lets the handler under way finish and saves the position. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#doorbell.ring();
    await this.#running;
  }

  private async run(): Promise<void> {
    while (!this.#stopping) {
      try {
        const client = await this.options.connection.client();
        const lock = await client.query<{ held: boolean }>(TRY_SUBSCRIPTION_LOCK, [this.options.name]);
        if (lock.rows[0]?.held === true) await this.deliver(client);
      } catch (error) {
        if (!(error instanceof SubscriptionTakenError)) this.options.onProblem(error);
      }
      await this.pause(this.options.standbyPollMs);
    }
  }

  /** Delivers until stopped. @throws when the session, and so the lock, is lost */
  private async deliver(client: HeldSession): Promise<void> {
    let failures = await this.resume(client);
    while (!this.#stopping) {
      const page = await readEvents(client, { siteId: null, types: this.#types, after: this.#position, limit: PAGE });
      if (page.reset) {
        this.options.onProblem(new Error(`subscription ${this.options.name} stood at ${this.#position}, which is not in the log any more: it goes on at ${page.removedThrough}`));
        this.#position = page.removedThrough;
        continue;
      }
      const failed = await this.handlePage(client, page.events, failures);
      if (failed !== undefined) {
        failures = await this.settleFailure(client, failed.stored, failed.error);
        if (failures > 0) await this.pause(pauseAfter(failures, this.options.retry));
        continue;
      }
      failures = page.events.length > 0 ? 0 : failures;
      if (this.#stopping) break;
      this.#position = page.position;
      if (page.events.length > 0 || Date.now() - this.#savedAt > SAVE_EVERY_MS) await this.save(client);
      if (page.events.length < PAGE) await this.#doorbell.wait(this.options.idlePollMs);
    }
    await this.save(client);
  }

  private async resume(client: HeldSession): Promise<number> {
    await client.query(CREATE_SUBSCRIPTION, [this.options.name, this.options.beginAt === 'end']);
    const { rows } = await client.query<{ position: string; failures: number }>(READ_SUBSCRIPTION, [this.options.name]);
    this.#position = this.#saved = Number(rows[0].position);
    this.#savedAt = Date.now();
    return rows[0].failures;
  }

  /** Handles events in order up to the first failure, which it answers; the position stands behind the last success. */
  private async handlePage(client: HeldSession, events: readonly StoredEvent[], failuresBefore: number): Promise<{ stored: StoredEvent; error: unknown } | undefined> {
    let attempt = failuresBefore + 1;
    for (const stored of events) {
      if (this.#stopping) return undefined;
      try {
        for (const handler of this.options.handlers) {
          if (matchesPattern(handler.pattern, stored.event.type)) await handler.handle(stored, attempt);
        }
      } catch (error) {
        return { stored, error };
      }
      attempt = 1;
      this.#position = stored.position;
      if (Date.now() - this.#savedAt > SAVE_EVERY_MS) await this.save(client);
    }
    return undefined;
  }

  /** Counts the failure; puts the event aside when the policy says so. Answers the failures in a row of the event that comes next. */
  private async settleFailure(client: HeldSession, stored: StoredEvent, error: unknown): Promise<number> {
    await this.save(client);
    const { name, retry } = this.options;
    const text = describeFailure(error);
    const counted = await client.query<{ failures: number }>(RECORD_FAILURE, [name, stored.event.id, text, this.#saved]);
    const failures = this.expected(counted.rows[0]).failures;
    const dead = retry.failuresBeforeDead !== 'never' && failures >= retry.failuresBeforeDead;
    if (dead) {
      const buried = await client.query<{ position: string }>(BURY_EVENT, [name, stored.event.id, stored.position, this.#saved, failures, text, JSON.stringify(stored.event)]);
      this.expected(buried.rows[0]);
      this.#position = this.#saved = stored.position;
    }
    this.options.onFailure({ subscription: name, stored, error, failures, dead });
    return dead ? 0 : failures;
  }

  private async save(client: HeldSession): Promise<void> {
    if (this.#position === this.#saved) return;
    const { rows } = await client.query({ name: 'events.advance', text: ADVANCE_SUBSCRIPTION, values: [this.options.name, this.#position, this.#saved] });
    this.expected(rows[0]);
    this.#saved = this.#position;
    this.#savedAt = Date.now();
  }

  private expected<Row>(row: Row | undefined): Row {
    if (row === undefined) throw new SubscriptionTakenError(`subscription ${this.options.name} was moved by another process`);
    return row;
  }

  /** New events must not shorten a pause, only a stop does. */
  private pause(ms: number): Promise<void> {
    return this.#doorbell.rest(ms, () => this.#stopping);
  }
}
