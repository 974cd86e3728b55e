import { join } from 'node:path';
import type { Instant, ReplanRequest, ScheduleVersion, WorkOrder } from '@plantway/canonical';
import type { SystemFact } from '@plantway/truth-ledger';
import { chanceOf } from '../../mes/floor/chance.js';
import type { BusinessSystem, SystemLook } from '../business-system.js';
import { SystemRefusal } from '../server/system-refusal.js';
import { fieldsOf, instantIn, malformed, noSuchPath, objectIn, textIn } from '../server/system-request.js';
import type { SystemAnswer, SystemRequest } from '../server/system-request.js';
import { isOutboxLine, SystemJournal } from '../system-journal.js';
import type { OutboxLine, OutgoingPost, SystemGateway } from '../system-journal.js';
import type { SystemOptions } from '../system-options.js';
import { WrittenOnce } from '../written-once.js';
import { Capacity } from './capacity.js';
import { scheduleForward } from './forward-schedule.js';
import type { GatewayForAps } from './gateway-for-aps.js';
import { proposeOrders } from './planned-orders.js';
import type { ProposedOrder } from './planned-orders.js';

const MINUTE_MS = 60_000;
const FREEZE_MS = 60 * MINUTE_MS;
const SWAP_SHARE = 0.3;
const PLANNED_ORDERS = 'planned-orders';
const SCHEDULES = 'schedule-versions';

export interface ApsOptions extends SystemOptions {
  /** A new schedule every so many minutes of business time. */
  readonly churnMinutes: number;
}

interface Receipt {
  readonly reference: string;
  readonly number: string;
  readonly takenAt: Instant;
}

type ApsLine = { readonly line: 'taken'; readonly at: Instant; readonly reference: string; readonly request: ReplanRequest };
type SaidSchedule = Omit<ScheduleVersion, 'siteId'>;

/**
 * The planning system of a site: proposes an order for all that customers want and nobody makes, and makes a schedule in every stretch of business time and on every
 * wish for a new one. Each takes the place of the one before as a whole; the next is made when the gateway has the last.
 */
export class Aps implements BusinessSystem {
  readonly family = 'aps';
  private readonly capacity: Capacity;
  private readonly written = new WrittenOnce<Receipt>();
  private readonly covered = new Set<string>();
  private waitingReplans: ReplanRequest[] = [];
  private schedule: SaidSchedule | undefined;
  private slot = -1;
  private isResting = false;
  private journal!: SystemJournal<ApsLine>;

  private constructor(private readonly options: ApsOptions) {
    this.capacity = new Capacity(options.plant);
  }

