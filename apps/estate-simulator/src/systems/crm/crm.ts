import { join } from 'node:path';
import type { CustomerOrder, Instant, PlantDate, PromiseDateUpdate } from '@plantway/canonical';
import type { SystemFact } from '@plantway/truth-ledger';
import { holidaysOf } from '../../plants/customers.js';
import type { BusinessSystem, SystemLook } from '../business-system.js';
import { SystemRefusal } from '../server/system-refusal.js';
import { fieldsOf, instantIn, malformed, noSuchPath, numberIn, objectIn, paged, textIn } from '../server/system-request.js';
import type { SystemAnswer, SystemRequest } from '../server/system-request.js';
import { isOutboxLine, SystemJournal } from '../system-journal.js';
import type { OutboxLine } from '../system-journal.js';
import type { SystemOptions } from '../system-options.js';
import { WrittenOnce } from '../written-once.js';
import { CustomerDemand, ORDER_SLOT_MS } from './customer-demand.js';
import type { PlacedOrder } from './customer-demand.js';
import { promiseDay } from './promise-day.js';

/** Years of holidays that are told with an order, from the year before it on. */
const HOLIDAY_YEARS = 4;

type CrmLine =
  | { readonly line: 'ordered'; readonly at: Instant; readonly slot: number; readonly placed: readonly PlacedOrder[] }
  | { readonly line: 'promised'; readonly at: Instant; readonly reference: string; readonly update: PromiseDateUpdate };

interface Promised {
  readonly reference: string;
  readonly number: string;
  readonly promisedOn: PlantDate;
  readonly promisedBefore?: PlantDate;
}

interface LineState {
  readonly scheduleVersion: number;
  readonly workOrderId: string;
  readonly promisedOn: PlantDate;
}

/** The customer system of a site: who ordered what, and which day was promised: the scheduled finish and so many working days of that customer. */
export class Crm implements BusinessSystem {
  readonly family = 'crm';
  private readonly demand: CustomerDemand;
  private readonly orders = new Map<string, CustomerOrder>();
  /** By "order/line". */
  private readonly promises = new Map<string, LineState>();
  private readonly written = new WrittenOnce<Promised>();
  private slot: number | undefined;
  private isResting = false;
  private journal!: SystemJournal<CrmLine>;

  private constructor(private readonly options: SystemOptions) {
    this.demand = new CustomerDemand(options.plant, options.seed);
  }

  static async open(options: SystemOptions): Promise<Crm> {
    const crm = new Crm(options);
    crm.journal = await SystemJournal.open<CrmLine>(join(options.folder, `crm-${options.plant.siteId}.ndjson`), { take: (line) => crm.take(line) }, options.onFact);
    return crm;
  }

  get siteId(): string {
    return this.options.plant.siteId;
  }
  get facts(): readonly SystemFact[] {
    const { timeZone, dayStartsAt } = this.options.plant;
    return [{ type: 'plantCalendar', timeZone, dayStartsAt }, ...this.journal.facts];
  }
  get lastTime(): number {
    return this.journal.lastTime;
  }

  /** Takes in what customers have ordered by now. */
  async work(): Promise<void> {
    const now = this.options.now();
    const current = Math.floor(now.getTime() / ORDER_SLOT_MS);
    const at = now.toISOString();
    if (this.slot === undefined) return this.journal.write([{ line: 'ordered', at, slot: current, placed: this.demand.first(now.getTime()) }]);
    if (this.slot >= current) return;
    const placed: PlacedOrder[] = [];
    for (let slot = this.slot + 1; slot <= current && !this.isResting; slot += 1) {
      const order = this.demand.inSlot(slot, this.orders.size + placed.length + 1);
      if (order !== undefined) placed.push(order);
    }
    await this.journal.write([{ line: 'ordered', at, slot: current, placed }]);
  }

  async answer({ method, segments: [subject, reference, ...surplus], query, body }: SystemRequest): Promise<SystemAnswer> {
    if (surplus.length > 0) throw noSuchPath();
    switch (`${method} ${subject}${reference === undefined ? '' : '/'}`) {
      case 'GET promises/': return { status: 200, body: this.written.find(reference) };
      case 'GET orders': {
        const workOrderId = query.get('workOrderId');
        const rows = [...this.orders.values()].map((order) => this.shown(order)).filter(({ lines }) => workOrderId === null || lines.some((line) => line.workOrderId === workOrderId));
        return paged(rows, query);
      }
      case 'GET forecasts': return paged(this.demand.forecasts(this.options.now().getTime()), query);
      case 'POST promises': return this.promise(body);
      default: throw noSuchPath();
    }
  }

