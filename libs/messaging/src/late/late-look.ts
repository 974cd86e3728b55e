import { messageError } from '@plantway/canonical';
import { ERP_SIDE, READ_BACK_GUARANTEE, type Clock, type DeliveryFlow, type DeliveryGuarantees, type DeliveryReceipt } from '@plantway/ports';
import type pg from 'pg';
import { callWithDeadline } from '../call-with-deadline.js';
import type { DeliveryLog } from '../delivery-context.js';
import { documentsInWords } from '../documents-in-words.js';
import { isLostAnswer, meaningOf } from '../failure.js';
import { actsByReadBack } from '../key-retention.js';
import { erpOf, withPart, type HeadMessage, type MessagePart } from '../head-message.js';
import { headMessage, type HeadRow } from '../head-rows.js';
import { messageEvent } from '../message-event.js';
import { MESSAGING_DEFAULTS, type MessagingSettings } from '../messaging.config.js';
import { storable, storableJson } from '../storable.js';
import { STANDS_TWICE, doubleCleared, doubleSuspected, standingBeside } from './double-posting.js';
import { FOLLOW_UP_DOUBLE, KEEP_LATE_LOOK, LOAD_LATE_LOOKS, TELL_LATE_DOCUMENT } from './late.sql.js';

/** Parts that one run looks at. */
const BATCH = 100;
const LAST_LOOK = 2;

export interface LateLookOptions {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  /** The flows of the delivery engine. */
  readonly flows: readonly DeliveryFlow[];
  readonly settings?: Partial<MessagingSettings>;
  /** What the other sides promise; when left out everything is class R. */
  readonly guarantees?: DeliveryGuarantees;
  readonly log?: Pick<DeliveryLog, 'warn' | 'error'>;
}

/** A part of a message with sends of which nobody heard the end. */
interface Unheard {
  readonly head: HeadMessage;
  readonly part: MessagePart;
  readonly looks: number;
  readonly attempts: readonly string[];
  /** Those of the attempts of which people were alerted. */
  readonly alerted: readonly string[];
}

interface UnheardRow extends HeadRow {
  readonly position: string;
  readonly late_part_no: number;
  readonly looks: number;
  readonly unheard: readonly string[];
  readonly alerted: readonly string[];
}

/**
 * Looks once more for what was believed absent and done without: a send that was on its way for longer than the settle window, from a process that was paused or from a system between us and the ERP, makes its document after the
 * read-backs. An ERP of class R takes it for another write. So whatever was sent again, or given up, is read back by its reference a settle window after its last send, and once more `maximumDoubtMs` after it. A document beside the one
 * that we know is told as an alert, and the posted message has it as a follow-up until it is reversed. It only reads the ERP. Several may share a database; of two that see the same, one tells.
 */
export class LateLook {
  private readonly settings: MessagingSettings;
  private readonly flows: ReadonlyMap<string, DeliveryFlow>;
  /** Where the next run begins, so that many all have their turn. */
  private position = '0';

  constructor(private readonly options: LateLookOptions) {
    this.settings = { ...MESSAGING_DEFAULTS, ...options.settings };
    this.flows = new Map(options.flows.map((flow) => [flow.kind, flow]));
  }

  /**
   * Makes the looks that are due, at most a hundred, and answers how many late documents stand. One that fails is made again by a later run; a site whose ERP does not answer is left alone until then.
   * @param signal ends it after the message that it is at
   * @throws Error when the database cannot be reached
   */
  async runOnce(signal?: AbortSignal): Promise<number> {
    const silentSites = new Set<string>();
    let late = 0;
    for (const unheard of await this.due()) {
      const { head } = unheard;
      if (signal?.aborted) break;
      if (silentSites.has(head.siteId)) continue;
      try {
        if (await this.look(unheard)) late += 1;
      } catch (error) {
        const isAway = meaningOf(error) === 'retryable' || isLostAnswer(error);
        if (isAway) silentSites.add(head.siteId);
        this.options.log?.warn({ err: error, messageId: head.messageId, siteId: head.siteId }, `it could not be found out whether a late send of a message stands; ${isAway ? 'the site is' : 'it is'} asked again later`);
      }
    }
    return late;
  }

