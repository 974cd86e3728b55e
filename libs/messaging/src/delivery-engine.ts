import { randomInt } from 'node:crypto';
import { DefectError } from '@plantway/canonical';
import { READ_BACK_GUARANTEE, type Clock, type DeliveryFlow, type DeliveryGuarantees } from '@plantway/ports';
import type pg from 'pg';
import { UNVERSIONED, type CodeVersions } from './code-versions.js';
import { DeliveryContext, type DeliveryLog, type DeliveryTools } from './delivery-context.js';
import { OPEN_GATE, type DeliveryGate } from './delivery-gate.js';
import type { DeliveryStore, Doorbell, LeasedHead } from './delivery-store.js';
import type { LeasedLane } from './head-message.js';
import { deliverMessage, stopAfterDefect } from './message-delivery.js';
import { MESSAGING_DEFAULTS, requireSafeSettings, type MessagingSettings } from './messaging.config.js';
import { DEFAULT_PACE_RULES, type PaceRules } from './pacing/pace-rules.js';
import { pacedFlow } from './pacing/paced-flow.js';
import { Pacing } from './pacing/pacing.js';
import { PostgresDeliveryStore } from './postgres-delivery-store.js';
import { WakeUp } from './wake-up.js';

/** Where the engine finds its messages: in PostgreSQL by a pool, or in any store. */
export type DeliveryEngineStore =
  | { readonly pool: pg.Pool; readonly versions?: CodeVersions; readonly store?: never }
  | { readonly store: DeliveryStore; readonly pool?: never };

export type DeliveryEngineOptions = DeliveryEngineStore & {
  readonly clock: Clock;
  /** One flow per kind of message. */
  readonly flows: readonly DeliveryFlow[];
  readonly settings?: Partial<MessagingSettings>;
  readonly log?: DeliveryLog;
  /** What the other sides promise against double posting; when left out what was sent can be read back, and nothing is enforced (class R). */
  readonly guarantees?: DeliveryGuarantees;
  /** Whether this gateway may deliver for a site; open when left out. */
  readonly gate?: DeliveryGate;
  /** What systems bear and when they are in maintenance; when left out each destination has the limits of the settings. */
  readonly pace?: PaceRules;
  /** From 0 to below 1; a seeded one makes backoff repeatable. */
  readonly random?: () => number;
};

const unseeded = (): number => randomInt(2 ** 32) / 2 ** 32;
const SILENT: DeliveryLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** How often, and how long after one another, a lane that was left behind is given back before its lease is left to run out. */
const GIVE_BACK_TRIES = 5;
const GIVE_BACK_AFTER_MS = 250;

/**
 * Delivers accepted messages: the head of each lane, lanes side by side, at most one unanswered send per lane. Several engines may share a database; an engine may end
 * at any moment, and another goes on where the database says it was.
 */
export class DeliveryEngine {
  private readonly settings: MessagingSettings;
  private readonly tools: DeliveryTools;
  private readonly flows: ReadonlyMap<string, DeliveryFlow>;
  private readonly running = new Set<Promise<void>>();
  private readonly wakeUp: WakeUp;
  private readonly pacing: Pacing;
  private doorbell: Doorbell | undefined;
  private loop: Promise<void> | undefined;
  private reachesDatabase = false;
  private stopping = new AbortController();

  /** @throws DefectError `SETTLE_WINDOW_TOO_SHORT` when the settings could lead to a double posting */
  constructor(options: DeliveryEngineOptions) {
    this.settings = { ...MESSAGING_DEFAULTS, ...options.settings };
    requireSafeSettings(this.settings);
    this.flows = new Map(options.flows.map((flow) => [flow.kind, flow]));
    this.tools = {
      clock: options.clock,
      settings: this.settings,
      random: options.random ?? unseeded,
      store: options.store ?? new PostgresDeliveryStore({ pool: options.pool, clock: options.clock, leaseMs: this.settings.leaseMs, versions: options.versions ?? UNVERSIONED }),
      log: options.log ?? SILENT,
      guarantees: options.guarantees ?? { of: () => READ_BACK_GUARANTEE },
      gate: options.gate ?? OPEN_GATE,
    };
    this.wakeUp = new WakeUp(options.clock);
    this.pacing = new Pacing({ ...this.tools, rules: options.pace ?? DEFAULT_PACE_RULES });
  }

  /** Works through the lanes that are due now, each one message far, and answers how many those were. For tests and commands; `start` does it for ever. */
  async runOnce(): Promise<number> {
    const count = await this.leaseAndDeliver();
    await Promise.all(this.running);
    return count;
  }

  /** Whether it was started and its last look for work reached the database. */
  get isDelivering(): boolean {
    return this.loop !== undefined && this.reachesDatabase;
  }

