import { BusinessException, TechnicalRetryableError, type MessageKind, type MessageState, type PlantwayError } from '@plantway/canonical';
import { inTransaction } from '@plantway/database';
import type { Clock } from '@plantway/ports';
import type pg from 'pg';
import { BULK_SINCE, HOLD_BULK, KEEP_BULK, MESSAGES_AT, WITH_DOUBT } from './desk-bulk.sql.js';
import { BULK_MOST, BULK_PER_HOUR, POSSIBLE_FROM } from './desk-rules.js';
import { AUDIT_ACTION_AT_SITE, LOOK_AT_LANE } from './desk.sql.js';
import { isPassable, type DeskAction, type LaneFront } from './held-message.js';
import type { MessageDesk } from './message-desk.js';
import { listMessages, type ListCriteria } from './message-list.js';
import { MessageReader } from './message-reader.js';
import { messageSummary, type SummaryRow } from './message-rows.js';
import type { MessageFilter, MessageSummary } from './message-view.js';
import { readPreviewToken, writePreviewToken } from './preview-token.js';

const HOUR_MS = 3_600_000;

/** Which messages a person wants tried again. */
export interface BulkRequest extends Pick<DeskAction, 'siteId' | 'actor'> {
  readonly actorRole: string;
  readonly correlationId: string;
  readonly reason: string;
  /** As of a list; without a state those that can be tried again at all. */
  readonly filter: Omit<MessageFilter, 'cursor' | 'limit'>;
  /** At most so many, 1 to `BULK_MOST`. */
  readonly cap: number;
  /** Acts on what that preview said would go on, as it stood then, and on nothing else. */
  readonly previewToken?: string;
  /** Kinds about which the person may decide. */
  readonly mayDecide: (kind: MessageKind) => boolean;
}

/** What would happen to one message. */
export interface BulkRow extends Pick<MessageSummary, 'messageId' | 'kind' | 'state' | 'revision' | 'error'> {
  readonly wouldGoOn: boolean;
  /** Where it would stand at once; absent when it would not go on. */
  readonly toState?: MessageState;
  /** Why it would not go on. */
  readonly why?: string;
}

export interface BulkPreview {
  readonly items: readonly BulkRow[];
  readonly wouldGoOn: number;
  readonly wouldNot: number;
  readonly byState: Readonly<Record<string, number>>;
  readonly byCode: Readonly<Record<string, number>>;
  /** Names those that would go on, as they stand now. */
  readonly previewToken: string;
}

/** What became of one message. */
export interface BulkOutcome {
  readonly messageId: string;
  readonly outcome: 'resubmitted' | 'refused';
  /** Where it stands; absent when it is not known. */
  readonly state?: MessageState;
  readonly code?: string;
  readonly why?: string;
}

export interface BulkResult {
  readonly items: readonly BulkOutcome[];
  readonly resubmitted: number;
  readonly refused: number;
}

interface NamedMessage {
  readonly messageId: string;
  readonly expectedState?: MessageState;
  readonly expectedRevision: string;
}

/** Tries many messages again; each is decided, noted and audited on its own, so one that is refused stops no other. */
export class BulkDesk {
  private readonly reader: MessageReader;

  constructor(private readonly pool: pg.Pool, private readonly clock: Clock, private readonly desk: MessageDesk) {
    this.reader = new MessageReader(pool);
  }

  /**
   * What would happen; changes nothing.
   * @throws BusinessException `BULK_TOO_MANY` when more fit than the cap allows
   */
  async preview(request: BulkRequest): Promise<BulkPreview> {
    const rows = await this.matching(request);
    const items = await this.judged(rows, request);
    const going = rows.filter((_, index) => items[index].wouldGoOn);
    return {
      items, wouldGoOn: going.length, wouldNot: items.length - going.length,
      byState: countBy(items, ({ state }) => state), byCode: countBy(items, ({ error }) => error?.code ?? 'none'),
      previewToken: writePreviewToken({ siteId: request.siteId, messages: going.map(({ position, revision }) => ({ position, revision })) }),
    };
  }

  /**
   * Tries them again: those that a preview named, as they stood then; or those that fit now.
   * @throws BusinessException `BULK_TOO_MANY`, `PREVIEW_INVALID`
   * @throws TechnicalRetryableError `BULK_LIMIT_REACHED` when the role has done as much within the hour as it may
   */
  async resubmit(request: BulkRequest): Promise<BulkResult> {
    const { siteId, actor, actorRole, correlationId, reason, previewToken } = request;
    const named = previewToken === undefined ? await this.namedNow(request) : await this.namedBy(previewToken, siteId);
    if (named.length > request.cap) throw tooMany(named.length, request.cap);
    await this.reserve(request, named.length);
    const items: BulkOutcome[] = [];
    for (const { messageId, ...expected } of named) {
      items.push(await this.one({ siteId, messageId, actor, actorRole, correlationId, reason, ...expected }, request));
    }
    const resubmitted = items.filter(({ outcome }) => outcome === 'resubmitted').length;
    return { items, resubmitted, refused: items.length - resubmitted };
  }

