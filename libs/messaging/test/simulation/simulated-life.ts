import { approve, discard, acceptMessage, resubmit } from '../memory/memory-desk.js';
import { ringConditions } from '../memory/memory-fenced-write.js';
import { MemoryTables } from '../memory/memory-tables.js';
import { DeliveryEngine } from '../../src/delivery-engine.js';
import type { MessagingSettings } from '../../src/messaging.config.js';
import { seededRandom } from '../seeded-random.js';
import { scriptOf, type ScriptedMessage } from './life-script.js';
import { wrongs, type EndedMessage } from './reference-model.js';
import { Scheduler } from './scheduler.js';
import { SimulatedErp, type GuaranteeClass } from './simulated-erp.js';
import { SimulatedConfirmations, SimulatedReversals } from './simulated-flows.js';
import { SimulatedProcess, type Fates } from './simulated-process.js';
import { OtherMessages, SimulatedDatabase } from './simulated-store.js';
import { SimulatedWire } from './simulated-wire.js';

/** Deadline and settle window of worked example 10. */
export const LIFE_SETTINGS: Partial<MessagingSettings> = {
  sendDeadlineMs: 5_000, sendGraceMs: 500, settleWindowMs: 30_000, leaseMs: 20_000, recheckIntervalMs: 15_000, pollIntervalMs: 12_000,
  backoffBaseMs: 500, backoffCapMs: 3_000, maximumDoubtMs: 60_000, circuitOpensAt: 4, probeIntervalMs: 2_000, rampMs: 10_000,
};
const SETTLE_MS = 30_000;
/** What a settle window of 30 s leaves for pauses and for late commits beside the deadline: much of the one and less of the other. */
const LATENESS = [{ pauseAllowanceMs: 10_000, longestWriteMs: 13_000 }, { pauseAllowanceMs: 3_000, longestWriteMs: 20_000 }] as const;

export interface LifeOptions {
  readonly guarantee: GuaranteeClass;
  /** `allowed`: no pause is longer than the pause allowance; `long`: pauses of up to three settle windows. */
  readonly pauses: 'allowed' | 'long';
  /** Lanes that a worker delivers at a time; the seed decides when it is not given. */
  readonly concurrency?: number;
  /** Failures in a row that open the circuit of the ERP. */
  readonly circuitOpensAt?: number;
}

/** What became of a life; the same for the same seed and options. */
export interface LifeReport {
  /** What nobody was told of. */
  readonly wrongs: readonly string[];
  /** What is wrong with messages for which the engine raised the alarm. */
  readonly alarmed: readonly string[];
  /** How often each thing happened. */
  readonly counts: Readonly<Record<string, number>>;
  readonly messages: readonly EndedMessage[];
}

/** One random life: messages come, workers deliver, are killed and paused, the database and the ERP misbehave, people decide; then all faults stop and everything must come to rest. */
export class SimulatedLife implements Fates {
  private readonly scheduler: Scheduler;
  readonly tables = new MemoryTables();
  private readonly database: SimulatedDatabase;
  private readonly erp: SimulatedErp;
  private readonly script: readonly ScriptedMessage[];
  private readonly counts: Record<string, number> = {};
  private readonly errors: string[] = [];
  /** Senders' ids of the messages for which the engine raised the alarm. */
  private readonly alarmed = new Set<string>();
  private readonly pausedOnce = new Set<SimulatedProcess>();
  private readonly lateness: (typeof LATENESS)[number];
  private readonly calmAt: number;
  private readonly killShare: number;
  private readonly pauseShare: number;

  constructor(seed: number, private readonly options: LifeOptions) {
    this.scheduler = new Scheduler(seededRandom(seed));
    const { scheduler } = this;
    this.database = new SimulatedDatabase(scheduler, this.tables);
    this.lateness = scheduler.pick(LATENESS);
    this.erp = new SimulatedErp(scheduler, options.guarantee, this.lateness.longestWriteMs);
    this.script = scriptOf(scheduler);
    this.calmAt = scheduler.now + scheduler.between(30_000, 90_000) + (options.pauses === 'long' ? 60_000 : 0);
    this.killShare = options.pauses === 'long' ? 0 : scheduler.pick([0, 0.003, 0.01, 0.03]); // who is killed after a pause tells nobody
    this.pauseShare = options.pauses === 'long' ? 0.03 : scheduler.pick([0, 0.005, 0.02]);
  }

  now(): Date {
    return new Date(this.scheduler.now);
  }

  /** Lives it; takes about a millisecond of real time. */
  async live(): Promise<LifeReport> {
    const { scheduler, calmAt } = this;
    for (let worker = 0; worker < scheduler.pick([1, 2, 2, 3]); worker += 1) this.startWorker();
    this.script.reduce((at, message) => { scheduler.in(at, () => this.accept(message)); return at + scheduler.between(1, 5_000); }, 0);
    for (let at = 5_000; scheduler.now + at < calmAt; at += scheduler.between(2_000, 12_000)) scheduler.in(at, () => this.disturb());
    scheduler.in(calmAt - scheduler.now, () => this.calm());
    await scheduler.run(() => scheduler.now > calmAt + this.lateness.longestWriteMs && (this.isAtRest() || scheduler.now > calmAt + 2 * SETTLE_MS));

    const messages = this.script.map((message) => this.ended(message));
    for (const { state } of messages) this.count(state);
    this.counts['recovered'] = [...this.tables.messages.values()].filter(({ note }) => note?.includes('recovered')).length;
    const found = [...this.errors, ...wrongs(messages, this.erp.ledger)];
    const isAlarmed = (words: string): boolean => [...this.alarmed].some((senderId) => new RegExp(`\\b${senderId}\\b`).test(words));
    return { wrongs: found.filter((words) => !isAlarmed(words)), alarmed: found.filter(isAlarmed), counts: this.counts, messages };
  }

