import { join } from 'node:path';
import type { Instant, MaintenanceRequest, MaintenanceStatus } from '@plantway/canonical';
import { MAINTENANCE_STATUSES } from '@plantway/canonical';
import type { SystemFact } from '@plantway/truth-ledger';
import { chanceOf } from '../../mes/floor/chance.js';
import type { Standstill } from '../../machines/standstills.js';
import type { BusinessSystem, SystemLook } from '../business-system.js';
import { SystemRefusal } from '../server/system-refusal.js';
import { fieldsOf, instantIn, malformed, noSuchPath, objectIn, paged, textIn } from '../server/system-request.js';
import type { SystemAnswer, SystemRequest } from '../server/system-request.js';
import { isOutboxLine, SystemJournal } from '../system-journal.js';
import type { OutboxLine } from '../system-journal.js';
import type { SystemOptions } from '../system-options.js';
import { WrittenOnce } from '../written-once.js';

const MINUTE_MS = 60_000;
const REPAIR_WITHOUT_FAILURE_MS = 30 * MINUTE_MS;
const PEOPLE = 3;

type CmmsLine =
  | { readonly line: 'asked'; readonly at: Instant; readonly reference: string; readonly request: MaintenanceRequest };

interface Work {
  readonly number: string;
  readonly reference: string;
  readonly request: MaintenanceRequest;
  readonly requestedAt: Instant;
}

export interface CmmsOptions extends SystemOptions {
  /** The failure of a machine of the site at an instant; the CMMS hears of its end from the people who repair. */
  readonly failureAt: (equipmentId: string, at: number) => Standstill | undefined;
}

/**
 * The maintenance system of a site: one request for each failure, however often it is asked. Somebody has it some minutes later, and it is done when the machine goes
 * again; status follows from business time alone.
 */
export class Cmms implements BusinessSystem {
  readonly family = 'cmms';
  private readonly written = new WrittenOnce<Work>();
  private readonly byFailure = new Map<string, Work>();

  private constructor(private readonly options: CmmsOptions) {}
  private journal!: SystemJournal<CmmsLine>;

  static async open(options: CmmsOptions): Promise<Cmms> {
    const cmms = new Cmms(options);
    cmms.journal = await SystemJournal.open<CmmsLine>(join(options.folder, `cmms-${options.plant.siteId}.ndjson`), { take: (line) => cmms.take(line) }, options.onFact);
    return cmms;
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

  async answer({ method, segments: [subject, ...surplus], query, body }: SystemRequest): Promise<SystemAnswer> {
    if (subject !== 'requests' || surplus.length > 0) throw noSuchPath();
    if (method === 'GET') return this.list(query);
    if (method !== 'POST') throw noSuchPath();
    const fields = fieldsOf(body);
    const reference = textIn(fields, 'reference');
    const request = this.readRequest(objectIn(fields, 'request'));
    const repeated = this.written.repeated(reference, request);
    const standing = repeated ?? this.byFailure.get(request.maintenanceRequestId);
    if (repeated === undefined) await this.journal.write([{ line: 'asked', at: this.options.now().toISOString(), reference, request }]);
    else await this.journal.write([]); // the line that stands may not be on disk yet
    const isStanding = standing !== undefined && standing.reference !== reference;
    return { status: standing === undefined ? 201 : 200, body: { ...this.shown(this.written.find(reference)), isStanding } };
  }

  rest(): void {
    // does nothing of its own accord
  }

  look(): SystemLook {
    return { isQuiet: this.journal.isQuiet, said: 0, unanswered: 0, counts: { requests: this.byFailure.size, asked: this.written.size } };
  }

  close(): Promise<void> {
    return this.journal.close();
  }

  private take(line: CmmsLine | OutboxLine): SystemFact | undefined {
    if (isOutboxLine(line)) return undefined;
    const { reference, request, at } = line;
    const { maintenanceRequestId, equipmentId, failedAt, workOrderId } = request;
    const standing = this.byFailure.get(maintenanceRequestId);
    const work = standing ?? { number: `MR-${String(this.byFailure.size + 1).padStart(6, '0')}`, reference, request, requestedAt: at };
    this.byFailure.set(maintenanceRequestId, work);
    this.written.keep(reference, request, work);
    return { type: 'maintenanceAsked', number: work.number, reference, maintenanceRequestId, equipmentId, failedAt, ...(workOrderId === undefined ? {} : { workOrderId }), isRepeated: standing !== undefined };
  }

  private list(query: URLSearchParams): SystemAnswer {
    const [reference, status, equipmentId] = ['reference', 'status', 'equipmentId'].map((name) => query.get(name));
    if (status !== null && !MAINTENANCE_STATUSES.includes(status as MaintenanceStatus)) throw malformed('status', `must be one of ${MAINTENANCE_STATUSES.join(', ')}`);
    const found = reference === null ? [...this.byFailure.values()] : this.under(reference);
    const rows = found.map((work) => this.shown(work)).filter((row) => (status === null || row.status === status) && (equipmentId === null || row.equipmentId === equipmentId));
    return paged(rows, query);
  }

  private under(reference: string): readonly Work[] {
    try {
      return [this.written.find(reference)];
    } catch {
      return [];
    }
  }

  private shown({ number, reference, request: { siteId, equipmentId, maintenanceRequestId, failedAt }, requestedAt }: Work) {
    const now = this.options.now().getTime();
    const random = chanceOf(this.options.seed, this.siteId, maintenanceRequestId, 'maintenance');
    const assignedAt = Date.parse(requestedAt) + random.between(2, 10) * MINUTE_MS;
    const failure = this.options.failureAt(equipmentId, Date.parse(failedAt));
    const doneAt = Math.max(assignedAt, failure?.until ?? assignedAt + REPAIR_WITHOUT_FAILURE_MS);
    const status: MaintenanceStatus = now < assignedAt ? 'requested' : now < doneAt ? 'assigned' : 'done';
    return {
      reference, number, siteId, equipmentId, maintenanceRequestId, status, requestedAt,
      ...(status === 'requested' ? {} : { assignedTo: `M-${random.between(1, PEOPLE)}` }), ...(status === 'done' ? { doneAt: new Date(doneAt).toISOString() } : {}),
    };
  }

  private readRequest(fields: Readonly<Record<string, unknown>>): MaintenanceRequest {
    textIn(fields, 'maintenanceRequestId');
    instantIn(fields, 'failedAt');
    if (textIn(fields, 'siteId') !== this.siteId) throw malformed('siteId', 'must be that of the path');
    const equipmentId = textIn(fields, 'equipmentId');
    const isKnown = this.options.plant.mes.workCenters.some(({ units, workCenterId }) => workCenterId === equipmentId || units.includes(equipmentId));
    if (!isKnown) throw new SystemRefusal(409, 'UNKNOWN_EQUIPMENT', `There is no equipment ${equipmentId}.`);
    return fields as unknown as MaintenanceRequest;
  }
}
