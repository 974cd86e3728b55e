import { messageSettledKey, type Clock, type DeliveryFlow, type DeliveryReceipt } from '@plantway/ports';
import type pg from 'pg';
import { againWhenRaced } from './again-when-raced.js';
import { callWithDeadline } from './call-with-deadline.js';
import { UNVERSIONED, type CodeVersions } from './code-versions.js';
import { hashContent } from './content-hash.js';
import { databaseFault } from './database-fault.js';
import type { DeliveryLog } from './delivery-context.js';
import { isLostAnswer, meaningOf } from './failure.js';
import { LOAD_FOLLOW_UPS, SETTLE_FOLLOW_UP } from './follow-up.sql.js';
import { erpOf, withNote, withPart, type HeadMessage, type MessagePart } from './head-message.js';
import { headMessage, type HeadRow } from './head-rows.js';
import { LaneBell } from './lane-bell.js';
import { STANDS_TWICE, doubleCleared, isSameWrite, standingBeside } from './late/double-posting.js';
import { messageEvent } from './message-event.js';
import { MESSAGING_DEFAULTS, type MessagingSettings } from './messaging.config.js';
import { storable, storableJson } from './storable.js';

/** Messages that one look asks about. */
const BATCH = 100;

export interface FollowUpWatchOptions {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  /** The flows of the delivery engine. */
  readonly flows: readonly DeliveryFlow[];
  readonly settings?: Partial<MessagingSettings>;
  readonly versions?: CodeVersions;
  readonly log?: Pick<DeliveryLog, 'warn'>;
}

/**
 * Looks whether messages that were posted with a follow-up, a goods movement that failed in the ERP, were put right there: such a message becomes posted, with the documents
 * that stand now. It only reads the ERP. Several watches may share a database; of two that see the same, one writes.
 */
export class FollowUpWatch {
  private readonly settings: MessagingSettings;
  private readonly flows: ReadonlyMap<string, DeliveryFlow>;
  private readonly bell: LaneBell;
  /** Where the next look begins, so that many of them all have their turn. */
  private position = '0';

  constructor(private readonly options: FollowUpWatchOptions) {
    this.settings = { ...MESSAGING_DEFAULTS, ...options.settings };
    this.flows = new Map(options.flows.map((flow) => [flow.kind, flow]));
    this.bell = new LaneBell(options.pool);
  }

  /**
   * Asks about the next hundred, site by site until its ERP cannot be reached, and answers how many are posted now. A document that cannot be read, or is not understood, is
   * a matter of its message alone.
   * @param signal ends it after the message that it is at
   * @throws Error when the database cannot be reached
   */
  async runOnce(signal?: AbortSignal): Promise<number> {
    const { rows } = await this.options.pool.query<HeadRow & { readonly position: string; readonly alerted: readonly string[] }>({ name: 'load-follow-ups', text: LOAD_FOLLOW_UPS, values: [this.position, BATCH] });
    this.position = rows.length < BATCH ? '0' : rows[rows.length - 1].position;
    const silentSites = new Set<string>();
    let settled = 0;
    for (const row of rows) {
      const head = headMessage(row);
      if (signal?.aborted) break;
      if (silentSites.has(head.siteId)) continue;
      let resolved: readonly MessagePart[] | undefined;
      try {
        resolved = await this.resolved(head);
      } catch (error) {
        const isAway = meaningOf(error) === 'retryable' || isLostAnswer(error);
        if (isAway) silentSites.add(head.siteId);
        this.options.log?.warn({ err: error, messageId: head.messageId, siteId: head.siteId }, `it could not be found out whether a follow-up was settled; ${isAway ? 'the site is' : 'it is'} asked again later`);
      }
      if (resolved && await this.settled(head, resolved, row.alerted)) settled += 1;
    }
    if (settled > 0) this.bell.ring();
    return settled;
  }

