import { BusinessException, type MessageKind, type MessageState, type PlantwayError } from '@plantway/canonical';
import type pg from 'pg';
import type { BulkRequest, BulkRow } from './bulk-view.js';
import { MESSAGES_AT, WITH_DOUBT } from './desk-bulk.sql.js';
import { BULK_MOST, POSSIBLE_FROM } from './desk-rules.js';
import { LOOK_AT_LANE } from './desk.sql.js';
import { obstacleOf, type LaneFront } from './held-message.js';
import { listMessages, type ListCriteria } from './message-list.js';
import { MessageReader } from './message-reader.js';
import { messageSummary, type SummaryRow } from './message-rows.js';
import { readPreviewToken } from './preview-token.js';

/** One message that is meant, as it must still stand. */
export interface NamedMessage {
  readonly messageId: string;
  readonly expectedState?: MessageState;
  readonly expectedRevision: string;
}

/** Which messages a bulk run means, and what would become of them. Reads only. */
export class BulkSelection {
  private readonly reader: MessageReader;

  constructor(private readonly pool: pg.Pool) {
    this.reader = new MessageReader(pool);
  }

  /** Those that fit now, as they stand now. @throws BusinessException `BULK_TOO_MANY` */
  async namedNow(request: BulkRequest): Promise<readonly NamedMessage[]> {
    return (await this.matching(request)).map(({ message_id: messageId, state, revision }) => ({ messageId, expectedState: state, expectedRevision: revision }));
  }

  /** Those that a preview of the site named, as they stood then. @throws BusinessException `PREVIEW_INVALID` */
  async namedBy(token: string, siteId: string): Promise<readonly NamedMessage[]> {
    const preview = readPreviewToken(token);
    if (preview?.siteId !== siteId) throw new BusinessException('PREVIEW_INVALID', 'The preview token was not given by a preview of this site.');
    const revisions = new Map(preview.messages.map(({ position, revision }) => [position, revision]));
    const { rows } = await this.pool.query<{ message_id: string; position: string }>({ name: 'messages-at', text: MESSAGES_AT, values: [siteId, [...revisions.keys()]] });
    return rows.map(({ message_id: messageId, position }) => ({ messageId, expectedRevision: revisions.get(position)! }));
  }

  /** Those that fit now, at most as many as the cap allows. @throws BusinessException `BULK_TOO_MANY` */
  async matching({ siteId, filter, cap }: BulkRequest): Promise<readonly SummaryRow[]> {
    const criteria: ListCriteria = filter.state === undefined ? { ...filter, states: POSSIBLE_FROM.resubmit } : filter;
    const { text, values } = listMessages(siteId, criteria, cap + 1);
    const { rows } = await this.pool.query<SummaryRow>(text, values);
    if (rows.length > cap) throw tooMany(await this.reader.count(siteId, criteria), cap);
    return rows;
  }

  /** What would become of each of them. */
  async judged(rows: readonly SummaryRow[], { mayDecide }: BulkRequest): Promise<readonly BulkRow[]> {
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
    const obstacle = obstacleOf(lane);
    return obstacle && `It stepped aside, and its lane stands at message ${obstacle.messageId}, which is ${obstacle.state}.`;
  }
}

/** @returns the refusal of a run of more messages than its cap allows */
export function tooMany(count: number, cap: number): PlantwayError {
  return new BusinessException('BULK_TOO_MANY', `${count} messages fit, the cap is ${cap} (${BULK_MOST} at most).`, { details: { count, cap } });
}

/** Why a person's role does not let him try a message again. */
export const wordsOfRight = (kind: MessageKind): string => `The role does not decide about messages of kind ${kind}.`;
