import { DefectError, TechnicalRetryableError, type MessageError, type MessageKind, type MessageState } from '@plantway/canonical';
import { inTransaction } from '@plantway/database';
import { messageSettledKey, type Annulment, type Clock, type DeliveryReceipt, type NumberedMessage, type OpenReport, type RelatedMessage, type RelatedMessages, type ReversalWish, type SequencePlace, type SourceNumbering, type Standstill } from '@plantway/ports';
import type pg from 'pg';
import { againWhenRaced } from './again-when-raced.js';
import { joinedNote } from './head-message.js';
import { LaneBell } from './lane-bell.js';
import { messageEvent } from './message-event.js';
import { messageSummary, type SummaryRow } from './message-rows.js';
import { ANNULMENT_FACTS, ANNUL_MESSAGE, FIND_BEFORE, FIND_LATER_IN_LANE, FIND_OPEN_CONFIRMATIONS_OF, FIND_OPEN_OF_ORDER_BEFORE, FIND_OPEN_REPORTS, FIND_OPEN_REVERSALS_OF_ORDER_BEFORE, FIND_OVERTAKEN_BY, FIND_RELATED, FIND_REVERSALS, FIND_STANDSTILL, HOLD_FOR_ANNULMENT, HOLD_TO_LET_PASS, LET_PASS } from './related.sql.js';
import { FIND_PLACE_IN_SEQUENCE } from './sequence.sql.js';

/** A message that is not on its way: nothing of it can leave any more once it is annulled. */
const ANNULLABLE: readonly MessageState[] = ['accepted', 'waiting', 'retrying', 'parked', 'awaitingApproval'];
/** A message that still has something to say: one that a person gave up annuls nothing, whatever a slow worker believes. */
const ANNULLING: readonly MessageState[] = ['accepted', 'waiting', 'retrying'];

export interface MessageRelationsOptions {
  readonly pool: pg.Pool;
  readonly clock: Clock;
}

interface RelatedRow {
  readonly message_id: string;
  readonly kind: MessageKind;
  readonly source_system: string;
  readonly sender_id: string;
  readonly state: MessageState;
  readonly accepted_at: Date;
  readonly note: string | null;
  readonly command: unknown;
  readonly receipts: readonly DeliveryReceipt[];
  readonly sent: readonly unknown[];
  readonly is_begun?: boolean;
  readonly reversal?: ReversalWish | null;
}

type HeldRow = SummaryRow & { readonly annulling_state: MessageState };

interface FactsRow {
  readonly receipts: readonly DeliveryReceipt[];
  readonly is_in_doubt: boolean;
  readonly annulled_by: string | null;
}

interface SequenceRow {
  readonly number: string;
  readonly below: string;
  readonly gap: NonNullable<SequencePlace['gap']> | null;
  readonly twin: NumberedMessage | null;
  readonly behind: NumberedMessage | null;
}

interface StandstillRow {
  readonly message_id: string;
  readonly sender_id: string;
  readonly kind: MessageKind;
  readonly state: MessageState;
  readonly waiting_for: string | null;
}

/**
 * What a flow may know of other messages, and the two things that it may do: annul another one, and let others pass its own. Every method
 * @throws TechnicalRetryableError `DATABASE_UNAVAILABLE`: asked again later, all of them answer the same as if nothing had been
 */
export class MessageRelations implements RelatedMessages {
  private readonly pool: pg.Pool;
  private readonly clock: Clock;
  private readonly bell: LaneBell;

  constructor({ pool, clock }: MessageRelationsOptions) {
    this.pool = pool;
    this.clock = clock;
    this.bell = new LaneBell(pool);
  }

  async find(siteId: string, sourceSystem: string, kind: MessageKind, senderId: string): Promise<RelatedMessage | undefined> {
    const [found] = await this.read('find-related', FIND_RELATED, [siteId, sourceSystem, kind, senderId]);
    return found;
  }

  reversalsOf(siteId: string, sourceSystem: string, confirmationId: string): Promise<readonly RelatedMessage[]> {
    return this.read('find-reversals', FIND_REVERSALS, [siteId, sourceSystem, confirmationId]);
  }

  before(messageId: string): Promise<readonly RelatedMessage[]> {
    return this.read('find-before', FIND_BEFORE, [messageId]);
  }

  async laterInLane(messageId: string): Promise<RelatedMessage | undefined> {
    const [later] = await this.read('find-later-in-lane', FIND_LATER_IN_LANE, [messageId]);
    return later;
  }

  overtakenBy(messageId: string): Promise<readonly RelatedMessage[]> {
    return this.read('find-overtaken-by', FIND_OVERTAKEN_BY, [messageId]);
  }

  openOfOrderBefore(messageId: string, limit?: number): Promise<readonly RelatedMessage[]> {
    return this.read('find-open-of-order-before', FIND_OPEN_OF_ORDER_BEFORE, [messageId, limit ?? null]);
  }

  async openReports(siteId: string, workOrderId: string): Promise<readonly OpenReport[]> {
    return (await this.read('find-open-reports', FIND_OPEN_REPORTS, [siteId, workOrderId])) as readonly OpenReport[];
  }

  async openConfirmationsOf(siteId: string, workOrderIds: readonly string[], limit: number): Promise<readonly OpenReport[]> {
    return (await this.read('find-open-confirmations-of', FIND_OPEN_CONFIRMATIONS_OF, [siteId, workOrderIds, limit])) as readonly OpenReport[];
  }

