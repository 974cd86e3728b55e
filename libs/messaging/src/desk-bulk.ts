import { BusinessException, TechnicalRetryableError, type MessageState } from '@plantway/canonical';
import { inTransaction } from '@plantway/database';
import type { Clock } from '@plantway/ports';
import type pg from 'pg';
import { BulkSelection, tooMany, wordsOfRight } from './bulk-selection.js';
import type { BulkOutcome, BulkPreview, BulkRequest, BulkResult, BulkRow } from './bulk-view.js';
import { BULK_SINCE, HOLD_BULK, KEEP_BULK } from './desk-bulk.sql.js';
import { BULK_PER_HOUR } from './desk-rules.js';
import { AUDIT_ACTION_AT_SITE } from './desk.sql.js';
import type { DeskAction } from './held-message.js';
import type { MessageDesk } from './message-desk.js';
import { MessageReader } from './message-reader.js';
import { writePreviewToken } from './preview-token.js';

const HOUR_MS = 3_600_000;

/** Tries many messages again; each is decided, noted and audited on its own, so one that is refused stops no other. */
export class BulkDesk {
  private readonly reader: MessageReader;
  private readonly selection: BulkSelection;

  constructor(private readonly pool: pg.Pool, private readonly clock: Clock, private readonly desk: MessageDesk) {
    this.reader = new MessageReader(pool);
    this.selection = new BulkSelection(pool);
  }

  /**
   * What would happen; changes nothing.
   * @throws BusinessException `BULK_TOO_MANY` when more fit than the cap allows
   */
  async preview(request: BulkRequest): Promise<BulkPreview> {
    const rows = await this.selection.matching(request);
    const items = await this.selection.judged(rows, request);
    const going = rows.filter((_, index) => items[index].wouldGoOn);
    return {
      items, wouldGoOn: going.length, wouldNot: items.length - going.length,
      byState: countBy(items, ({ state }) => state), byCode: countBy(items, ({ error }) => error?.code ?? 'none'),
      previewToken: writePreviewToken({ siteId: request.siteId, messages: going.map(({ position, revision }) => ({ position, revision })) }),
    };
  }

  /**
   * Tries them again: those that a preview named, as they stood then; or those that fit now. What was done stays told when the database goes away in the middle: the one at which it went may be tried again or not, the rest is not.
   * @throws BusinessException `BULK_TOO_MANY`, `PREVIEW_INVALID`; whatever the database says when it is away before anything was done
   * @throws TechnicalRetryableError `BULK_LIMIT_REACHED` when the role has done as much within the hour as it may
   */
  async resubmit(request: BulkRequest): Promise<BulkResult> {
    const { siteId, actor, actorRole, correlationId, reason, previewToken } = request;
    const named = previewToken === undefined ? await this.selection.namedNow(request) : await this.selection.namedBy(previewToken, siteId);
    if (named.length > request.cap) throw tooMany(named.length, request.cap);
    await this.reserve(request, named.length);
    const items: BulkOutcome[] = [];
    for (const { messageId, ...expected } of named) {
      try {
        items.push(await this.one({ siteId, messageId, actor, actorRole, correlationId, reason, ...expected }, request));
      } catch (error) {
        if (items.length === 0) throw error;
        items.push(...named.slice(items.length).map((left, index) => cutOff(left.messageId, index === 0)));
        break;
      }
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

function cutOff(messageId: string, isUnknown: boolean): BulkOutcome {
  return { messageId, outcome: 'refused', code: 'DATABASE_UNAVAILABLE', why: isUnknown ? 'The database went away while it was tried again; look whether it was.' : 'It was not tried again: the database went away before.' };
}

function countBy(items: readonly BulkRow[], nameOf: (item: BulkRow) => string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[nameOf(item)] = (counts[nameOf(item)] ?? 0) + 1;
  return counts;
}
