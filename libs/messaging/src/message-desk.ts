import { BusinessException, type MessageState } from '@plantway/canonical';
import type { Clock } from '@plantway/ports';
import type pg from 'pg';
import { UNVERSIONED, type CodeVersions } from './code-versions.js';
import { amendersOf, amendInPlace, amendIntoOtherLane, currentBody, requireAmendable, type Amendment, type AmendedMessage, type AmendableBody } from './desk-amendment.js';
import { DeskDecisions, type Decided } from './desk-decision.js';
import { proposeResolution, resolveDoubt, type ProposedResolution } from './desk-doubt.js';
import { BEGIN_ANEW, END_AS, FIND_DEPENDENTS, KEEP_APPROVER, LANE_IS_DUE, LEAVE, UNDO_ACCEPTANCE } from './desk.sql.js';
import { conflict, enterLane, type DeskAction } from './held-message.js';
import type { MessageReader } from './message-reader.js';
import type { MessageDetail } from './message-view.js';

export type { DeskAction } from './held-message.js';

/** Whether two credentials are one person's. */
export type IsSamePerson = (credentialId: string, otherId: string) => Promise<boolean>;

/** What people decide about messages; every action is written down with who, when and why, at the message and in the audit, in the transaction of the action itself. */
export class MessageDesk {
  private readonly decisions: DeskDecisions;

  /** @param isSamePerson only the same credential when left out */
  constructor(
    private readonly pool: pg.Pool, clock: Clock, private readonly reader: MessageReader,
    private readonly isSamePerson: IsSamePerson = async (credentialId, otherId) => credentialId === otherId,
    private readonly versions: CodeVersions = UNVERSIONED,
  ) {
    this.decisions = new DeskDecisions(pool, clock);
  }

  /**
   * Tries again now, in the message's old place of its lane; one that stepped aside goes back there. A message of which something is in doubt is read back first, whatever the person believes.
   * @returns the new state: `accepted` or `inDoubt`
   * @throws BusinessException `NOT_FOUND`, `MESSAGE_STATE_CONFLICT`
   */
  resubmit(action: DeskAction): Promise<MessageState> {
    return this.decisions.carryOut('resubmit', action, async (client, message, at) => {
      if (message.steppedAsideAt !== undefined) await enterLane(client, message, at);
      return this.beginAnew(client, message, at);
    });
  }

  /**
   * Ends a message unposted; its lane goes on, and what the gateway kept of its acceptance is undone.
   * @throws BusinessException `NOT_FOUND`, or `MESSAGE_STATE_CONFLICT` when it is on its way, in doubt, or stands in the ERP in part
   */
  discard(action: DeskAction & { readonly reason: string }): Promise<MessageState> {
    return this.decisions.carryOut('discard', action, async (client, message, at) => {
      if (message.parts.some(({ state }) => state !== 'planned')) throw conflict(message, `Message ${message.messageId} is ${message.state}; discard is never possible while something of it is in doubt or posted.`);
      await client.query({ name: 'end-as', text: END_AS, values: [message.messageId, 'discarded', at, action.reason] });
      await client.query({ name: 'leave-lane', text: LEAVE, values: [message.messageId, at, false] });
      await client.query({ name: 'undo-acceptance', text: UNDO_ACCEPTANCE, values: [message.siteId, message.messageId, at] });
      return { toState: 'discarded' };
    });
  }

  /**
   * Agrees as a second person: to a message that waits for that, which goes on in its place of its lane; or to what somebody said about a doubt, which is then so. What a person made, an amendment or a
   * proposal, is agreed to at the revision that was read. The reason is a comment.
   * @returns the new state: `accepted`; `posting` when a doubt ended as posted, and the message is finished by the engine
   * @throws BusinessException `NOT_FOUND`; `MESSAGE_STATE_CONFLICT` when nothing waits for that, or no revision was named where it must be; `APPROVER_IS_SENDER` when he sent it, sent what the gateway made it of,
   * ever amended it, or made the proposal
   */
  approve(action: DeskAction): Promise<MessageState> {
    return this.decisions.carryOut('approve', action, async (client, message, at) => {
      const { messageId, state, doubtProposal, acceptedBy } = message;
      if (state === 'parked' && doubtProposal === undefined) throw conflict(message, `Message ${messageId} is parked, and nobody has proposed how its doubt ended; there is nothing to agree to.`);
      const made = doubtProposal !== undefined ? [doubtProposal.proposedBy] : await amendersOf(client, messageId);
      for (const person of doubtProposal !== undefined ? made : [acceptedBy, ...made]) {
        if (await this.isSamePerson(person, action.actor)) throw new BusinessException('APPROVER_IS_SENDER', `Message ${messageId} was sent, caused, amended or proposed by the same person; somebody else has to agree to it.`);
      }
      if (made.length > 0 && action.expectedRevision === undefined) throw conflict(message, `What is agreed to at message ${messageId} was made by a person: name the revision that you have read as expectedRevision.`);
      if (doubtProposal !== undefined) return resolveDoubt(client, message, doubtProposal, action.actor, at, this.versions);
      if (message.steppedAsideAt !== undefined) await enterLane(client, message, at);
      await client.query({ name: 'keep-approver', text: KEEP_APPROVER, values: [messageId, action.actor] });
      return this.beginAnew(client, message, at);
    });
  }

