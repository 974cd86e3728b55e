import { BusinessException, type MessageKind, type MessageState } from '@plantway/canonical';
import type { BacklogRow } from '@plantway/ports';
import type pg from 'pg';
import { COUNT_BACKLOG, LIST_STOPPED } from './backlog.sql.js';
import { messageSummary, type SummaryRow } from './message-rows.js';
import type { MessagePage } from './message-view.js';

/** States in which a message stays until a person does something. */
export const STOPPED_STATES: readonly MessageState[] = ['parked', 'awaitingApproval', 'postedWithFollowUp'];
const POSITION = /^\d{1,18}$/;

/** When a message counts as late. */
export interface Lateness {
  /** Technical time now. */
  readonly now: Date;
  /** How long a message of the kind may take from its acceptance, seconds; one of a kind that is absent is never late. */
  readonly latencyTargets: Readonly<Partial<Record<MessageKind, number>>>;
}

interface CountRow {
  readonly kind: MessageKind;
  readonly open: number;
  readonly stopped: number;
  readonly late: number;
  readonly oldest_accepted_at: Date;
}

/** Answers what of a site is not finished. */
export class MessageBacklog {
  constructor(private readonly pool: pg.Pool) {}

  /** How much is open, by kind; a kind of which nothing is open has no row. */
  async rows(siteId: string, { now, latencyTargets }: Lateness): Promise<readonly BacklogRow[]> {
    const { rows } = await this.pool.query<CountRow>({ name: 'count-backlog', text: COUNT_BACKLOG, values: [siteId, STOPPED_STATES, now, latencyTargets] });
    return rows.map(({ kind, open, stopped, late, oldest_accepted_at: oldest }) => ({ kind, open, stopped, late, oldestAcceptedAt: oldest.toISOString() }));
  }

  /** Messages that only a person can move on, in the order of acceptance. @throws BusinessException `CURSOR_INVALID` */
  async stopped(siteId: string, { cursor = '0', limit }: { readonly cursor?: string; readonly limit: number }): Promise<MessagePage> {
    if (!POSITION.test(cursor)) throw new BusinessException('CURSOR_INVALID', 'The cursor was not given by this list.');
    const { rows } = await this.pool.query<SummaryRow>({ name: 'list-stopped', text: LIST_STOPPED, values: [siteId, STOPPED_STATES, cursor, limit + 1] });
    const page = rows.slice(0, limit);
    return { items: page.map(messageSummary), nextCursor: rows.length > limit ? page.at(-1)!.position : null };
  }
}
