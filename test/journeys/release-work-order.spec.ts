import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BERLIN, demoPlant, type ErpCommand, type PlantData, type Unstamped } from '@plantway/simulation';
import { BUSINESS_TIME } from '../contract/simulated-erp.harness.js';
import { ReleaseStand } from './release-stand.js';

interface Problem {
  readonly code: string;
  readonly findings: readonly { readonly code: string; readonly path: string }[];
}

interface Break {
  readonly rule: string;
  /** What the plant is like in which order WO-1002 breaks the rule. */
  readonly plant?: (plant: PlantData) => Partial<PlantData>;
  /** What a clerk does to the order so that it breaks the rule. */
  readonly clerk?: Unstamped<ErpCommand>;
}

/** In the order in which a planner is told of them. */
const BREAKS: readonly Break[] = [
  { rule: 'ORDER_HELD', clerk: { type: 'holdOrder', workOrderId: 'WO-1002' } },
  { rule: 'BILL_NOT_VALID', plant: ({ bills }) => ({ bills: bills.map((bill) => (bill.itemId === 'FG-100' ? { ...bill, validFrom: '2027-01-01' } : bill)) }) },
  { rule: 'ROUTING_NOT_VALID', plant: ({ routings }) => ({ routings: routings.map((routing) => (routing.itemId === 'FG-100' ? { ...routing, validTo: '2026-10-31' } : routing)) }) },
  { rule: 'COMPONENT_SHORT', plant: ({ openingStock }) => ({ openingStock: openingStock.filter(({ itemId }) => itemId !== 'CP-2') }) },
  { rule: 'WORK_CENTER_CLOSED', plant: ({ workCenters }) => ({ workCenters: workCenters.map((center) => (center.code === 'WC-20' ? { ...center, active: false } : center)) }) },
  { rule: 'DATES_INVALID', plant: ({ orders }) => ({ orders: orders.map((order) => (order.workOrderId === 'WO-1002' ? { ...order, startAt: '2026-11-18T08:00:00.000Z', dueAt: '2026-11-21T08:00:00.000Z' } : order)) }) },
];

/** All of them, and that of the revision where it is told. */
const RULES_WITH_REVISION = BREAKS.flatMap(({ rule }) => (rule === 'ORDER_HELD' ? [rule, 'REVISION_STALE'] : [rule]));

/** A stand over the demo plant, in which created order WO-1002 breaks the given rules. */
async function openBroken(breaks: readonly Break[]): Promise<ReleaseStand> {
  const plant = demoPlant({ ...BERLIN, startsAt: BUSINESS_TIME, seed: 1 });
  const stand = await ReleaseStand.open({ plant: Object.assign({ ...plant }, ...breaks.map((each) => each.plant?.(plant))) as PlantData });
  for (const { clerk } of breaks) if (clerk !== undefined) await stand.simulation.apply(clerk);
  return stand;
}