  /**
   * Lets the later ones of its lane pass: the message stands beside the lane, parked, until a person resubmits it into its place or discards it.
   * @returns the new state: `parked`
   * @throws BusinessException `NOT_FOUND`, `MESSAGE_STATE_CONFLICT`; `STEP_ASIDE_NOT_POSSIBLE` while something of it is in doubt, or a later one depends on it: its own reversal or correction, or a running total that contains it
   */
  stepAside(action: DeskAction & { readonly reason: string }): Promise<MessageState> {
    return this.decisions.carryOut('stepAside', action, async (client, message, at) => {
      const { messageId } = message;
      if (message.steppedAsideAt !== undefined) throw conflict(message, `Message ${messageId} stands beside its lane already.`);
      if (message.parts.some(({ state }) => state === 'posting')) throw conflict(message, `Something of message ${messageId} is in doubt: what is behind it must not pass before that is settled.`, 'STEP_ASIDE_NOT_POSSIBLE');
      const { rows: dependents } = await client.query<{ message_id: string; kind: string; sender_id: string }>({ name: 'find-dependents', text: FIND_DEPENDENTS, values: [messageId] });
      if (dependents.length > 0) {
        const words = dependents.map(({ kind, sender_id: senderId, message_id: id }) => `${kind} ${senderId} (message ${id})`).join(', ');
        throw conflict(message, `Message ${messageId} cannot step aside: ${words} came later and depends on it.`, 'STEP_ASIDE_NOT_POSSIBLE', { dependents: dependents.map(({ message_id: id }) => id) });
      }
      await client.query({ name: 'end-as', text: END_AS, values: [messageId, 'parked', at, null] });
      await client.query({ name: 'leave-lane', text: LEAVE, values: [messageId, at, true] });
      return { toState: 'parked', details: { steppedAside: true } };
    });
  }

  /**
   * The body of a message as it stands now: as it was received, or as it was amended last; undefined when the site has no such message.
   */
  currentBody(siteId: string, messageId: string): Promise<AmendableBody | undefined> {
    return currentBody(this.pool, siteId, messageId);
  }

  /**
   * Makes something else of a message that was not sent: in its place, under its name and references, when it stays in its lane; or else as a new message that takes its place and its name, while the old one is
   * discarded. The original is kept. Where money moves it goes to `awaitingApproval`.
   * @returns where it stands, and under which id
   * @throws BusinessException `NOT_FOUND`, `MESSAGE_STATE_CONFLICT`; `AMENDMENT_NOT_POSSIBLE` when something of it was sent, or its acceptance had effects of its own
   */
  async amend(action: DeskAction & { readonly reason: string }, { amended }: Amendment): Promise<AmendedMessage> {
    let replacedByMessageId: string | undefined;
    const state = await this.decisions.carryOut('amend', action, async (client, message, at): Promise<Decided> => {
      requireAmendable(message, amended);
      if (amended.laneKey === message.laneKey) return amendInPlace(client, message, amended, action, at, this.versions);
      const { messageId, decided } = await amendIntoOtherLane(client, message, amended, action, at, this.versions);
      replacedByMessageId = messageId;
      return decided;
    });
    if (replacedByMessageId === undefined) return { messageId: action.messageId, state };
    const { messageId, state: stands } = (await this.reader.get(action.siteId, replacedByMessageId))!;
    return { messageId, state: stands, replacesMessageId: action.messageId };
  }

  /**
   * Says how a doubt ended that was parked; it is so when another person approves. The newest proposal counts.
   * @returns the state, unchanged: `parked`
   * @throws BusinessException `NOT_FOUND`; `MESSAGE_STATE_CONFLICT` when it is not a parked doubt; `SETTLE_WINDOW_OPEN` when it is said that nothing was posted, and it may still arrive
   */
  proposeResolution(action: DeskAction & { readonly reason: string }, resolution: ProposedResolution): Promise<MessageState> {
    return this.decisions.carryOut('proposeResolution', action, (client, message, at) => proposeResolution(client, message, resolution, action, at));
  }

  private async beginAnew(client: pg.PoolClient, message: MessageDetail, at: Date): Promise<Decided> {
    const toState = message.parts.some(({ state }) => state === 'posting') ? 'inDoubt' : 'accepted';
    await client.query({ name: 'begin-anew', text: BEGIN_ANEW, values: [message.messageId, toState, at] });
    await client.query({ name: 'lane-is-due', text: LANE_IS_DUE, values: [message.messageId, at] });
    return { toState };
  }
}