  static async open(options: ApsOptions): Promise<Aps> {
    const aps = new Aps(options);
    aps.journal = await SystemJournal.open<ApsLine>(join(options.folder, `aps-${options.plant.siteId}.ndjson`), { take: (line, answered) => aps.take(line, answered) }, options.onFact);
    return aps;
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

  /** Plans when it is time, or when somebody asked for it. @throws Error when the gateway cannot be read now */
  async plan(gateway: GatewayForAps): Promise<void> {
    const now = this.options.now().getTime();
    const isTime = this.slotOf(now) > this.slot && !this.isResting;
    if (this.journal.waiting > 0 || !(isTime || this.waitingReplans.length > 0)) return;
    const replans = this.waitingReplans;
    const [workOrders, customerOrders, forecasts, calendar] = await Promise.all([gateway.workOrders(), gateway.customerOrders(), gateway.forecasts(), gateway.calendar()]);
    this.capacity.follow(calendar);
    const proposed = this.isResting ? [] : proposeOrders(this.options.plant, { customerOrders, forecasts }, (demand) => this.covered.has(demand), now);
    const schedule = this.nextSchedule(workOrders, replans, now);
    if (schedule === undefined) this.slot = this.slotOf(now); // nothing to schedule: looked at once in each stretch
    const posts = [...proposed.map((order, place) => this.plannedOrderPost(order, place)), ...(schedule === undefined ? [] : [{ id: schedule.scheduleVersionId, path: SCHEDULES, body: { ...schedule } }])];
    await this.journal.write(posts.map((post) => ({ line: 'outgoing', at: new Date(now).toISOString(), post })));
  }

  send(gateway: SystemGateway): Promise<number | undefined> {
    return this.journal.send(gateway, this.options.now, this.options.say);
  }

  async answer({ method, segments: [subject, reference, ...surplus], body }: SystemRequest): Promise<SystemAnswer> {
    if (surplus.length > 0) throw noSuchPath();
    switch (`${method} ${subject}${reference === undefined ? '' : '/'}`) {
      case 'GET replans/': return { status: 200, body: this.written.find(reference) };
      case 'GET schedule': {
        if (this.schedule === undefined) throw new SystemRefusal(404, 'UNKNOWN', 'There is no schedule yet.');
        return { status: 200, body: { schedule: { ...this.schedule, siteId: this.siteId }, asOf: this.options.now().toISOString() } };
      }
      case 'POST replans': return this.takeReplan(body);
      default: throw noSuchPath();
    }
  }

  rest(): void {
    this.isResting = true;
  }

  look(): SystemLook {
    return {
      isQuiet: this.journal.isQuiet && this.isResting && this.waitingReplans.length === 0, said: this.journal.said, unanswered: this.journal.waiting,
      counts: { plannedOrders: this.covered.size, versions: this.schedule?.version ?? 0, replans: this.written.size },
    };
  }

  close(): Promise<void> {
    return this.journal.close();
  }

  private async takeReplan(body: Buffer): Promise<SystemAnswer> {
    const fields = fieldsOf(body);
    const reference = textIn(fields, 'reference');
    const request = objectIn(fields, 'request');
    const repeated = this.written.repeated(reference, request);
    if (repeated !== undefined) {
      await this.journal.write([]); // the line that stands may not be on disk yet
      return { status: 200, body: repeated };
    }
    for (const field of ['replanRequestId', 'lineId']) textIn(request, field);
    for (const field of ['windowStartsAt', 'windowEndsAt']) instantIn(request, field);
    if (textIn(request, 'siteId') !== this.siteId) throw malformed('siteId', 'must be that of the path');
    if (!Array.isArray(request.causes) || request.causes.length === 0) throw malformed('causes', 'must be a list of one or more');
    await this.journal.write([{ line: 'taken', at: this.options.now().toISOString(), reference, request: request as unknown as ReplanRequest }]);
    return { status: 201, body: this.written.find(reference) };
  }

  private take(line: ApsLine | OutboxLine, answered: OutgoingPost | undefined): SystemFact | undefined {
    if (isOutboxLine(line)) {
      if (line.line === 'answered') return this.answerFact(line, answered!);
      if (line.post.path === SCHEDULES) this.follow(line.post.body as unknown as SaidSchedule);
      else this.covered.add(line.post.about!);
      return undefined;
    }
    const { reference, request, at } = line;
    this.written.keep(reference, request, { reference, number: `RP-${String(this.written.size + 1).padStart(5, '0')}`, takenAt: at });
    for (const cause of request.causes) this.capacity.hear(cause);
    this.waitingReplans.push(request);
    return { type: 'replanAsked', reference, replanRequestId: request.replanRequestId };
  }

  private follow(schedule: SaidSchedule): void {
    this.schedule = schedule;
    this.slot = this.slotOf(Date.parse(schedule.createdAt));
    this.waitingReplans = this.waitingReplans.filter(({ replanRequestId }) => !schedule.replanRequestIds.includes(replanRequestId));
  }

  private answerFact({ answer }: OutboxLine & { readonly line: 'answered' }, { id, path, body }: OutgoingPost): SystemFact {
    if (answer.outcome === 'refused') return { type: 'saidInVain', family: 'aps', senderId: id, code: answer.code, detail: answer.detail };
    if (path === PLANNED_ORDERS) return { type: 'plannedOrderSaid', ...(body as unknown as Pick<ProposedOrder['order'], 'itemId' | 'quantity'>), plannedOrderId: id };
    const { version, operations } = body as unknown as SaidSchedule;
    const finishes = new Map<string, Instant>();
    for (const { workOrderId, finishAt } of operations) if (finishAt > (finishes.get(workOrderId) ?? '')) finishes.set(workOrderId, finishAt);
    return { type: 'scheduled', version, finishes: [...finishes].map(([workOrderId, finishAt]) => ({ workOrderId, finishAt })) };
  }

  private plannedOrderPost({ demand, order }: ProposedOrder, place: number): OutgoingPost {
    const id = `PLO-${this.siteId}-${String(this.covered.size + place + 1).padStart(5, '0')}`;
    return { id, path: PLANNED_ORDERS, body: { plannedOrderId: id, ...order }, about: demand };
  }

  /** The next version; undefined when there is nothing to schedule and nobody asked. */
  private nextSchedule(workOrders: readonly WorkOrder[], replans: readonly ReplanRequest[], now: number): SaidSchedule | undefined {
    const before = this.schedule?.operations ?? [];
    const known = new Set(before.map(({ workOrderId }) => workOrderId));
    const isNew = workOrders.some(({ workOrderId }) => !known.has(workOrderId));
    const reason = replans.length > 0 ? 'replan' : isNew ? 'demand' : 'regular';
    const version = (this.schedule?.version ?? 0) + 1;
    const frozenUntil = this.schedule === undefined ? now : now + FREEZE_MS;
    const { orders, swapped } = this.inSequence(workOrders, version, reason === 'regular');
    const operations = scheduleForward({ orders, now, frozenUntil, before, mayPullIn: (workOrderId) => reason !== 'regular' || swapped.has(workOrderId), capacity: this.capacity });
    if (operations.length === 0 && replans.length === 0) return undefined;
    return {
      scheduleVersionId: `APS-${version}`, version, ...(version === 1 ? {} : { supersedes: version - 1 }), createdAt: new Date(now).toISOString(), frozenUntil: new Date(frozenUntil).toISOString(), reason,
      replanRequestIds: replans.map(({ replanRequestId }) => replanRequestId), operations,
    };
  }

  /** Known orders as they begin, then new ones by due date; by chance two neighbours change places in a regular schedule. */
  private inSequence(workOrders: readonly WorkOrder[], version: number, isRegular: boolean): { readonly orders: readonly WorkOrder[]; readonly swapped: ReadonlySet<string> } {
    const starts = new Map<string, Instant>();
    for (const { workOrderId, startAt } of this.schedule?.operations ?? []) if (startAt < (starts.get(workOrderId) ?? '~')) starts.set(workOrderId, startAt);
    const keyOf = ({ workOrderId, dueAt }: WorkOrder): string => `${starts.get(workOrderId) ?? `~${dueAt}`} ${workOrderId}`;
    const orders = [...workOrders].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
    const random = chanceOf(this.options.seed, this.siteId, 'churn', version);
    if (!isRegular || orders.length < 2 || random.next() >= SWAP_SHARE) return { orders, swapped: new Set() };
    const place = random.between(0, orders.length - 2);
    [orders[place], orders[place + 1]] = [orders[place + 1], orders[place]];
    return { orders, swapped: new Set([orders[place].workOrderId, orders[place + 1].workOrderId]) };
  }

  private slotOf(time: number): number {
    return Math.floor(time / (this.options.churnMinutes * MINUTE_MS));
  }
}