  rest(): void {
    this.isResting = true;
  }

  look(): SystemLook {
    return { isQuiet: this.journal.isQuiet, said: 0, unanswered: 0, counts: { orders: this.orders.size, promises: this.written.size, promisedLines: this.promises.size } };
  }

  close(): Promise<void> {
    return this.journal.close();
  }

  private async promise(body: Buffer): Promise<SystemAnswer> {
    const fields = fieldsOf(body);
    const reference = textIn(fields, 'reference');
    const update = objectIn(fields, 'update') as unknown as PromiseDateUpdate;
    const repeated = this.written.repeated(reference, update);
    if (repeated !== undefined) {
      await this.journal.write([]); // the line that stands may not be on disk yet
      return { status: 200, body: repeated };
    }
    this.check(objectIn(fields, 'update'));
    await this.journal.write([{ line: 'promised', at: this.options.now().toISOString(), reference, update }]);
    return { status: 201, body: this.written.find(reference) };
  }

  private check(update: Readonly<Record<string, unknown>>): void {
    const [customerOrderId, lineId] = [textIn(update, 'customerOrderId'), textIn(update, 'lineId')];
    for (const field of ['promiseUpdateId', 'workOrderId']) textIn(update, field);
    instantIn(update, 'scheduledFinishAt');
    const version = numberIn(update, 'scheduleVersion', 1, Number.MAX_SAFE_INTEGER);
    if (textIn(update, 'siteId') !== this.siteId) throw malformed('siteId', 'must be that of the path');
    const order = this.orders.get(customerOrderId);
    if (order === undefined) throw new SystemRefusal(409, 'UNKNOWN_ORDER', `There is no customer order ${customerOrderId}.`);
    if (!order.lines.some((line) => line.lineId === lineId)) throw new SystemRefusal(409, 'UNKNOWN_LINE', `Customer order ${customerOrderId} has no line ${lineId}.`);
    const standing = this.promises.get(`${customerOrderId}/${lineId}`);
    if (standing !== undefined && standing.scheduleVersion > version) throw new SystemRefusal(409, 'OLDER_SCHEDULE', `Schedule ${standing.scheduleVersion} has promised line ${lineId} of ${customerOrderId} already.`);
  }

  private take(line: CrmLine | OutboxLine): readonly SystemFact[] {
    if (isOutboxLine(line)) return [];
    if (line.line === 'ordered') {
      this.slot = line.slot;
      for (const { order } of line.placed) this.orders.set(order.customerOrderId, order);
      return line.placed.map((placed) => this.orderFact(placed, line.at));
    }
    const { reference, update: { customerOrderId, lineId, workOrderId, scheduledFinishAt, scheduleVersion } } = line;
    const key = `${customerOrderId}/${lineId}`;
    const before = this.promises.get(key)?.promisedOn;
    const promisedOn = promiseDay(scheduledFinishAt, this.options.plant, this.customer(this.orders.get(customerOrderId)!.customerId));
    this.promises.set(key, { scheduleVersion, workOrderId, promisedOn });
    this.written.keep(reference, line.update, { reference, number: `PR-${String(this.written.size + 1).padStart(6, '0')}`, promisedOn, ...(before === undefined ? {} : { promisedBefore: before }) });
    return [{ type: 'promised', reference, customerOrderId, lineId, workOrderId, scheduledFinishAt, scheduleVersion, promisedOn }];
  }

  private orderFact({ customerId, order: { customerOrderId, lines } }: PlacedOrder, at: Instant): SystemFact {
    const customer = this.customer(customerId);
    const holidays = holidaysOf(customer, new Date(at).getUTCFullYear() - 1, HOLIDAY_YEARS);
    return { type: 'customerOrder', customerOrderId, lineIds: lines.map(({ lineId }) => lineId), customer: { customerId, workDays: customer.workDays, holidays, leadTimeDays: customer.leadTimeDays } };
  }

  private shown(order: CustomerOrder): CustomerOrder {
    return {
      ...order, lines: order.lines.map((line) => {
        const promised = this.promises.get(`${order.customerOrderId}/${line.lineId}`);
        return promised === undefined ? line : { ...line, promisedOn: promised.promisedOn, workOrderId: promised.workOrderId };
      }),
    };
  }

  private customer(customerId: string) {
    return this.options.plant.customers.find((customer) => customer.customerId === customerId)!;
  }
}
