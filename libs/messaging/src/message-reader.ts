import { BusinessException, MESSAGE_STATES, type MessageState } from '@plantway/canonical';
import type pg from 'pg';
import { messageDetail, messageSummary, shapeView, type DetailRow, type ShapeRow, type SummaryRow } from './message-rows.js';
import { listMessages } from './message-list.js';
import type { ChangesPage, MessageAccounting, MessageDetail, MessageFilter, MessagePage, ShapeView } from './message-view.js';
import { COUNT_BY_STATE, GET_LINEAGE, GET_MESSAGE, READ_CHANGES } from './reader.sql.js';

/** Event types that tell what became of a message after it was accepted. */
export const MESSAGE_EVENT_TYPES: readonly string[] = [
  'message.posted.v1', 'message.parked.v1', 'message.waiting.v1', 'message.in-doubt.v1', 'message.retrying.v1', 'message.resubmitted.v1', 'message.discarded.v1',
];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const POSITION = /^\d{1,18}$/;
const DEFAULT_LIMIT = 100;

/** Answers what happened to messages. Every question names a site, and never sees another one's. */
export class MessageReader {
  constructor(private readonly pool: pg.Pool) {}

  /** One message with its parts, attempts and actions; undefined when the site has no such message. */
  async get(siteId: string, messageId: string): Promise<MessageDetail | undefined> {
    if (!UUID.test(messageId)) return undefined;
    const { rows: [row] } = await this.pool.query<DetailRow>({ name: 'get-message', text: GET_MESSAGE, values: [messageId, siteId] });
    return row && messageDetail(row);
  }

  /** Messages that meet every given criterion, in the order of acceptance. @throws BusinessException `CURSOR_INVALID` */
  async list(siteId: string, filter: MessageFilter = {}): Promise<MessagePage> {
    const limit = filter.limit ?? DEFAULT_LIMIT;
    const { text, values } = listMessages(siteId, filter.cursor === undefined ? filter : { ...filter, cursor: positionOf(filter.cursor) }, limit + 1);
    const { rows } = await this.pool.query<SummaryRow>(text, values);
    const page = rows.slice(0, limit);
    return { items: page.map(messageSummary), nextCursor: rows.length > limit ? page.at(-1)!.position : null };
  }

  /** Every message that carries this confirmation, in the order of acceptance; usually one. */
  async byConfirmation(siteId: string, confirmationId: string): Promise<readonly MessageDetail[]> {
    const { items } = await this.list(siteId, { confirmationId, limit: 1000 });
    const details = await Promise.all(items.map(({ messageId }) => this.get(siteId, messageId)));
    return details.filter((detail) => detail !== undefined);
  }

  /** Every shape that the payload had, with what made it; undefined when the site has no such message. */
  async lineage(siteId: string, messageId: string): Promise<readonly ShapeView[] | undefined> {
    if (!UUID.test(messageId)) return undefined;
    const { rows } = await this.pool.query<ShapeRow>({ name: 'get-lineage', text: GET_LINEAGE, values: [messageId, siteId] });
    return rows.length === 0 ? undefined : rows.map(shapeView);
  }

  /** What became of messages since a cursor, from the beginning of the log without one. @throws BusinessException `CURSOR_INVALID` */
  async changes(siteId: string, cursor?: string, limit = DEFAULT_LIMIT): Promise<ChangesPage> {
    const after = cursor === undefined ? '0' : positionOf(cursor);
    const { rows } = await this.pool.query<{ position: string; event_id: string; type: string; occurred_at: Date; data: unknown }>({
      name: 'read-message-changes', text: READ_CHANGES, values: [siteId, MESSAGE_EVENT_TYPES, after, limit],
    });
    return {
      items: rows.map((row) => ({ eventId: row.event_id, type: row.type, occurredAt: row.occurred_at.toISOString(), data: row.data })),
      nextCursor: rows.at(-1)?.position ?? after,
    };
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

function positionOf(cursor: string): string {
  if (!POSITION.test(cursor)) throw new BusinessException('CURSOR_INVALID', 'The cursor was not given by this list.');
  return cursor;
}
