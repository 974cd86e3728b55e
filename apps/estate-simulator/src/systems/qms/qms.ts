import { join } from 'node:path';
import type { HoldScope, Inspection, Instant, Nonconformity, QualityDecision } from '@plantway/canonical';
import type { SystemFact } from '@plantway/truth-ledger';
import { chanceOf } from '../../mes/floor/chance.js';
import type { BusinessSystem, SystemLook } from '../business-system.js';
import { SystemRefusal } from '../server/system-refusal.js';
import { fieldsOf, instantIn, malformed, noSuchPath, objectIn, paged, textIn } from '../server/system-request.js';
import type { SystemAnswer, SystemRequest } from '../server/system-request.js';
import { isOutboxLine, SystemJournal } from '../system-journal.js';
import type { OutboxLine, OutgoingPost, SystemGateway } from '../system-journal.js';
import type { SystemOptions } from '../system-options.js';
import { WrittenOnce } from '../written-once.js';

/** The name under which the gateway knows it. */
const SOURCE_SYSTEM = 'estate-qms';
const MINUTE_MS = 60_000;
const HELD_SHARE = 0.6;
const STATUSES = ['open', 'held', 'released', 'disposed'] as const;

type QmsLine =
  | { readonly line: 'taken'; readonly at: Instant; readonly reference: string; readonly nonconformity: Nonconformity }
  /** An inspection that found nothing: no hold. */
  | { readonly line: 'passed'; readonly at: Instant; readonly inspectionId: string };

interface Case {
  readonly inspectionId: string;
  readonly reference: string;
  readonly nonconformity: Nonconformity;
  readonly openedAt: Instant;
  status: Inspection['status'];
  /** Business time of the next decision, milliseconds. */
  decidesAt: number;
}

/**
 * The quality system of a site: every nonconformity is inspected; by chance it is held, and after a while released or, of a lot, disposed of. What it decides it says to the
 * gateway, in order, the very same again until there is an answer.
 */
export class Qms implements BusinessSystem {
  readonly family = 'qms';
  private readonly cases = new Map<string, Case>();
  private readonly written = new WrittenOnce<Case>();
  private journal!: SystemJournal<QmsLine>;

  private constructor(private readonly options: SystemOptions) {}

  static async open(options: SystemOptions): Promise<Qms> {
    const qms = new Qms(options);
    qms.journal = await SystemJournal.open<QmsLine>(join(options.folder, `qms-${options.plant.siteId}.ndjson`), { take: (line, answered) => qms.take(line, answered) }, options.onFact);
    return qms;
  }

  get siteId(): string {
    return this.options.plant.siteId;
  }
  get facts(): readonly SystemFact[] {
    return this.journal.facts;
  }
  get lastTime(): number {
    return this.journal.lastTime;
  }

  /** Decides what is due. */
  async work(): Promise<void> {
    const now = this.options.now().getTime();
    for (const each of this.cases.values()) {
      if (each.decidesAt > now) continue;
      const random = chanceOf(this.options.seed, this.siteId, each.inspectionId, each.status);
      const at = new Date(now).toISOString();
      if (each.status === 'open' && random.next() >= HELD_SHARE) await this.journal.write([{ line: 'passed', at, inspectionId: each.inspectionId }]);
      else await this.journal.write([{ line: 'outgoing', at, post: this.postOf(this.decide(each, at, random.pick(['accept', 'accept', 'reject', 'rework'] as const))) }]);
    }
  }

  send(gateway: SystemGateway): Promise<number | undefined> {
    return this.journal.send(gateway, this.options.now, this.options.say);
  }

  async answer({ method, segments: [subject, reference, ...surplus], query, body }: SystemRequest): Promise<SystemAnswer> {
    if (surplus.length > 0) throw noSuchPath();
    switch (`${method} ${subject}${reference === undefined ? '' : '/'}`) {
      case 'GET nonconformities/': return { status: 200, body: receipt(this.written.find(reference)) };
      case 'GET inspections': {
        const status = query.get('status');
        if (status !== null && !STATUSES.includes(status as Inspection['status'])) throw malformed('status', `must be one of ${STATUSES.join(', ')}`);
        return paged([...this.cases.values()].filter((each) => status === null || each.status === status).map((each) => this.inspection(each)), query);
      }
      case 'POST nonconformities': return this.takeIn(body);
      default: throw noSuchPath();
    }
  }

  rest(): void {
    // decides what was begun, and begins nothing of its own accord
  }

  look(): SystemLook {
    const each = [...this.cases.values()];
    const counts = Object.fromEntries(STATUSES.map((status) => [status, each.filter((one) => one.status === status).length]));
    return { isQuiet: this.journal.isQuiet && each.every(({ decidesAt }) => decidesAt === Infinity), said: this.journal.said, unanswered: this.journal.waiting, counts: { ...counts, nonconformities: each.length } };
  }

  close(): Promise<void> {
    return this.journal.close();
  }

