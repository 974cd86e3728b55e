import type { MessageState } from '@plantway/canonical';
import type { Clock, DeliveryFlow, DeliveryGuarantees, Submission } from '@plantway/ports';
import { SeededClock, createTestDatabase, until, type TestDatabase } from '@plantway/testing';
import type pg from 'pg';
import { DeliveryEngine, Intake, MessageDesk, MessageReader, MessageRelations, type Acceptance, type DeliveryGate, type DeliveryLog, type MessageDetail, type MessagingSettings, type PaceRules } from '../src/index.js';
import { ScriptedErp, ScriptedFlow, type Order } from './scripted-erp.js';
import { seededRandom } from './seeded-random.js';

export const SITE = 'BER1';
/** Worked example 10: deadline 5 s, settle 30 s. */
export const SETTINGS: Partial<MessagingSettings> = { sendDeadlineMs: 5_000, sendGraceMs: 500, settleWindowMs: 30_000, pauseAllowanceMs: 10_000, leaseMs: 20_000, recheckIntervalMs: 60_000 };

/** One submission of the tests; the lane is "A" unless said otherwise. */
export function submission(senderId: string, order: Order = { amount: '10' }, more: Partial<Submission> = {}): Submission {
  return {
    siteId: SITE, kind: 'productionConfirmation', sourceSystem: 'mes', senderId, laneKey: 'A', correlationId: `journey-of-${senderId}`, acceptedBy: 'credential-1',
    received: { id: senderId, ...order }, canonical: { ...order }, search: { workOrderId: 'WO-1', operationId: '0010', confirmationId: senderId, lotIds: [], serialNumbers: [] },
    postingDate: '2026-11-22', productionDay: '2026-11-22', ...more,
  };
}

/** Intake, desk, reader and an engine over one database of the test's own, a clock that stands still, and a foreign ERP that plays its script. */
export class DeliveryRig {
  readonly clock = new SeededClock();
  readonly erp = new ScriptedErp(this.clock);
  readonly flow = new ScriptedFlow(this.erp);
  readonly reversals = new ScriptedFlow(this.erp, 'confirmationReversal');
  readonly intake: Intake;
  readonly reader: MessageReader;
  readonly desk: MessageDesk;
  readonly relations: MessageRelations;
  readonly engine: DeliveryEngine;

  private constructor(readonly database: TestDatabase, readonly settings: Partial<MessagingSettings>) {
    const { pool } = database;
    this.intake = new Intake({ pool, clock: this.clock });
    this.reader = new MessageReader(pool);
    this.desk = new MessageDesk(pool, this.clock, this.reader);
    this.relations = new MessageRelations({ pool, clock: this.clock });
    this.engine = this.anotherEngine();
  }

  static async open(settings: Partial<MessagingSettings> = SETTINGS): Promise<DeliveryRig> {
    return new DeliveryRig(await createTestDatabase(), settings);
  }

  close(): Promise<void> {
    return this.database.drop();
  }

  /** An engine of another process. One that is not immortal does not notice time going by: when it dies, its deadlines die with it. */
  anotherEngine({ pool = this.database.pool, random = seededRandom(1), immortal = true, flows = [this.flow, this.reversals], log, guarantees, gate, pace }: { readonly pool?: pg.Pool; readonly random?: () => number; readonly immortal?: boolean; readonly flows?: readonly DeliveryFlow[]; readonly log?: DeliveryLog; readonly guarantees?: DeliveryGuarantees; readonly gate?: DeliveryGate; readonly pace?: PaceRules } = {}): DeliveryEngine {
    const clock: Clock = immortal ? this.clock : { now: () => this.clock.now(), sleep: () => new Promise(() => undefined) };
    return new DeliveryEngine({ pool, clock, flows, settings: this.settings, random, ...(log && { log }), ...(guarantees && { guarantees }), ...(gate && { gate }), ...(pace && { pace }) });
  }

  accept(senderId: string, order?: Order, more?: Partial<Submission>): Promise<Acceptance> {
    return this.intake.accept(submission(senderId, order, more));
  }

  /** Accepts the wish to take a confirmation back, in a lane of its own; answers its id. */
  async acceptReversal(senderId: string, confirmationId: string, more?: Partial<Submission>): Promise<string> {
    const search = { workOrderId: 'WO-1', operationId: '0010', confirmationId, lotIds: [], serialNumbers: [] };
    return (await this.accept(senderId, { amount: `-${confirmationId}` }, { kind: 'confirmationReversal', laneKey: `reversal of ${confirmationId}`, search, ...more })).messageId;
  }

  /** Delivers whatever is due at this moment, until nothing is. */
  async deliver(engine = this.engine): Promise<void> {
    while (await engine.runOnce() > 0);
  }

  /** Delivers while the ERP keeps silent: moves the clock to the deadline as soon as `sends` requests are out in all. */
  async deliverIntoSilence(sends: number, deadlineMs = 5_000): Promise<void> {
    const delivering = this.deliver();
    await until(() => this.erp.requests.length === sends);
    await this.clock.advance(deadlineMs);
    await delivering;
  }

  /** Resolves when somebody sleeps on the clock. */
  async clockWaits(): Promise<void> {
    await until(() => this.clock.sleeping > 0);
  }

  /** Moves the clock and delivers what is due then. */
  async after(ms: number): Promise<void> {
    await this.clock.advance(ms);
    await this.deliver();
  }

  async message(senderId: string): Promise<MessageDetail> {
    const { rows: [{ message_id: messageId }] } = await this.database.pool.query<{ message_id: string }>('select message_id from messaging.message where site_id = $1 and sender_id = $2', [SITE, senderId]);
    return (await this.reader.get(SITE, messageId))!;
  }

  async state(senderId: string): Promise<MessageState> {
    return (await this.message(senderId)).state;
  }

  async eventTypes(senderId: string): Promise<readonly string[]> {
    const { messageId } = await this.message(senderId);
    const { rows } = await this.database.pool.query<{ type: string }>('select type from events.event_log where subject = $1 order by insertion_id', [messageId]);
    return rows.map(({ type }) => type);
  }

  /** accepted = posted + open + discarded + annulled, and the lanes count the same open ones, but for those that stand beside their lane. @throws Error when the books do not balance */
  async balance(): Promise<void> {
    const books = await this.reader.accounting(SITE);
    const { rows: [lanes] } = await this.database.pool.query<{ pending: number; jobs: number }>('select (select coalesce(sum(pending), 0)::int from messaging.lane) as pending, (select count(*)::int from messaging.lane_job) as jobs');
    const { rows: [{ beside }] } = await this.database.pool.query<{ beside: number }>(`select count(*)::int as beside from messaging.message where stepped_aside_at is not null and state not in ('discarded', 'annulled')`);
    const inLanes = books.open - books.byState.postedWithFollowUp - beside;
    if (books.accepted !== books.posted + books.open + books.discarded + books.annulled || lanes.pending !== inLanes || lanes.jobs !== inLanes) {
      throw new Error(`the books do not balance: ${JSON.stringify({ books, lanes })}`);
    }
  }
}
