import { BusinessException, type MessageState } from '@plantway/canonical';
import { messageSettledKey, type Clock } from '@plantway/ports';
import type pg from 'pg';
import { APPROVE_MESSAGE, DISCARD_MESSAGE, RESUBMIT_MESSAGE } from './desk.sql.js';
import { LaneBell } from './lane-bell.js';
import { messageEvent } from './message-event.js';
import { againWhenRaced } from './again-when-raced.js';
import type { MessageReader } from './message-reader.js';

/** What a person does to a message. */
export interface DeskAction {
  readonly siteId: string;
  readonly messageId: string;
  /** Credential of the person, for the audit. */
  readonly actor: string;
  /** Role of the credential, for the audit; `system` when absent. */
  readonly actorRole?: string;
  /** Id of the journey that the decision begins, for the audit; the message's own when absent. */
  readonly correlationId?: string;
  readonly reason?: string;
  /** The state that the person saw; when given, an action upon anything else is refused. */
  readonly expectedState?: MessageState;
}

const RESUBMITTABLE: readonly MessageState[] = ['parked', 'waiting', 'retrying'];
const DISCARDABLE: readonly MessageState[] = ['accepted', 'parked', 'waiting', 'retrying', 'awaitingApproval'];
const APPROVABLE: readonly MessageState[] = ['awaitingApproval'];

const AUDITED_AS = { resubmit: 'message.resubmitted', discard: 'message.discarded', approve: 'message.approved' } as const;

/** What people decide about messages; every action is written down with who, when and why, at the message and in the audit, in the transaction of the action itself. */
export class MessageDesk {
  private readonly bell: LaneBell;

  /** @param isSamePerson whether two credentials are one person's; only the same credential when left out */
  constructor(
    private readonly pool: pg.Pool, private readonly clock: Clock, private readonly reader: MessageReader,
    private readonly isSamePerson: (credentialId: string, otherId: string) => Promise<boolean> = async (credentialId, otherId) => credentialId === otherId,
  ) {
    this.bell = new LaneBell(pool);
  }

  /**
   * Tries again now, in the message's old place of its lane. A message of which something is in doubt is read back first, whatever the person believes.
   * @returns the new state: `accepted` or `inDoubt`
   * @throws BusinessException `NOT_FOUND`, `MESSAGE_STATE_CONFLICT`
   */
  resubmit(action: DeskAction): Promise<MessageState> {
    return this.act('resubmit', RESUBMIT_MESSAGE, RESUBMITTABLE, 'message.resubmitted.v1', action);
  }

  /**
   * Ends a message unposted; its lane goes on.
   * @throws BusinessException `NOT_FOUND`, or `MESSAGE_STATE_CONFLICT` when it is on its way, in doubt, or stands in the ERP in part
   */
  discard(action: DeskAction & { readonly reason: string }): Promise<MessageState> {
    return this.act('discard', DISCARD_MESSAGE, DISCARDABLE, 'message.discarded.v1', action);
  }

  /**
   * Agrees to a message as a second person; it goes on in its old place of its lane. The reason is a comment.
   * @returns the new state: `accepted`
   * @throws BusinessException `NOT_FOUND`, `MESSAGE_STATE_CONFLICT` when it does not wait for that, `APPROVER_IS_SENDER` when he sent it, or sent what the gateway made it of
   */
  approve(action: DeskAction): Promise<MessageState> {
    return this.act('approve', APPROVE_MESSAGE, APPROVABLE, 'message.approved.v1', action);
  }

  private async act(name: keyof typeof AUDITED_AS, text: string, from: readonly MessageState[], eventType: string, action: DeskAction): Promise<MessageState> {
    const { siteId, messageId, actor, reason, expectedState, actorRole = 'system' } = action;
    const message = await this.reader.get(siteId, messageId);
    if (!message) throw new BusinessException('NOT_FOUND', `There is no message ${messageId} at site ${siteId}.`);
    if (name === 'approve' && message.state === 'awaitingApproval' && (await this.isSamePerson(message.acceptedBy, actor))) throw new BusinessException('APPROVER_IS_SENDER', `Message ${messageId} was sent, or caused, by the same person; somebody else has to agree to it.`);
    const at = this.clock.now();
    const event = messageEvent(eventType, message, { state: message.state, note: reason }, at); // the statement puts the new state in
    const values = [messageId, siteId, from, expectedState ?? message.state, at, actor, reason ?? null, JSON.stringify(event), name, actorRole, AUDITED_AS[name], action.correlationId ?? message.correlationId, messageSettledKey(messageId)];
    const { rows: [done] } = await againWhenRaced(() => this.pool.query<{ to_state: MessageState }>({ name: `${name}-message`, text, values }));
    if (!done) {
      const now = await this.reader.get(siteId, messageId);
      throw new BusinessException('MESSAGE_STATE_CONFLICT', `Message ${messageId} is ${now?.state}; ${name} is possible only when it is ${from.join(', ')}, and discard never while something of it is in doubt or posted.`, { details: { state: now?.state } });
    }
    this.bell.ring();
    return done.to_state;
  }
}
