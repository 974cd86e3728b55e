import { DefectError } from '@plantway/canonical';
import { ERP_SIDE, type CallOptions, type Clock, type DeclaredGuarantee, type DeliveryFlow, type DeliveryGuarantees, type DeliveryReceipt, type OtherSide } from '@plantway/ports';
import { callWithDeadline, type LateAnswer } from './call-with-deadline.js';
import type { DeliveryGate } from './delivery-gate.js';
import type { DeliveryStore } from './delivery-store.js';
import { actsByReadBack } from './key-retention.js';
import { doubleSuspected } from './late/double-posting.js';
import { fencedChange, type Effects } from './fenced-change.js';
import type { HeadMessage, LeasedLane, MessagePart } from './head-message.js';
import type { MessagingSettings } from './messaging.config.js';
import { UNPACED_TURN, type PacedTurn } from './pacing/paced-turn.js';
import { writeWhileLeased } from './write-while-leased.js';

/** Where the engine says what an operator should know; a pino logger fits. */
export interface DeliveryLog {
  info(fields: Readonly<Record<string, unknown>>, text: string): void;
  warn(fields: Readonly<Record<string, unknown>>, text: string): void;
  error(fields: Readonly<Record<string, unknown>>, text: string): void;
}

/** What every worker of an engine shares. */
export interface DeliveryTools {
  readonly clock: Clock;
  readonly settings: MessagingSettings;
  /** From 0 to below 1; seeded in tests. */
  readonly random: () => number;
  readonly store: DeliveryStore;
  readonly log: DeliveryLog;
  readonly guarantees: DeliveryGuarantees;
  readonly gate: DeliveryGate;
}

/** One worker's hold on one lane. */
export class DeliveryContext {
  constructor(readonly tools: DeliveryTools, readonly lane: LeasedLane, private readonly known: DeliveryFlow | undefined, readonly turn: PacedTurn = UNPACED_TURN) {}

  /** @throws DefectError `FLOW_DEFECT` when nobody knows what to do for this kind of message */
  get flow(): DeliveryFlow {
    if (!this.known) throw new DefectError('FLOW_DEFECT', `There is no flow for the messages of lane ${this.lane.laneKey}.`, { effect: 'none' });
    return this.known;
  }

  /** Whom the flow writes to. */
  get otherSide(): OtherSide {
    return this.known?.otherSide ?? ERP_SIDE;
  }

  /** What the other side promises against posting the message twice. */
  guaranteeOf({ siteId, kind }: HeadMessage): DeclaredGuarantee {
    return this.tools.guarantees.of(siteId, kind);
  }

  /** Whether the other side may be written to at this moment, as far as is known without asking: another side than the gate guards always, the one that it guards while it is open. */
  mayWrite(siteId: string): boolean {
    const { gate } = this.tools;
    return this.otherSide.name !== gate.guards.name || gate.isOpen(siteId);
  }

  now(): Date {
    return this.tools.clock.now();
  }

  /** Now and some milliseconds. */
  in(ms: number): Date {
    return new Date(this.now().getTime() + ms);
  }

  /**
   * Writes the new standing of the message, fenced by the lease. Answers the message to go on with, or undefined when the lane is given back or was lost.
   * @throws TechnicalRetryableError `DATABASE_UNAVAILABLE` when it could not be written while the lease lasted
   */
  async record(before: HeadMessage, after: HeadMessage, effects: Effects, options: { readonly once?: boolean } = {}): Promise<HeadMessage | undefined> {
    const { store, log, settings } = this.tools;
    const at = this.now();
    const leaseUntil = new Date(at.getTime() + settings.leaseMs);
    const change = fencedChange(this.lane, before, after, effects, at, leaseUntil);
    const applied = await (options.once ? store.write(change) : writeWhileLeased(store, this.tools.clock, change, this.lane.leaseUntil));
    if (!applied) {
      log.warn({ messageId: before.messageId, laneKey: this.lane.laneKey, epoch: this.lane.epoch, state: after.state }, 'a change was refused: the lane has a new holder, or a person was faster');
      if (effects.evidence) {
        const { attemptId, answer, mayStandSince } = effects.evidence;
        await this.keepEvidence(before, attemptId, { answer }, mayStandSince);
      }
      await store.release(this.lane);
      return undefined;
    }
    if (effects.release) return undefined;
    this.lane.leaseUntil = leaseUntil;
    return { ...after, partsStored: after.parts.length > 0 };
  }

  /**
   * Keeps what came of a send that nobody may act upon any more. People are alerted when it ended later than the settle window after its intent: whoever decided about it meanwhile may have looked before it arrived, so that what it
   * made may stand beside what was made since. Only a process that was paused for longer than its allowance, or an ERP that takes longer than it says, comes here.
   * @param mayStandSince since when the send may have taken effect; absent when it surely had none
   */
  async keepEvidence(head: HeadMessage, attemptId: string, evidence: { readonly answer?: unknown; readonly failure?: unknown }, mayStandSince: Date | undefined): Promise<void> {
    const { store, settings, log } = this.tools;
    const at = this.now();
    if (mayStandSince === undefined || at.getTime() - mayStandSince.getTime() < settings.settleWindowMs) return store.keepEvidence(attemptId, evidence);
    const words = `a send ended after its settle window, when it had been decided without it: compare what stands in the ${this.otherSide.name}`;
    log.error({ messageId: head.messageId, laneKey: this.lane.laneKey, intentAt: mayStandSince }, words);
    if (!actsByReadBack(this.guaranteeOf(head), settings)) return store.keepEvidence(attemptId, evidence);
    const { documents: answered } = (evidence.answer ?? {}) as Partial<DeliveryReceipt>;
    const documents = Array.isArray(answered) ? answered : [];
    const title = `A send of ${head.kind} ${head.senderId} ended after its settle window: it may stand twice in the ${this.otherSide.name}`;
    await store.tellSentLate(attemptId, evidence, { documents, events: doubleSuspected(head, { attemptId, documents, title }, at) });
  }

  /** Calls the flow with the deadline of the settings, or what is left of it; the call is told when that is, and its signal aborts then. */
  async call<Value>(head: HeadMessage, call: (options: CallOptions) => Promise<Value>, options: { readonly deadlineMs?: number; readonly late?: (answer: LateAnswer) => void } = {}): Promise<Value> {
    const { clock, settings } = this.tools;
    const deadlineMs = options.deadlineMs ?? settings.sendDeadlineMs;
    const deadlineAt = this.in(deadlineMs);
    try {
      return await callWithDeadline(clock, { deadlineMs, graceMs: settings.sendGraceMs }, (signal) => call({ signal, deadlineAt, correlationId: head.correlationId }), options.late);
    } catch (error) {
      await this.turn.failed(error);
      throw error;
    }
  }

  /** Whether the flow finds that the receipt says what was sent. A flow that cannot tell does not agree: a person compares. */
  agrees(part: MessagePart, receipt: DeliveryReceipt): boolean {
    try {
      return this.flow.agrees(part, receipt);
    } catch (fault) {
      this.tools.log.error({ err: fault, reference: part.reference }, 'the flow failed to compare a document with what was sent');
      return false;
    }
  }
}