  private async due(): Promise<readonly Unheard[]> {
    const now = this.options.clock.now().getTime();
    const values = [new Date(now - this.settings.settleWindowMs), new Date(now - this.settings.maximumDoubtMs), this.position, BATCH];
    const { rows } = await this.options.pool.query<UnheardRow>({ name: 'load-late-looks', text: LOAD_LATE_LOOKS, values });
    this.position = rows.length < BATCH ? '0' : rows[rows.length - 1].position;
    return rows.map((row) => {
      const head = headMessage(row);
      return { head, part: head.parts.find(({ partNo }) => partNo === row.late_part_no)!, looks: row.looks, attempts: row.unheard, alerted: row.alerted };
    });
  }

  /** Answers whether a late document stands. */
  private async look(unheard: Unheard): Promise<boolean> {
    const { head, part } = unheard;
    const guarantee = this.options.guarantees?.of(head.siteId, head.kind) ?? READ_BACK_GUARANTEE;
    const isAccountedFor = part.state === 'posted' && part.effectiveSends <= 1; // the one send is the one document
    if (isAccountedFor || !actsByReadBack(guarantee, this.settings)) return this.nothingLate({ ...unheard, looks: LAST_LOOK - 1 });
    const flow = this.flows.get(head.kind);
    if (flow === undefined) return false;
    const found = await this.find(flow, head, part);
    const [late] = standingBeside(part.receipt, found);
    return late === undefined ? this.nothingLate(unheard) : this.stands(unheard, flow, late);
  }

  private async find(flow: DeliveryFlow, head: HeadMessage, part: MessagePart): Promise<readonly DeliveryReceipt[]> {
    const { sendDeadlineMs: deadlineMs, sendGraceMs: graceMs } = this.settings;
    const deadlineAt = new Date(this.options.clock.now().getTime() + deadlineMs);
    return storable(await callWithDeadline(this.options.clock, { deadlineMs, graceMs }, (signal) => flow.find(part, part.reference, { signal, deadlineAt, correlationId: head.correlationId })));
  }

  private async nothingLate({ head, looks, attempts, alerted }: Unheard): Promise<false> {
    const made = looks + 1;
    const events = made < LAST_LOOK ? [] : doubleCleared(head, alerted, this.options.clock.now());
    await this.options.pool.query({ name: 'keep-late-look', text: KEEP_LATE_LOOK, values: [attempts, made, storableJson(events)] });
    return false;
  }

  /** Told once; a posted message has it as a follow-up from now on, of any other one it is looked for until it is gone. */
  private async stands({ head, part, attempts, alerted }: Unheard, flow: DeliveryFlow, late: DeliveryReceipt): Promise<true> {
    const { pool, clock, log } = this.options;
    const at = clock.now();
    const { name } = flow.otherSide ?? ERP_SIDE;
    const beside = part.receipt === undefined ? `though the gateway knows of none` : `beside ${documentsInWords(part.receipt)}`;
    const reason = `The ${name} has ${documentsInWords(late)} under reference ${part.reference}, ${beside}: a send of it arrived late. Reverse ${documentsInWords({ documents: late.documents })} there.`;
    log?.error({ messageId: head.messageId, reference: part.reference }, reason);
    const documents = [...(part.receipt?.documents ?? []), ...late.documents];
    const attemptId = alerted[0] ?? attempts[0];
    const title = part.receipt === undefined ? `${head.kind} ${head.senderId} stands in the ${name} though it was not posted` : `${head.kind} ${head.senderId} stands twice in the ${name}`;
    const events = doubleSuspected(head, { attemptId, documents, title: `${title}: ${documentsInWords({ documents })}` }, at);
    await pool.query({ name: 'tell-late-document', text: TELL_LATE_DOCUMENT, values: [attemptId, at, storableJson({ answer: late }), storableJson(events)] });
    if (part.receipt !== undefined && (head.state === 'posted' || head.state === 'postedWithFollowUp')) await this.followUp(head, { ...part, receipt: { ...part.receipt, followUp: { code: STANDS_TWICE, reason } } }, attempts, at);
    return true;
  }

  private async followUp(head: HeadMessage, part: MessagePart, attempts: readonly string[], at: Date): Promise<void> {
    const { code, reason } = part.receipt!.followUp!;
    const error = messageError(code, reason);
    const event = messageEvent('message.posted.v1', head, { state: 'postedWithFollowUp', error, erp: erpOf(withPart(head, part)), postedAt: head.postedAt, note: head.note }, at);
    const values = [head.messageId, at, part.partNo, storableJson(part.receipt), storableJson(error), attempts, storableJson([event])];
    await this.options.pool.query({ name: 'follow-up-double', text: FOLLOW_UP_DOUBLE, values });
  }
}