  openReversalsOfOrderBefore(messageId: string): Promise<readonly RelatedMessage[]> {
    return this.read('find-open-reversals-of-order-before', FIND_OPEN_REVERSALS_OF_ORDER_BEFORE, [messageId]);
  }

  async placeInSequence(messageId: string, { scope, startsAt }: SourceNumbering): Promise<SequencePlace | undefined> {
    const askedAt = this.clock.now().toISOString();
    const { rows: [row] } = await reaching(() => this.pool.query<SequenceRow>({ name: `find-place-in-sequence-of-${scope}`, text: FIND_PLACE_IN_SEQUENCE(scope), values: [messageId, startsAt === 1] }));
    return row && {
      askedAt, number: Number(row.number), below: Number(row.below), ...(row.gap !== null && { gap: { ...row.gap, noticedAt: new Date(row.gap.noticedAt).toISOString() } }),
      ...(row.twin !== null && { twin: row.twin }), ...(row.behind !== null && { behind: row.behind }),
    };
  }

  async standstillOf(which: { readonly messageId: string } | { readonly laneKey: string }): Promise<Standstill | undefined> {
    const values = 'messageId' in which ? [which.messageId, null] : [null, which.laneKey];
    const { rows: [row] } = await reaching(() => this.pool.query<StandstillRow>({ name: 'find-standstill', text: FIND_STANDSTILL, values }));
    return row && { headId: row.message_id, headSenderId: row.sender_id, headKind: row.kind, headState: row.state, ...(row.waiting_for !== null && { waitingFor: row.waiting_for }) };
  }

  async letPass(messageId: string, error: MessageError): Promise<boolean> {
    const hasPassed = await reaching(() => againWhenRaced(() => inTransaction(this.pool, async (client) => {
      const { rows: [held] } = await client.query<SummaryRow>({ name: 'hold-to-let-pass', text: HOLD_TO_LET_PASS, values: [messageId] });
      if (held === undefined) return false;
      const at = this.clock.now();
      const message = messageSummary(held);
      const event = messageEvent('message.waiting.v1', message, { state: 'waiting', error, erp: message.erp, note: message.note }, at);
      const { rows: [{ events }] } = await client.query<{ events: string }>({ name: 'let-pass', text: LET_PASS, values: [messageId, at, JSON.stringify(error), JSON.stringify(event)] });
      return events === '1';
    })));
    if (hasPassed) this.bell.ring();
    return hasPassed;
  }

  /** @throws DefectError `FLOW_DEFECT` when the site of the annulling message has no such message */
  async annul(messageId: string, by: { readonly messageId: string; readonly note: string }): Promise<Annulment> {
    const annulment = await reaching(() => againWhenRaced(() => inTransaction(this.pool, (client) => this.annulHeld(client, messageId, by))));
    this.bell.ring();
    return annulment;
  }

  private async annulHeld(client: pg.PoolClient, messageId: string, by: { readonly messageId: string; readonly note: string }): Promise<Annulment> {
    const { rows: [held] } = await client.query<HeldRow>({ name: 'hold-for-annulment', text: HOLD_FOR_ANNULMENT, values: [messageId, by.messageId] });
    if (!held) throw new DefectError('FLOW_DEFECT', `Message ${by.messageId} cannot annul ${messageId}: one of them is unknown at the site of the other.`, { effect: 'none' });
    const { rows: [facts] } = await client.query<FactsRow>({ name: 'annulment-facts', text: ANNULMENT_FACTS, values: [messageId] });
    const { receipts, is_in_doubt: isInDoubt, annulled_by: annulledBy } = facts;
    if (held.state === 'annulled' && annulledBy === by.messageId) return { outcome: 'annulled', receipts };
    if (isInDoubt || !ANNULLABLE.includes(held.state) || !ANNULLING.includes(held.annulling_state)) return { outcome: 'tooLate', state: held.state };

    const at = this.clock.now();
    const message = messageSummary(held);
    const note = joinedNote(message.note, by.note);
    const event = { ...messageEvent('message.annulled.v1', message, { state: 'annulled', erp: message.erp, note }, at), causation_id: by.messageId };
    await client.query({ name: 'annul-message', text: ANNUL_MESSAGE, values: [messageId, note, by.messageId, by.note, at, JSON.stringify(event), messageSettledKey(messageId)] });
    return { outcome: 'annulled', receipts };
  }

  private async read(name: string, text: string, values: readonly unknown[]): Promise<readonly RelatedMessage[]> {
    const { rows } = await reaching(() => this.pool.query<RelatedRow>({ name, text, values: [...values] }));
    return rows.map(relatedMessage);
  }
}

/** A database that is away is no fault of the message that asks. */
async function reaching<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof DefectError) throw cause;
    throw new TechnicalRetryableError('DATABASE_UNAVAILABLE', 'Other messages could not be read or changed.', { cause });
  }
}

function relatedMessage(row: RelatedRow): RelatedMessage {
  return {
    messageId: row.message_id,
    kind: row.kind,
    sourceSystem: row.source_system,
    senderId: row.sender_id,
    state: row.state,
    acceptedAt: row.accepted_at.toISOString(),
    command: row.command,
    receipts: row.receipts,
    sent: row.sent,
    ...(row.note !== null && { note: row.note }),
    ...(row.is_begun !== undefined && { isBegun: row.is_begun }),
    ...(row.reversal && { reversal: row.reversal }),
  };
}
