import { EventEmitter } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { Server, type MessageHandler } from '@nestjs/microservices';
import type pg from 'pg';
import { isObservable, lastValueFrom } from 'rxjs';
import { describeFailure } from './describe-failure.js';
import { DurableSubscription, type EventFailure, type SubscribedHandler } from './durable-subscription.js';
import { EventContext } from './event-context.js';
import { HeldConnection } from './held-connection.js';
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from './retry-policy.js';

/** Failures in a row after which a name that puts nothing aside needs a person. */
const STUCK_AFTER = 10;

export interface PostgresEventTransportOptions {
  readonly pool: pg.Pool;
  /** Durable name of handlers that name none by `durable(...)`. Without it, such a handler refuses to start. */
  readonly subscription?: string;
  readonly retry?: Partial<RetryPolicy>;
  /** Where a durable name begins that was never used before; 'beginning' by default. */
  readonly beginAt?: 'beginning' | 'end';
  /** Longest pause between two looks when no notification comes, in milliseconds. 1,000 by default. */
  readonly idlePollMs?: number;
  /** Pause of a stand-by between two tries to take a subscription over, and after a fault of the database, in milliseconds. 1,000 by default. */
  readonly standbyPollMs?: number;
}

/** What a monitor may listen to by `transport.on(...)`. */
export interface EventTransportSignals extends Record<string, (...values: never[]) => void> {
  /** A handler failed. */
  failure: (failure: EventFailure) => void;
  /** The database could not be reached or refused; the transport goes on by itself. */
  problem: (error: unknown) => void;
}

/**
 * Delivers the event log of PostgreSQL to ordinary `@EventPattern` methods: in order, at least once, from the durable position of each name.
 * Nest calls a handler with the event's data and an `EventContext`. Use it through `connectEvents(app, transport)`.
 * One connection of its own carries the locks, LISTEN and the reading; handlers use the pool of the application.
 */
export class PostgresEventTransport extends Server<EventTransportSignals> {
  /** A failure comes back to us, which counts it; Nest must not swallow it. */
  override readonly propagatesEventHandlerErrors = true;
  readonly #signals = new EventEmitter();
  readonly #handlers = new Map<string, SubscribedHandler[]>();
  readonly #retries = new Map<string, Partial<RetryPolicy>>();
  readonly #connection: HeldConnection;
  #subscriptions: readonly DurableSubscription[] = [];

  constructor(private readonly options: PostgresEventTransportOptions) {
    super();
    this.#connection = new HeldConnection(options.pool, () => this.#subscriptions.forEach((subscription) => subscription.wake()), 'plantway_events');
    this.#signals.on('failure', (failure: EventFailure) => this.logFailure(failure));
    this.#signals.on('problem', (error: unknown) => void this.logger.warn(`event log: ${describeFailure(error)}`));
  }

  /** Called by Nest for each handler. @throws when a request handler or a handler without a durable name is registered, or two of one name want other retries */
  override addHandler(pattern: unknown, callback: MessageHandler, isEventHandler = false, extras: Record<string, unknown> = {}): void {
    const route = this.normalizePattern(pattern as string);
    const subscription = extras.subscription ?? this.options.subscription;
    if (!isEventHandler) throw new TypeError(`"${route}" is a request handler: the event log carries events only, use @EventPattern`);
    if (typeof subscription !== 'string' || subscription === '') throw new TypeError(`the handler of "${route}" names no subscription: use @EventPattern(['${route}'], durable('...'))`);
    this.keepRetry(subscription, route, (extras.retry ?? {}) as Partial<RetryPolicy>);
    // Nest looks handlers up by pattern only; ours are kept by durable name, each called by itself.
    this.messageHandlers.set(route, this.messageHandlers.get(route) ?? callback);
    const handlers = this.#handlers.get(subscription) ?? [];
    handlers.push({
      pattern: route,
      handle: async (stored, attempt) => {
        const context = new EventContext([stored.event, stored.position, subscription, attempt]);
        const result: unknown = await callback(stored.event.data, context);
        if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
      },
    });
    this.#handlers.set(subscription, handlers);
  }

  listen(callback: () => void): void {
    const { retry, beginAt = 'beginning', idlePollMs = 1_000, standbyPollMs = 1_000 } = this.options;
    this.#subscriptions = [...this.#handlers].map(([name, handlers]) => new DurableSubscription({
      name, handlers, beginAt, idlePollMs, standbyPollMs,
      connection: this.#connection,
      retry: { ...DEFAULT_RETRY_POLICY, ...retry, ...this.#retries.get(name) },
      onFailure: (failure) => this.#signals.emit('failure', failure),
      onProblem: (error) => this.#signals.emit('problem', error),
    }));
    this.#subscriptions.forEach((subscription) => subscription.start());
    callback();
  }

  /** Lets each handler under way finish, saves the positions and gives the names to a stand-by. */
  async close(): Promise<void> {
    await Promise.all(this.#subscriptions.map((subscription) => subscription.stop()));
    await this.#connection.end();
  }

  on<Signal extends keyof EventTransportSignals, Listener extends EventTransportSignals[Signal]>(signal: Signal, listener: Listener): void {
    this.#signals.on(signal as string, listener as unknown as (...values: unknown[]) => void);
  }

  /** There is no broker behind it: answers the pool. */
  unwrap<Pool>(): Pool {
    return this.options.pool as Pool;
  }

  /** All handlers of a name share one position, and so the same retries. */
  private keepRetry(subscription: string, route: string, wanted: Partial<RetryPolicy>): void {
    const known = this.#retries.get(subscription) ?? wanted;
    if (!isDeepStrictEqual(known, wanted)) throw new TypeError(`the handler of "${route}" wants other retries than the other handlers of ${subscription}, which share its position`);
    this.#retries.set(subscription, known);
  }

  private logFailure({ subscription, stored, error, failures, dead }: EventFailure): void {
    const what = `${subscription}: ${stored.event.type} ${stored.event.id} at ${stored.position} failed ${failures} times: ${describeFailure(error)}`;
    if (dead) this.logger.error(`${what}; recorded in events.dead_event and passed`);
    else if (failures >= STUCK_AFTER) this.logger.error(`${what}; later events of ${subscription} wait until this one can be handled`);
    else this.logger.warn(what);
  }
}
