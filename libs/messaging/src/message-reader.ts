import { BusinessException, MESSAGE_STATES, type MessageKind, type MessageState } from '@plantway/canonical';
import type pg from 'pg';
import { messageDetail, messageSummary, shapeView, type DetailRow, type ShapeRow, type SummaryRow } from './message-rows.js';
import { countMessages, listMessages, type ListCriteria } from './message-list.js';
import type { ChangesPage, MessageAccounting, MessageDetail, MessagePage, ShapeView } from './message-view.js';
import { COUNT_BY_STATE, COUNT_OPEN_REPORTS, GET_LINEAGE, GET_MESSAGE, READ_CHANGES, STATES_OF, STATE_OF } from './reader.sql.js';

/** Event types that tell what became of a message after it was accepted. */
export const MESSAGE_EVENT_TYPES: readonly string[] = [
  'message.posted.v1', 'message.parked.v1', 'message.waiting.v1', 'message.in-doubt.v1', 'message.retrying.v1', 'message.resubmitted.v1', 'message.discarded.v1', 'message.annulled.v1', 'message.awaiting-approval.v1', 'message.approved.v1',
  'message.amended.v1', 'message.stepped-aside.v1', 'message.resolution-proposed.v1', 'message.doubt-resolved.v1',
];
const UNFINISHED: readonly MessageState[] = ['accepted', 'posting', 'retrying', 'waiting', 'inDoubt', 'parked', 'awaitingApproval'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const POSITION = /^\d{1,18}$/;
const DEFAULT_LIMIT = 100;

/** Answers what happened to messages. Every question names a site, and never sees another one's. */
export class MessageReader {
  /** @param pool a connection serves as well, to read within its transaction */
  constructor(private readonly pool: Pick<pg.Pool, 'query'>) {}

  /** One message with its parts, attempts and actions; undefined when the site has no such message. */
  async get(siteId: string, messageId: string): Promise<MessageDetail | undefined> {
    if (!UUID.test(messageId)) return undefined;
    const { rows: [row] } = await this.pool.query<DetailRow>({ name: 'get-message', text: GET_MESSAGE, values: [messageId, siteId] });
    return row && messageDetail(row);
  }

  /** Messages that meet every given criterion, in the order of acceptance. @throws BusinessException `CURSOR_INVALID` */
  async list(siteId: string, filter: ListCriteria = {}): Promise<MessagePage> {
    const limit = filter.limit ?? DEFAULT_LIMIT;
    const { text, values } = listMessages(siteId, filter.cursor === undefined ? filter : { ...filter, cursor: positionOf(filter.cursor) }, limit + 1);
    const { rows } = await this.pool.query<SummaryRow>(text, values);
    const page = rows.slice(0, limit);
    return { items: page.map(messageSummary), nextCursor: rows.length > limit ? page.at(-1)!.position : null };
  }

  /** How many messages meet every given criterion. */
  async count(siteId: string, filter: ListCriteria): Promise<number> {
    const { text, values } = countMessages(siteId, filter);
    const { rows: [{ count }] } = await this.pool.query<{ count: number }>(text, values);
    return count;
  }

  /** Every message that carries this confirmation, in the order of acceptance; usually one. */
  async byConfirmation(siteId: string, confirmationId: string): Promise<readonly MessageDetail[]> {
    const { items } = await this.list(siteId, { confirmationId, limit: 1000 });
    const details = await Promise.all(items.map(({ messageId }) => this.get(siteId, messageId)));
    return details.filter((detail) => detail !== undefined);
  }

  /** Whether a command came before under this name, with whatever body. */
  async isStored(siteId: string, sourceSystem: string, kind: MessageKind, senderId: string): Promise<boolean> {
    return (await this.stateOf(siteId, sourceSystem, kind, senderId)) !== undefined;
  }

  /** Where the command of this name stands; undefined when none came under it. */
  async stateOf(siteId: string, sourceSystem: string, kind: MessageKind, senderId: string): Promise<MessageState | undefined> {
    const { rows: [row] } = await this.pool.query<{ state: MessageState }>({ name: 'state-of', text: STATE_OF, values: [siteId, sourceSystem, kind, senderId] });
    return row?.state;
  }

  /** Where each of these messages stands; without those that the site does not have. */
  async statesOf(siteId: string, messageIds: readonly string[]): Promise<ReadonlyMap<string, MessageState>> {
    const { rows } = await this.pool.query<{ message_id: string; state: MessageState }>({ name: 'states-of', text: STATES_OF, values: [siteId, messageIds] });
    return new Map(rows.map(({ message_id: messageId, state }) => [messageId, state]));
  }

  /** Every shape that the payload had, with what made it; undefined when the site has no such message. */
  async lineage(siteId: string, messageId: string): Promise<readonly ShapeView[] | undefined> {
    if (!UUID.test(messageId)) return undefined;
    const { rows } = await this.pool.query<ShapeRow>({ name: 'get-lineage', text: GET_LINEAGE, values: [messageId, siteId] });
    return rows.length === 0 ? undefined : rows.map(shapeView);
  }

  /**
   * What became of messages since a cursor; without one, from the first change that is kept. The cursor goes on with the log, also when nothing of this site has happened.
   * `reset` when what follows the cursor was removed, or the cursor is of another database: there are no items, load the messages anew and read on from `nextCursor`.
   * @throws BusinessException `CURSOR_INVALID`
   */
  async changes(siteId: string, cursor?: string, limit = DEFAULT_LIMIT): Promise<ChangesPage> {
    const after = cursor === undefined ? null : positionOf(cursor);
    const { rows } = await this.pool.query<ChangeRow>({ name: 'read-message-changes', text: READ_CHANGES, values: [siteId, MESSAGE_EVENT_TYPES, after, limit] });
    const { last_position: last, removed_through: removedThrough } = rows[0];
    if (after !== null && (BigInt(after) < BigInt(removedThrough) || BigInt(after) > BigInt(last))) return { items: [], nextCursor: last, reset: true };
    const changes = rows.filter((row): row is ChangeRow & EventRow => row.position !== null);
    return {
      items: changes.map((row) => ({ eventId: row.event_id, type: row.type, occurredAt: row.occurred_at.toISOString(), data: row.data })),
      nextCursor: changes.length === limit ? changes[limit - 1].position : last,
      reset: false,
    };
  }

  /** How many reports of each operation of an order are stored and not finished; one that only needs a follow-up in the ERP stands there. */
  async openReports(siteId: string, workOrderId: string): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.pool.query<{ operation_id: string; count: number }>({ name: 'count-open-reports', text: COUNT_OPEN_REPORTS, values: [siteId, workOrderId, UNFINISHED] });
    return new Map(rows.map(({ operation_id: operationId, count }) => [operationId, count]));
  }

  /** accepted = posted + open + discarded + annulled, for one site. */
  async accounting(siteId: string): Promise<MessageAccounting> {
    const { rows } = await this.pool.query<{ state: MessageState; count: number }>({ name: 'count-by-state', text: COUNT_BY_STATE, values: [siteId] });
    const counts = new Map(rows.map(({ state, count }) => [state, count]));
    const byState = Object.fromEntries(MESSAGE_STATES.map((state) => [state, counts.get(state) ?? 0])) as Record<MessageState, number>;
    const { posted, discarded, annulled, ...open } = byState;
    return {
      accepted: rows.reduce((total, { count }) => total + count, 0),
      posted, discarded, annulled,
      open: Object.values(open).reduce((total, count) => total + count, 0),
      byState,
    };
  }
}

interface EventRow {
  readonly position: string;
  readonly event_id: string;
  readonly type: string;
  readonly occurred_at: Date;
  readonly data: unknown;
}
type ChangeRow = { readonly last_position: string; readonly removed_through: string } & (EventRow | { readonly position: null });

function positionOf(cursor: string): string {
  if (!POSITION.test(cursor)) throw new BusinessException('CURSOR_INVALID', 'The cursor was not given by this list.');
  return cursor;
}