  /** The parts that had a follow-up, as they stand now; undefined while one of them still has it. */
  private async resolved(head: HeadMessage): Promise<readonly MessagePart[] | undefined> {
    const flow = this.flows.get(head.kind);
    if (!flow) return undefined;
    const parts: MessagePart[] = [];
    for (const part of head.parts.filter(({ receipt }) => receipt?.followUp)) {
      const receipt = await this.receiptNow(flow, head, part);
      if (!receipt || (receipt.followUp && !receipt.reversedBy)) return undefined;
      parts.push({ ...part, receipt });
    }
    return parts;
  }

  /** What stands under the part's reference, or was reversed there; undefined when that is not one document of ours. */
  private async receiptNow(flow: DeliveryFlow, head: HeadMessage, part: MessagePart): Promise<DeliveryReceipt | undefined> {
    const { sendDeadlineMs: deadlineMs, sendGraceMs: graceMs } = this.settings;
    const deadlineAt = new Date(this.options.clock.now().getTime() + deadlineMs);
    const found = storable(await callWithDeadline(this.options.clock, { deadlineMs, graceMs }, (signal) => flow.find(part, part.reference, { signal, deadlineAt, correlationId: head.correlationId })));
    if (isDouble(part)) return standingBeside(part.receipt, found).length > 0 ? undefined : found.find((each) => isSameWrite(part.receipt!, each));
    const standing = found.filter(({ reversedBy }) => !reversedBy);
    if (standing.length === 0) return found.at(-1);
    if (standing.length === 1 && flow.agrees(part, standing[0])) return standing[0];
    this.options.log?.warn({ messageId: head.messageId, reference: part.reference, documents: standing.length }, 'the ERP has something else under the reference of a posted message');
    return undefined;
  }

  /** Whether it is posted now. What the database cannot keep is a matter of that message as well. */
  private async settled(head: HeadMessage, parts: readonly MessagePart[], alerted: readonly string[]): Promise<boolean> {
    try {
      return await this.settle(head, parts, head.parts.some(isDouble) ? alerted : []);
    } catch (error) {
      if (databaseFault(error) !== 'data') throw error;
      this.options.log?.warn({ err: error, messageId: head.messageId }, 'what the ERP answered of a follow-up could not be stored');
      return false;
    }
  }

  /** @param over sends of which people were alerted, and need not be any more */
  private async settle(head: HeadMessage, parts: readonly MessagePart[], over: readonly string[]): Promise<boolean> {
    const { pool, clock, versions = UNVERSIONED } = this.options;
    const at = clock.now();
    const reversedBy = parts.flatMap(({ receipt }) => receipt?.reversedBy ?? []);
    const standing = parts.reduce(withPart, head);
    const after: HeadMessage = { ...(reversedBy.length > 0 ? withNote(standing, `reversed in the ERP by ${reversedBy.join(', ')}`) : standing), state: 'posted', error: undefined };
    const erp = erpOf(after);
    const posted = messageEvent('message.posted.v1', after, { state: 'posted', erp, postedAt: after.postedAt, note: after.note }, at);
    const answers = parts.map(({ partNo, receipt }) => ({ part_no: partNo, receipt, hash: hashContent(receipt).hash }));
    const values = [head.messageId, storableJson(erp), after.note ?? null, storableJson(answers), at, storableJson([posted, ...doubleCleared(head, over, at)]), messageSettledKey(head.messageId), versions.mapping, versions.code, parts.map(({ partNo }) => partNo)];
    const { rows: [{ events }] } = await againWhenRaced(() => pool.query<{ events: string }>({ name: 'settle-follow-up', text: SETTLE_FOLLOW_UP, values }));
    return events === '1';
  }
}

/** It was posted twice: what is watched is the late document, whatever becomes of the one that we know. */
function isDouble({ receipt }: MessagePart): boolean {
  return receipt?.followUp?.code === STANDS_TWICE;
}