  private async one(action: DeskAction, { mayDecide }: BulkRequest): Promise<BulkOutcome> {
    const { siteId, messageId } = action;
    try {
      const message = await this.reader.get(siteId, messageId);
      if (message && !mayDecide(message.kind)) return { messageId, outcome: 'refused', state: message.state, code: 'ROLE_NOT_ALLOWED', why: wordsOfRight(message.kind) };
      return { messageId, outcome: 'resubmitted', state: await this.desk.resubmit(action) };
    } catch (error) {
      if (!(error instanceof BusinessException)) throw error;
      const { state } = error.details as { readonly state?: MessageState };
      return { messageId, outcome: 'refused', ...(state !== undefined && { state }), code: error.code, why: error.message };
    }
  }

  private async namedNow(request: BulkRequest): Promise<readonly NamedMessage[]> {
    return (await this.matching(request)).map(({ message_id: messageId, state, revision }) => ({ messageId, expectedState: state, expectedRevision: revision }));
  }

  private async namedBy(token: string, siteId: string): Promise<readonly NamedMessage[]> {
    const preview = readPreviewToken(token);
    if (preview?.siteId !== siteId) throw new BusinessException('PREVIEW_INVALID', 'The preview token was not given by a preview of this site.');
    const revisions = new Map(preview.messages.map(({ position, revision }) => [position, revision]));
    const { rows } = await this.pool.query<{ message_id: string; position: string }>({ name: 'messages-at', text: MESSAGES_AT, values: [siteId, [...revisions.keys()]] });
    return rows.map(({ message_id: messageId, position }) => ({ messageId, expectedRevision: revisions.get(position)! }));
  }

  private async matching({ siteId, filter, cap }: BulkRequest): Promise<readonly SummaryRow[]> {
    const criteria: ListCriteria = filter.state === undefined ? { ...filter, states: POSSIBLE_FROM.resubmit } : filter;
    const { text, values } = listMessages(siteId, criteria, cap + 1);
    const { rows } = await this.pool.query<SummaryRow>(text, values);
    if (rows.length > cap) throw tooMany(await this.reader.count(siteId, criteria), cap);
    return rows;
  }

  private async judged(rows: readonly SummaryRow[], { mayDecide }: BulkRequest): Promise<readonly BulkRow[]> {
    const { rows: doubtful } = await this.pool.query<{ message_id: string }>({ name: 'with-doubt', text: WITH_DOUBT, values: [rows.map(({ message_id: messageId }) => messageId)] });
    const inDoubt = new Set(doubtful.map(({ message_id: messageId }) => messageId));
    const judged: BulkRow[] = [];
    for (const { messageId, kind, state, revision, error, steppedAsideAt } of rows.map(messageSummary)) {
      const why = mayDecide(kind) ? await this.obstacle(messageId, state, steppedAsideAt !== undefined) : wordsOfRight(kind);
      judged.push({ messageId, kind, state, revision, ...(error && { error }), wouldGoOn: why === undefined, ...(why === undefined ? { toState: inDoubt.has(messageId) ? 'inDoubt' : 'accepted' } : { why }) });
    }
    return judged;
  }

  private async obstacle(messageId: string, state: MessageState, isAside: boolean): Promise<string | undefined> {
    if (!(POSSIBLE_FROM.resubmit as readonly MessageState[]).includes(state)) return `It is ${state}; only ${POSSIBLE_FROM.resubmit.join(', ')} can be tried again.`;
    if (!isAside) return undefined;
    const { rows: [lane] } = await this.pool.query<LaneFront>({ name: 'look-at-lane', text: LOOK_AT_LANE, values: [messageId] });
    return isPassable(lane) ? undefined : `It stepped aside, and its lane stands at message ${lane.head_id}, which is ${lane.head_state}.`;
  }

  /** Counts the run against what the role may do in an hour, and says it in the audit. */
  private reserve({ siteId, actor, actorRole, correlationId, reason, filter }: BulkRequest, count: number): Promise<void> {
    return inTransaction(this.pool, async (client) => {
      const at = this.clock.now();
      await client.query(HOLD_BULK, [siteId, actorRole]);
      const { rows: [{ messages, oldest }] } = await client.query<{ messages: number; oldest: Date | null }>(BULK_SINCE, [siteId, actorRole, new Date(at.getTime() - HOUR_MS)]);
      const most = BULK_PER_HOUR[actorRole] ?? 0;
      if (messages + count > most) {
        throw new TechnicalRetryableError('BULK_LIMIT_REACHED', `Role ${actorRole} may resubmit ${most} messages in bulk within an hour at ${siteId}; ${messages} were, and ${count} more are asked for.`, {
          details: { most, messages, count }, retryAfterMs: oldest === null ? HOUR_MS : oldest.getTime() + HOUR_MS - at.getTime(),
        });
      }
      await client.query(KEEP_BULK, [siteId, actor, actorRole, reason, count, at]);
      await client.query(AUDIT_ACTION_AT_SITE, [actor, actorRole, 'messages.bulk-resubmitted', siteId, correlationId, JSON.stringify({ filter, count, reason }), at]);
    });
  }
}

function tooMany(count: number, cap: number): PlantwayError {
  return new BusinessException('BULK_TOO_MANY', `${count} messages fit, the cap is ${cap} (${BULK_MOST} at most).`, { details: { count, cap } });
}

const wordsOfRight = (kind: MessageKind): string => `The role does not decide about messages of kind ${kind}.`;

function countBy(items: readonly BulkRow[], nameOf: (item: BulkRow) => string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[nameOf(item)] = (counts[nameOf(item)] ?? 0) + 1;
  return counts;
}
