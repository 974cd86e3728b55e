import { DateTime } from 'luxon';
import type { Quantity } from '@plantway/canonical';
import { demoOrder, orderStatus, postingPeriod, SeededRandom } from '@plantway/simulation';
import type { DemoPlant, ErpCommand, ErpEngine, ErpOrder, SimulatedErp, Unstamped } from '@plantway/simulation';

/** What the clerks keep ready. */
export interface ClerkRules {
  /** Released orders on which nothing was confirmed yet; 0 leaves orders to others, as does `createdOrders`. */
  readonly releasedOrders: number;
  readonly createdOrders: number;
  /** Whether bought items are received again when they run low. */
  readonly reorders: boolean;
}
export const CLERKS_OF_A_RUNNING_PLANT: ClerkRules = { releasedOrders: 6, createdOrders: 2, reorders: true };
export const CLERKS_OF_AN_IDLE_PLANT: ClerkRules = { releasedOrders: 1, createdOrders: 1, reorders: false };
/** Orders are somebody else's, material is theirs. */
export const CLERKS_OF_A_HALTED_PLANT: ClerkRules = { releasedOrders: 0, createdOrders: 0, reorders: true };

/** Parts that are made here come from a sister plant, twice as much, when less is free; base units. */
const REORDER_POINT_OF_MADE_PARTS = 400;
/** The month before stays open for its last postings until this day of the month. */
const CLOSES_ON_DAY = 4;

/** The people of one plant in the ERP: open periods, release and create orders, receive material. Each round is decided from what the ERP holds alone. */
export class PlantClerk {
  constructor(private readonly erp: SimulatedErp, private readonly plant: DemoPlant, private readonly rules: ClerkRules, private readonly seed: number, private readonly now: () => Date) {}

  async round(): Promise<void> {
    await this.keepPeriods();
    if (this.rules.releasedOrders + this.rules.createdOrders > 0) await this.keepOrders();
    if (this.rules.reorders) await this.keepMaterial();
  }

  /** Opens the month of the production day when it comes, announces the next, and closes what lies behind. */
  private async keepPeriods(): Promise<void> {
    const { periods, timeZone } = await this.read(({ view }) => ({ periods: new Map(view.periods), timeZone: view.timeZone }));
    const day = this.plantDay(timeZone);
    const current = postingPeriod(day, 'open');
    if (periods.get(current.periodId)?.status !== 'open') await this.enter({ type: 'setPeriod', period: current });
    const next = postingPeriod(day.plus({ months: 1 }), 'future');
    if (!periods.has(next.periodId)) await this.enter({ type: 'setPeriod', period: next });
    const before = postingPeriod(day.minus({ months: 1 }), 'closed');
    for (const period of periods.values()) {
      const isBehind = period.periodId < before.periodId || (period.periodId === before.periodId && day.day >= CLOSES_ON_DAY);
      if (isBehind && period.status === 'open') await this.enter({ type: 'setPeriod', period: { ...period, status: 'closed' } });
    }
  }

  private async keepOrders(): Promise<void> {
    const orders = await this.read(({ view }) => [...view.orders.values()]);
    const withStatus = (status: string): readonly ErpOrder[] => orders.filter((order) => orderStatus(order) === status);
    const missingReleased = this.rules.releasedOrders - withStatus('released').length;
    const toRelease = withStatus('created').filter(({ workOrderId }) => workOrderId !== `WO-${this.plant.firstOrderNumber + 1}`).slice(0, Math.max(0, missingReleased));
    for (const { workOrderId } of toRelease) await this.enter({ type: 'releaseOrder', workOrderId });
    const missingCreated = this.rules.createdOrders + Math.max(0, missingReleased - toRelease.length) - (withStatus('created').length - toRelease.length);
    for (let place = 0; place < missingCreated; place += 1) await this.createOrder(nextOrderNumber(orders, this.plant.firstOrderNumber) + place);
  }

  private async createOrder(number: number): Promise<void> {
    const random = new SeededRandom(this.seed + number);
    const timeZone = await this.read(({ view }) => view.timeZone);
    const from = DateTime.fromJSDate(this.now(), { zone: timeZone }).plus({ hours: 2 });
    await this.enter({ type: 'createOrder', order: demoOrder(`WO-${number}`, random.pick(this.plant.products), random.between(2, 12) * 10, false, from) });
  }

  private async keepMaterial(): Promise<void> {
    const short = await this.read((engine) => shortItems(engine, this.plant));
    for (const { itemId, locationId, quantity, lotId, timeZone } of short) {
      const postingDate = this.plantDay(timeZone).toISODate()!;
      await this.enter({ type: 'receiveGoods', itemId, locationId, ...(lotId === undefined ? {} : { lotId }), quantity, postingDate });
    }
  }

  private read<T>(question: (engine: ErpEngine) => T): Promise<T> {
    return this.erp.read(question, this.plant.siteId);
  }
  private enter<C extends Unstamped<ErpCommand>>(command: C): Promise<unknown> {
    return this.erp.apply(command, this.plant.siteId);
  }

  /** The production day begins at 06:00. */
  private plantDay(timeZone: string): DateTime {
    return DateTime.fromJSDate(this.now(), { zone: timeZone }).minus({ hours: 6 });
  }
}

function nextOrderNumber(orders: readonly ErpOrder[], first: number): number {
  return 1 + Math.max(first - 1, ...orders.map(({ workOrderId }) => Number(/^WO-(\d+)$/.exec(workOrderId)?.[1] ?? 0)));
}

interface Shortage {
  readonly itemId: string;
  readonly locationId: string;
  /** A lot that is new, for an item that needs one. */
  readonly lotId: string | undefined;
  readonly quantity: Quantity;
  readonly timeZone: string;
}

function shortItems(engine: ErpEngine, { reorderPoints, made }: DemoPlant): readonly Shortage[] {
  const free = new Map<string, number>();
  for (const { itemId, status, quantity } of engine.balances()) if (status === 'unrestricted') free.set(itemId, (free.get(itemId) ?? 0) + Number(quantity.value));
  const { items, lots, timeZone } = engine.view;
  const madeParts = new Set(Object.values(made).flatMap(({ components }) => components.map(({ componentItemId }) => componentItemId)).filter((itemId) => made[itemId] !== undefined));
  const pointOf = (itemId: string): number => reorderPoints[itemId] ?? (madeParts.has(itemId) ? REORDER_POINT_OF_MADE_PARTS : 0);
  return [...items.values()].filter(({ itemId }) => (free.get(itemId) ?? 0) < pointOf(itemId)).map((item) => ({
    itemId: item.itemId, locationId: item.locationId, timeZone, quantity: { value: String(2 * pointOf(item.itemId)), unit: item.baseUnit },
    lotId: item.tracking === 'lot' ? `${item.itemId.replace('-', '')}-${(lots.get(item.itemId)?.size ?? 0) + 1}` : undefined,
  }));
}