  private async takeIn(body: Buffer): Promise<SystemAnswer> {
    const fields = fieldsOf(body);
    const reference = textIn(fields, 'reference');
    const nonconformity = objectIn(fields, 'nonconformity');
    const repeated = this.written.repeated(reference, nonconformity);
    if (repeated !== undefined) {
      await this.journal.write([]); // the line that stands may not be on disk yet
      return { status: 200, body: receipt(repeated) };
    }
    for (const field of ['qualityEventId', 'defectCode']) textIn(nonconformity, field);
    instantIn(nonconformity, 'occurredAt');
    checkScope(objectIn(nonconformity, 'scope'));
    if (textIn(nonconformity, 'siteId') !== this.siteId) throw malformed('siteId', 'must be that of the path');
    await this.journal.write([{ line: 'taken', at: this.options.now().toISOString(), reference, nonconformity: nonconformity as unknown as Nonconformity }]);
    return { status: 201, body: receipt(this.written.find(reference)) };
  }

  private decide({ inspectionId, nonconformity: { scope, defectCode }, status }: Case, occurredAt: Instant, decision: 'accept' | 'reject' | 'rework'): QualityDecision {
    const frame = { qualityEventId: `qe-${this.siteId}-${String(this.journal.said + 1).padStart(6, '0')}`, siteId: this.siteId, occurredAt };
    const holdId = `H-${inspectionId}`;
    if (status === 'open') return { ...frame, type: 'hold', holdId, scope, reason: `${defectCode}: to be inspected` };
    if (scope.type !== 'lot') return { ...frame, type: 'release', holdId, reason: 'Inspected: in order.' };
    const { itemId, lotId } = scope;
    return { ...frame, type: 'disposition', itemId, lotId, decision, holdId, reason: `Inspected: ${decision}.` };
  }

  /** The site stands in the path. */
  private postOf(decision: QualityDecision): OutgoingPost {
    return { id: decision.qualityEventId, path: 'quality-events', body: Object.fromEntries(Object.entries(decision).filter(([field]) => field !== 'siteId')) };
  }

  private take(line: QmsLine | OutboxLine, answered: OutgoingPost | undefined): SystemFact | undefined {
    if (isOutboxLine(line)) {
      if (line.line === 'answered') return this.answerFact(line, answered!);
      this.follow(line.post, Date.parse(line.at));
      return undefined;
    }
    if (line.line === 'passed') {
      const each = this.cases.get(line.inspectionId)!;
      [each.status, each.decidesAt] = ['released', Infinity];
      return undefined;
    }
    const inspectionId = `I-${this.siteId}-${String(this.cases.size + 1).padStart(5, '0')}`;
    const decidesAt = Date.parse(line.at) + chanceOf(this.options.seed, this.siteId, inspectionId, 'looks').between(5, 20) * MINUTE_MS;
    const opened: Case = { inspectionId, reference: line.reference, nonconformity: line.nonconformity, openedAt: line.at, status: 'open', decidesAt };
    this.cases.set(inspectionId, opened);
    this.written.keep(line.reference, line.nonconformity, opened);
    return { type: 'nonconformityTaken', reference: line.reference, nonconformityId: line.nonconformity.qualityEventId, scope: line.nonconformity.scope };
  }

  /** What it said stands for itself from now on. */
  private follow({ body }: OutgoingPost, at: number): void {
    const each = this.cases.get(String(body.holdId).slice('H-'.length))!;
    if (body.type === 'hold') [each.status, each.decidesAt] = ['held', at + chanceOf(this.options.seed, this.siteId, each.inspectionId, 'holds').between(20, 60) * MINUTE_MS];
    else [each.status, each.decidesAt] = [body.type === 'release' ? 'released' : 'disposed', Infinity];
  }

  private answerFact({ answer, at }: OutboxLine & { readonly line: 'answered' }, { id, body }: OutgoingPost): SystemFact {
    if (answer.outcome === 'refused') return { type: 'saidInVain', family: 'qms', senderId: id, code: answer.code, detail: answer.detail };
    return { type: 'qualityDecided', sourceSystem: SOURCE_SYSTEM, decision: { ...body, siteId: this.siteId } as unknown as QualityDecision, acceptedAt: at };
  }

  private inspection({ inspectionId, nonconformity: { scope, defectCode }, status, openedAt, reference }: Case): Inspection {
    return { inspectionId, siteId: this.siteId, scope, defectCode, status, openedAt, reference };
  }
}

function receipt({ reference, inspectionId, status, openedAt }: Case) {
  return { reference, inspectionNumber: inspectionId, status, openedAt };
}

function checkScope(scope: Readonly<Record<string, unknown>>): void {
  const fields: Readonly<Record<HoldScope['type'], readonly string[]>> = { lot: ['itemId', 'lotId'], workOrder: ['workOrderId'], equipment: ['equipmentId'] };
  if (!Object.hasOwn(fields, String(scope.type))) throw new SystemRefusal(409, 'MALFORMED', 'scope.type must be lot, workOrder or equipment.');
  for (const field of fields[scope.type as HoldScope['type']]) textIn(scope, field);
}
