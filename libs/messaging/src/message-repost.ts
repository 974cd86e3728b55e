import { BusinessException, messageError } from '@plantway/canonical';
import type { Clock } from '@plantway/ports';
import type pg from 'pg';
import { againWhenRaced } from './again-when-raced.js';
import { LaneBell } from './lane-bell.js';
import { messageEvent } from './message-event.js';
import type { MessageReader } from './message-reader.js';
import { REPOST_MESSAGE } from './repost.sql.js';

/** Whose document is missing, and who agreed that it is sent again. */
export interface Repost {
  readonly siteId: string;
  readonly messageId: string;
  /** Credential of the person, and its role, for the audit. */
  readonly actor: string;
  readonly actorRole: string;
  /** Id of the journey that the decision begins, for the audit. */
  readonly correlationId: string;
  readonly reason: string;
  /** Reference of the write that the ERP does not have any more. */
  readonly reference: string;
}

/**
 * Sends a posted message again whose document the ERP has lost, as after it was set back to an older state. It goes the way of everything that is in doubt: the ERP is asked for the reference twice, and only then it is sent, under the
 * same reference; when the document is there after all, that is all that happens.
 */
export class MessageRepost {
  private readonly bell: LaneBell;

  constructor(private readonly pool: pg.Pool, private readonly clock: Clock, private readonly reader: MessageReader) {
    this.bell = new LaneBell(pool);
  }

  /** @throws BusinessException `NOT_FOUND`; `MESSAGE_STATE_CONFLICT` when it is not posted, is taken back or to be taken back, or its lane is busy, in doubt or stopped */
  async repost({ siteId, messageId, reference, actor, reason, actorRole, correlationId }: Repost): Promise<void> {
    const message = await this.reader.get(siteId, messageId);
    if (message === undefined) throw new BusinessException('NOT_FOUND', `There is no message ${messageId} at site ${siteId}.`);
    const at = this.clock.now();
    const event = messageEvent('message.resubmitted.v1', message, { state: 'inDoubt', note: reason }, at);
    const error = messageError('ERP_ANSWER_LOST', 'The ERP has no document of it any more; it is asked again, and then sent under the same reference.');
    const values = [messageId, siteId, reference, at, actor, actorRole, reason, JSON.stringify(event), correlationId, JSON.stringify(error)];
    const { rows: [done] } = await againWhenRaced(() => this.pool.query<{ state: string }>({ name: 'repost-message', text: REPOST_MESSAGE, values }));
    if (done === undefined) {
      throw new BusinessException('MESSAGE_STATE_CONFLICT', `Message ${messageId} is ${message.state}; only a posted one is sent again that nobody takes back, when nothing is under way, in doubt or parked in its lane.`, { details: { state: message.state } });
    }
    this.bell.ring();
  }
}