describe('the release of a work order', () => {
  let stand: ReleaseStand;
  let order: string;
  beforeAll(async () => { stand = await ReleaseStand.open(); });
  beforeEach(async () => { order = await stand.createOrder(); });
  afterEach(() => stand.endWorker());
  afterAll(() => stand.close());

  describe('that breaks a rule', () => {
    let broken: ReleaseStand;
    afterEach(() => broken.close());

    it.each(BREAKS)('$rule is refused at once with that rule, and nothing is stored', async (each) => {
      broken = await openBroken([each]);

      const answer = await broken.release('WO-1002');

      expect(answer.statusCode).toBe(422);
      expect(answer.json<Problem>()).toMatchObject({ code: 'RELEASE_NOT_POSSIBLE', findings: [{ code: each.rule }] });
      expect(await broken.messagesOf('workOrderRelease')).toEqual([]);
    });

    it('is told every one of them at once', async () => {
      broken = await openBroken(BREAKS);

      const answer = await broken.release('WO-1002', { expectedRevision: 'of yesterday' });

      expect(answer.json<Problem>().findings.map(({ code }) => code)).toEqual(RULES_WITH_REVISION);
    });
  });

  it('of an order that is released already is refused with its status', async () => {
    expect((await stand.release('WO-1001')).json<Problem>()).toMatchObject({ code: 'RELEASE_NOT_POSSIBLE', findings: [{ code: 'ORDER_STATUS' }] });
  });

  describe('that breaks none', () => {
    it('is tried dry without leaving a row anywhere', async () => {
      const before = await stand.rows();

      const answer = await stand.release(order, {}, '?dryRun=true');

      expect([answer.statusCode, answer.json()]).toEqual([200, { releasable: true, findings: [] }]);
      expect(await stand.rows()).toEqual(before);
      expect(await stand.simulation.read((engine) => engine.order(order)!.phase)).toBe('created');
    });

    it('releases the order in the ERP and brings its job orders to the MES', async () => {
      await stand.startWorker();

      const answer = await stand.release(order);
      expect(answer.statusCode).toBe(202);
      await stand.message(answer, 'posted');
      const execution = await stand.dispatched(order, 'sent');

      expect(await stand.simulation.read((engine) => engine.order(order)!.phase)).toBe('released');
      expect(execution).toMatchObject({ status: 'released', quantity: { value: '50', unit: 'H87' }, jobOrders: [{ jobOrderId: `${order}-0010`, version: 1, state: 'AllowedToStart' }, { jobOrderId: `${order}-0020` }] });
      expect(stand.mes.jobOrdersOf(order)?.[1]).toMatchObject({
        jobOrderId: `${order}-0020`, workCenterId: 'WC-20', predecessorOperationId: '0010', tracking: 'none', quantity: { value: '50', unit: 'H87' },
        components: [{ itemId: 'CP-2', required: { value: '100', unit: 'H87' }, issueMethod: 'backflush' }],
      });
    });

    it('gets its first answer when it is sent again, although the order is released by then', async () => {
      await stand.startWorker();
      const first = await stand.release(order);
      await stand.message(first, 'posted');

      const again = await stand.release(order);

      expect(again.statusCode).toBe(202);
      expect(again.headers['idempotency-replayed']).toBe('true');
      expect(again.json()).toEqual(first.json());
    });

    it('is refused with another body under the same id', async () => {
      const body = { releaseId: 'R-1' };
      await stand.release(order, body);

      expect((await stand.release(order, { ...body, expectedRevision: '1' })).json()).toMatchObject({ code: 'IDEMPOTENCY_BODY_MISMATCH' });
    });

    it('of an order that nobody has is answered with 404', async () => {
      expect((await stand.release('WO-404')).statusCode).toBe(404);
      expect(await stand.messagesOf('workOrderRelease', 'WO-404')).toEqual([]);
    });
  });

  describe('while the ERP is away', () => {
    it('is accepted, validated later, and posted', async () => {
      stand.simulation.faults.plan({ kind: 'unavailable', untilCleared: true });

      expect((await stand.release(order, {}, '?dryRun=true')).statusCode).toBe(503);
      const answer = await stand.release(order);
      expect(answer.statusCode).toBe(202);
      await stand.startWorker();
      stand.simulation.faults.clear();

      expect((await stand.message(answer, 'posted')).error).toBeUndefined();
      await stand.dispatched(order, 'sent');
    });

    it('is accepted, and parked later with every rule that it breaks', async () => {
      const broken = await openBroken(BREAKS);
      broken.simulation.faults.plan({ kind: 'unavailable', untilCleared: true });
      const answer = await broken.release('WO-1002', { expectedRevision: 'of yesterday' });
      broken.simulation.faults.clear();
      await broken.startWorker();

      const { error } = await broken.message(answer, 'parked');

      expect(error).toMatchObject({ code: 'RELEASE_NOT_POSSIBLE', owner: 'planner' });
      for (const rule of RULES_WITH_REVISION) expect(error?.reason).toContain(`${rule}: `);
      expect(await broken.simulation.read((engine) => engine.order('WO-1002')!.phase)).toBe('created');
      await broken.close();
    });

    it('is done when somebody has released the order on a screen meanwhile', async () => {
      stand.simulation.faults.plan({ kind: 'unavailable', untilCleared: true });
      const answer = await stand.release(order);
      await stand.simulation.apply({ type: 'releaseOrder', workOrderId: order });
      stand.simulation.faults.clear();
      await stand.startWorker();

      expect((await stand.message(answer, 'posted')).note).toContain('was released before');
    });
  });

  it('whose answer is lost is read back, and the order is released once', async () => {
    await stand.startWorker();
    const answer = await stand.release(order);
    stand.simulation.faults.plan({ kind: 'commit-and-stay-silent' });

    await stand.message(answer, 'posted');

    await stand.dispatched(order, 'sent');
    expect(stand.mes.taken.filter((each) => each.startsWith(order))).toEqual([`${order}@1`]);
  });
});
