import type { MessageState } from '@plantway/canonical';
import { inTransaction } from '@plantway/database';
import { messageSettledKey, type Clock } from '@plantway/ports';
import type pg from 'pg';
import { againWhenRaced } from './again-when-raced.js';
import { POSSIBLE_FROM, TOLD_AS, type DeskVerb } from './desk-rules.js';
import { AUDIT_ACTION, NOTE_ACTION } from './desk.sql.js';
import { holdMessage, refuseUnknown, requireAsSeen, type DeskAction } from './held-message.js';
import { LaneBell } from './lane-bell.js';
import { messageEvent } from './message-event.js';
import { MessageReader } from './message-reader.js';
import type { MessageDetail } from './message-view.js';

/** What a decision made of a message. */
export interface Decided {
  readonly toState: MessageState;
  /** What the event says of it, when that is not the reason. */
  readonly note?: string;
  /** What the audit is told beside the states and the reason. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Names the deed otherwise than what the person asked for: an approval resolves a doubt. */
  readonly verb?: DeskVerb;
}

/** Changes a held message. @throws BusinessException when it cannot be done, and nothing is */
export type Deed = (client: pg.PoolClient, message: MessageDetail, at: Date) => Promise<Decided>;

/** Carries decisions of people out: each is one transaction, in which the message is held with its lane, changed, told of, noted at the message and said in the audit. */
export class DeskDecisions {
  private readonly bell: LaneBell;

  constructor(private readonly pool: pg.Pool, private readonly clock: Clock) {
    this.bell = new LaneBell(pool);
  }

  /**
   * Of two people at once one wins: the other finds the message held, then changed.
   * @throws BusinessException `NOT_FOUND`, `MESSAGE_STATE_CONFLICT` with where it stands and what was decided last, or what the deed throws
   */
  async carryOut(verb: DeskVerb, action: DeskAction, deed: Deed): Promise<MessageState> {
    const { siteId, messageId, expectedState, expectedRevision } = action;
    const seen = (await new MessageReader(this.pool).get(siteId, messageId)) ?? refuseUnknown(siteId, messageId);
    const toState = await againWhenRaced(() => inTransaction(this.pool, async (client) => {
      const message = await holdMessage(client, siteId, messageId);
      requireAsSeen(message, verb, POSSIBLE_FROM[verb], { state: expectedState ?? seen.state, revision: expectedRevision });
      const at = this.clock.now();
      const decided = await deed(client, message, at);
      await this.writeDown(client, action, message, { verb, ...decided }, at);
      return decided.toState;
    }));
    this.bell.ring();
    return toState;
  }

  private async writeDown(client: pg.PoolClient, action: DeskAction, message: MessageDetail, { verb, toState, note, details = {} }: Decided & { readonly verb: DeskVerb }, at: Date): Promise<void> {
    const { siteId, messageId, actor, actorRole = 'system', correlationId = message.correlationId, reason } = action;
    const told = TOLD_AS[verb];
    const event = messageEvent(told.event, message, { state: toState, note: note ?? reason }, at);
    await client.query({ name: 'note-action', text: NOTE_ACTION, values: [messageId, verb, actor, reason ?? null, message.state, toState, at, JSON.stringify(event), messageSettledKey(messageId)] });
    const said = JSON.stringify({ fromState: message.state, toState, ...(reason !== undefined && { reason }), ...details });
    await client.query({ name: 'audit-action', text: AUDIT_ACTION, values: [actor, actorRole, told.audit, siteId, messageId, correlationId, said, at] });
  }
}