  of(process: SimulatedProcess): 'kill' | 'live' | number {
    const { scheduler, calmAt } = this;
    if (scheduler.now >= calmAt) return 'live';
    const lot = scheduler.random();
    if (lot < this.killShare) return 'kill';
    if (lot > this.killShare + this.pauseShare || this.pausedOnce.has(process)) return 'live';
    this.pausedOnce.add(process); // the allowance is for all pauses within a settle window together
    this.count('pauses');
    const pauseMs = this.options.pauses === 'long' ? scheduler.between(SETTLE_MS / 2, 3 * SETTLE_MS) : scheduler.between(100, this.lateness.pauseAllowanceMs);
    return Math.min(pauseMs, calmAt - scheduler.now);
  }

  private startWorker(): void {
    const { scheduler, database } = this;
    const process: SimulatedProcess = new SimulatedProcess(scheduler, this, () => {
      this.count('kills');
      scheduler.in(scheduler.between(0, 4_000), () => this.startWorker());
    });
    const wire = new SimulatedWire(scheduler, process, this.erp);
    const others = new OtherMessages(database, process);
    const engine = new DeliveryEngine({
      store: database.store(process, LIFE_SETTINGS.leaseMs!), clock: process.clock, random: scheduler.random, settings: { ...LIFE_SETTINGS, pauseAllowanceMs: this.lateness.pauseAllowanceMs, concurrency: this.options.concurrency ?? scheduler.pick([1, 2, 4]), ...(this.options.circuitOpensAt && { circuitOpensAt: this.options.circuitOpensAt }) },
      guarantees: { of: () => ({ guaranteeClass: this.options.guarantee }) },
      flows: [new SimulatedConfirmations(wire, others), new SimulatedReversals(wire, others)],
      log: { info: () => undefined, warn: () => this.count('warnings'), error: (fields, text) => this.note(fields, text) },
    });
    engine.start();
  }

  /** What the engine calls an error is one, except that its store was away. */
  private note({ err, messageId }: Readonly<Record<string, unknown>>, text: string): void {
    if (text.startsWith('a send ended after its settle window')) {
      this.count('alarms');
      return void this.alarmed.add(this.tables.message(messageId as string).senderId);
    }
    this.count('errors');
    if (/cannot reach its database|was left behind/.test(text)) return;
    this.errors.push(`${text}: ${String(err)}`);
  }

  private accept({ messageId, kind, senderId, laneKey, wish }: ScriptedMessage): void {
    const { scheduler, database, erp } = this;
    for (const { lot } of wish.parts) {
      if (lot === undefined) continue;
      erp.lockedLots.add(lot);
      scheduler.in(scheduler.between(0, 20_000), () => { erp.lockedLots.delete(lot); this.ring(`lot:${lot}`); });
    }
    const { condition } = wish;
    if (condition !== undefined) scheduler.in(scheduler.between(0, 20_000), () => { database.fulfilled.add(condition); this.ring(condition); });
    acceptMessage(this.tables, { messageId, siteId: 'BER1', kind, senderId, laneKey, command: wish }, new Date(scheduler.now));
    database.ring();
  }

  /** Somebody has seen that a condition is fulfilled; now and then nobody does. */
  private ring(key: string): void {
    if (this.scheduler.chance(0.8)) ringConditions(this.tables, [key], new Date(this.scheduler.now));
    this.database.ring();
  }

  private disturb(): void {
    const { scheduler } = this;
    const lot = scheduler.random();
    if (lot < 0.1) return this.database.goAway(scheduler.between(500, 8_000));
    if (lot < 0.2) return this.erp.shut(scheduler.between(2_000, 15_000));
    this.decide(scheduler.pick(this.script));
  }

  /** A person looks at a message and does what can be done. */
  private decide({ messageId, senderId }: ScriptedMessage): void {
    const { scheduler, tables, erp } = this;
    const message = tables.messages.get(messageId);
    if (!message) return;
    const at = new Date(scheduler.now);
    if (scheduler.chance(0.7)) erp.putRight.add(senderId);
    const done = message.state === 'awaitingApproval' && scheduler.chance(0.8) ? approve(tables, messageId, at, 'somebody else') && 'approvals'
      : scheduler.chance(message.state === 'parked' ? 0.3 : 0.1) ? discard(tables, messageId, at, 'not needed any more')
        : scheduler.chance(0.6) ? resubmit(tables, messageId, at) && 'resubmits' : undefined;
    if (done) this.count(`people: ${done}`);
    this.database.ring();
  }

  private calm(): void {
    this.database.isCalm = true;
    this.erp.isCalm = true;
  }

  /** No lane is due, now or later. */
  private isAtRest(): boolean {
    return [...this.tables.lanes.values()].every(({ nextAt }) => nextAt === undefined);
  }

  private ended({ messageId, senderId, laneKey, wish }: ScriptedMessage): EndedMessage {
    const { state, error } = this.tables.message(messageId);
    const senderOf = (id: string): string => this.tables.message(id).senderId;
    const after = [wish.after, wish.takesBack].flatMap((id) => (id === undefined ? [] : [senderOf(id)]));
    return {
      senderId, laneKey, state, reason: error?.code, wished: wish.parts, after, takesBack: wish.takesBack && senderOf(wish.takesBack),
      numbers: this.tables.partsOf(messageId).flatMap(({ receipt }) => receipt?.documents.map(({ number }) => number) ?? []),
    };
  }

  private count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }
}