  /** Begins to deliver, until `stop`. Faults of the database are logged and survived. */
  start(): void {
    if (this.loop) return;
    this.stopping = new AbortController();
    this.doorbell = this.tools.store.hear(() => this.wakeUp.ring());
    this.loop = this.deliverUntil(this.stopping.signal);
  }

  /**
   * Leases nothing more and waits until what is being sent has its answer or its deadline, but not longer than `withinMs`. What is on its way then stays as its intent
   * says: whoever takes the lane over reads it back.
   */
  async stop({ withinMs }: { readonly withinMs?: number } = {}): Promise<void> {
    const { clock, log } = this.tools;
    this.stopping.abort();
    this.wakeUp.ring();
    const ended = this.end();
    if (withinMs === undefined) return ended;
    const patience = new AbortController();
    await Promise.race([ended, clock.sleep(withinMs, patience.signal)]);
    patience.abort();
    if (this.running.size > 0) log.warn({ lanes: this.running.size }, 'delivery stopped while messages were on their way; they are read back');
  }

  private async end(): Promise<void> {
    await this.doorbell?.close();
    await this.loop;
    await Promise.all(this.running);
    this.loop = undefined;
  }

  private async deliverUntil(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const leased = this.running.size < this.settings.concurrency ? await this.leaseAndDeliver() : 0;
        this.reachesDatabase = true;
        if (leased === 0 && !signal.aborted) await this.wakeUp.wait(this.idleMs());
      } catch (error) {
        this.reachesDatabase = false;
        this.tools.log.error({ err: error }, 'delivery cannot reach its database; it goes on when it can');
        await this.tools.clock.sleep(this.settings.pollIntervalMs, signal);
      }
    }
  }

  private async leaseAndDeliver(): Promise<number> {
    const wish = await this.pacing.wish(this.settings.concurrency - this.running.size);
    const leased = wish.places.length === 0 ? [] : await this.tools.store.leaseDue(wish);
    for (const head of leased) {
      const work = this.deliver(head).finally(() => {
        this.running.delete(work);
        this.wakeUp.ring();
      });
      this.running.add(work);
    }
    return leased.length;
  }

  /** A lane that is due and has no message: somebody ended its last one since the lane was leased, or its bookkeeping is broken. */
  private async postpone(lane: LeasedLane): Promise<void> {
    const { clock, store, log } = this.tools;
    log.warn({ laneKey: lane.laneKey }, 'a lane is due and has no message');
    await store.postpone(lane, new Date(clock.now().getTime() + this.settings.recheckIntervalMs));
  }

  /** Until something may be to do, but no longer than the poll interval; while all places are taken only a freed one matters. */
  private idleMs(): number {
    const { concurrency, pollIntervalMs } = this.settings;
    const { nextLookAt } = this.pacing;
    if (this.running.size >= concurrency || nextLookAt === undefined) return pollIntervalMs;
    return Math.min(pollIntervalMs, Math.max(5, nextLookAt.getTime() - this.tools.clock.now().getTime()));
  }

  /** Never rejects: what goes wrong with one lane is no matter of the others. */
  private async deliver({ lane, destination, head }: LeasedHead): Promise<void> {
    const { log } = this.tools;
    const flow = head && this.flows.get(head.kind);
    const turn = this.pacing.begin(destination, flow?.otherSide);
    try {
      if (!head) return await this.postpone(lane);
      const context = new DeliveryContext(this.tools, lane, flow && pacedFlow(flow, turn), turn);
      if (!flow) return await stopAfterDefect(context, head, new DefectError('FLOW_DEFECT', `There is no flow for messages of kind ${head.kind}.`, { effect: 'none' }));
      if (head.command === undefined) return await stopAfterDefect(context, head, new DefectError('FLOW_DEFECT', `The stored form of ${head.kind} ${head.senderId} is lost.`, { effect: 'none' }));
      await deliverMessage(context, head);
    } catch (error) {
      log.error({ err: error, laneKey: lane.laneKey, messageId: head?.messageId }, 'a lane was left behind');
      await this.giveBack(lane);
    } finally {
      turn.end();
    }
  }

  /**
   * The next holder finds the message as the database knows it, and an open intent settles from its own time, so a lane can be given back whatever went wrong. If the
   * database cannot be reached for that either, the lease runs out by itself.
   */
  private async giveBack(lane: LeasedLane): Promise<void> {
    const { clock, store } = this.tools;
    for (let tries = 0; tries < GIVE_BACK_TRIES && !this.stopping.signal.aborted; tries += 1) {
      try {
        return await store.release(lane);
      } catch {
        await clock.sleep(GIVE_BACK_AFTER_MS, this.stopping.signal);
      }
    }
  }
}
