import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BusinessException } from '@plantway/canonical';
import { ConditionBell, Intake, MessageDesk, MessageReader, WaitingConditions, WatchTurn } from '@plantway/messaging';
import type { ErpPort, Submission } from '@plantway/ports';
import { ConditionWatch } from '../../apps/worker/src/condition-watch/condition-watch.js';
import { conditionWatchers } from '../../apps/worker/src/condition-watch/condition-watchers.js';
import { openGateway, type GatewayStand } from './gateway-stand.js';
import { ReleaseStand } from './release-stand.js';
import { ReportingMes, pieces } from './reporting-mes.js';

const MINUTE_MS = 60_000;
/** Less than the safety net: nobody looks by himself so long. */
const ALMOST_AN_HOUR_MS = 59 * MINUTE_MS;
const DECEMBER = { periodId: '2026-12', startsOn: '2026-12-01', endsOn: '2026-12-31' } as const;

describe('a message that waits for something in the ERP', () => {
  let gateway: GatewayStand;
  let mes: ReportingMes;
  /** Every call of the ERP by the delivery, and by the watchers, in order. */
  let delivering: string[];
  let watching: string[];
  let failures: string[];
  let watch: ConditionWatch;
  /** What stands in the place of the ERP for the delivery: a thousand refusals over a wire take long. */
  let instead: Partial<ErpPort>;
  beforeEach(async () => {
    [delivering, watching, failures, instead] = [[], [], [], {}];
    gateway = await openGateway({ line: (erp) => counted(erp, delivering, () => instead) });
    mes = new ReportingMes(gateway);
    watch = anotherWatch();
  });
  afterEach(() => gateway.close());

  /** That of a worker that has just started. */
  const anotherWatch = (turn: Pick<WatchTurn, 'isMine'> = { isMine: async () => true }): ConditionWatch => {
    const { clock, erp, sites, database: { pool } } = gateway;
    const bell = new ConditionBell({ pool, clock });
    return new ConditionWatch({
      turn, sites: { all: () => sites.all().filter(({ siteId }) => siteId === 'BER1') }, onFailure: (_siteId, what, error) => failures.push(`${what}: ${String(error)}`),
      watchers: conditionWatchers({ erp: counted(erp, watching), waiting: new WaitingConditions({ pool, clock }), desk: new MessageDesk(pool, clock, new MessageReader(pool)), wake: (keys) => bell.ring(keys) }),
    });
  };
  /** The worker looks, and what may go is delivered; answers what the ERP was asked meanwhile. */
  const look = async (): Promise<{ readonly watched: readonly string[]; readonly delivered: readonly string[] }> => {
    const [watched, delivered] = [watching.length, delivering.length];
    await watch.look(new AbortController().signal);
    await gateway.deliver();
    expect(failures).toEqual([]);
    return { watched: watching.slice(watched), delivered: delivering.slice(delivered) };
  };
  /** Nobody asks the ERP on its behalf, however often the time for it comes. */
  const sleeps = async (): Promise<void> => {
    const before = delivering.length;
    for (let passed = 0; passed < ALMOST_AN_HOUR_MS; passed += 10 * MINUTE_MS) await gateway.after(Math.min(10 * MINUTE_MS, ALMOST_AN_HOUR_MS - passed));
    expect(delivering.slice(before)).toEqual([]);
  };
  const apply = (command: Parameters<GatewayStand['simulation']['apply']>[0]): Promise<unknown> => gateway.simulation.apply(command);

  it('a period that is not open yet: goes when it opens, and until then costs one question a look', async () => {
    const report = await mes.report('c-1', { postingDate: '2026-12-15' });
    await gateway.deliver();
    expect(await mes.message(report)).toMatchObject({ state: 'waiting', error: { code: 'PERIOD_NOT_OPEN_YET' } });
    await sleeps();
    expect(await look()).toEqual({ watched: ['postingPeriods'], delivered: [] });

    await apply({ type: 'setPeriod', period: { ...DECEMBER, status: 'open' } });
    await look();

    expect(await mes.state(report)).toBe('posted');
    expect(await look()).toEqual({ watched: [], delivered: [] });
  });

  it('a lot that is not released', async () => {
    await apply({ type: 'setLotStatus', itemId: 'RM-1', lotId: 'RM1-A', status: 'blocked' });
    const report = await mes.report('c-1', { consumptions: [{ itemId: 'RM-1', lotId: 'RM1-A', backflush: true }] });
    await gateway.deliver();
    expect(await mes.message(report)).toMatchObject({ state: 'waiting', error: { code: 'LOT_RESTRICTED' } });
    await sleeps();
    expect(await look()).toMatchObject({ watched: expect.arrayContaining(['lot']), delivered: [] });

    await apply({ type: 'setLotStatus', itemId: 'RM-1', lotId: 'RM1-A', status: 'unrestricted' });
    await look();

    expect(await mes.state(report)).toBe('posted');
  });

  it('a period, with two workers: one of them asks, and the other one when that is gone', async () => {
    const { clock, database: { pool } } = gateway;
    const report = await mes.report('c-1', { postingDate: '2026-12-15' });
    await gateway.deliver();
    await sleeps();
    const turn = () => new WatchTurn({ pool, clock, watch: 'conditions', heldForMs: 35_000 });
    const [first, second] = [anotherWatch(turn()), anotherWatch(turn())];
    const asked = async (worker: ConditionWatch): Promise<number> => {
      const before = watching.length;
      await worker.look(new AbortController().signal);
      return watching.length - before;
    };
    expect([await asked(first), await asked(second)]).toEqual([1, 0]);

    await apply({ type: 'setPeriod', period: { ...DECEMBER, status: 'open' } });
    await clock.advance(35_000);
    expect(await asked(second)).toBe(1);
    await gateway.deliver();

    expect(await mes.state(report)).toBe('posted');
    expect(await asked(first)).toBe(0);
  });

  it('a lot that it does not name, because the ERP chose it: goes to a person after one try', async () => {
    instead = { post: async () => { throw new BusinessException('LOT_RESTRICTED', 'Batch B-77 of RM-2, which was determined automatically, is in quality inspection.'); } };
    const report = await mes.report('c-1', { consumptions: [{ itemId: 'RM-1', lotId: 'RM1-A', backflush: true }] });
    for (let minute = 0; minute < 5; minute += 1) {
      await look();
      await gateway.clock.advance(MINUTE_MS);
    }

    expect(await mes.message(report)).toMatchObject({ state: 'parked', error: { code: 'LOT_RESTRICTED' } });
    expect(delivering.filter((call) => call === 'post')).toHaveLength(1);
  });

  it('stock that is short: is looked at once when it begins to wait, and then only when there is more', async () => {
    const use = await mes.consume('use-1', { quantity: pieces('100000') });
    await gateway.deliver();
    expect(await mes.message(use)).toMatchObject({ state: 'waiting', error: { code: 'STOCK_SHORT' } });
    await sleeps();
    await look();
    expect(await mes.state(use)).toBe('waiting');
    expect(await look()).toEqual({ watched: ['inventoryBalances'], delivered: [] });

    await apply({ type: 'receiveGoods', itemId: 'CP-3', locationId: 'RAW', quantity: pieces('100000'), postingDate: '2026-11-22' });
    await look();

    expect(await mes.state(use)).toBe('posted');
  });

  it('a lock: one message of the order tries at each look, and tells the others', async () => {
    await apply({ type: 'lockOrder', workOrderId: 'WO-1001', user: 'PLANNER1' });
    const messages = [await mes.consume('use-1', { operationId: '0020' }), await mes.report('c-1')];
    await gateway.deliver();
    for (const message of messages) expect(await mes.message(message)).toMatchObject({ state: 'waiting', error: { code: 'ORDER_LOCKED', unblockCondition: 'the order is not locked any more' } });
    await sleeps();
    expect((await look()).delivered.filter((call) => call === 'post')).toHaveLength(1);

    await apply({ type: 'unlockOrder', workOrderId: 'WO-1001' });
    await look();

    expect(await Promise.all(messages.map((message) => mes.state(message)))).toEqual(['posted', 'posted']);
  });

  it('a lot that the ERP does not have: is with a person, and goes on by itself when it has', async () => {
    const report = await mes.report('c-1', { consumptions: [{ itemId: 'RM-1', lotId: 'LOT-LATE', backflush: true }] });
    await gateway.deliver();
    expect(await mes.message(report)).toMatchObject({ state: 'parked', error: { code: 'LOT_UNKNOWN' } });
    expect(await look()).toEqual({ watched: ['lot'], delivered: [] });

    await apply({ type: 'receiveGoods', itemId: 'RM-1', locationId: 'RAW', lotId: 'LOT-LATE', quantity: { value: '500', unit: 'KGM' }, postingDate: '2026-11-22' });
    await look();

    expect(await mes.message(report)).toMatchObject({ state: 'posted', actions: [{ action: 'resubmit', actor: 'plantway', reason: 'the ERP has now what was missing' }] });
  });

  it('a lot that the ERP has and refuses all the same: is tried once, not for ever', async () => {
    instead = { post: async () => { throw new BusinessException('LOT_UNKNOWN', 'no such lot'); } };
    const report = await mes.report('c-1', { consumptions: [{ itemId: 'RM-1', lotId: 'RM1-A', backflush: true }] });
    await gateway.deliver();
    for (let round = 0; round < 3; round += 1) await look();

    expect([await mes.state(report), delivering.filter((call) => call === 'post').length]).toEqual(['parked', 2]);

    instead = {};
    watch = anotherWatch();
    await look();

    expect(await mes.state(report)).toBe('posted');
  });

  it('a thousand of them ask nothing, and the watcher one question of each kind of thing', async () => {
    const { pool } = gateway.database;
    const order = await gateway.erp.workOrder('BER1', 'WO-1001');
    const periods = await gateway.erp.postingPeriods('BER1');
    instead = { workOrder: async () => order, postingPeriods: async () => periods, post: async () => { throw new BusinessException('PERIOD_NOT_OPEN_YET', 'Posting date 2026-12-15: its period is not open yet.'); } };
    await new Intake({ pool, clock: gateway.clock }).acceptBatch(Array.from({ length: 1_000 }, (_, index) => used(index)));
    await gateway.deliver();
    const { rows: [{ waiting }] } = await pool.query<{ waiting: number }>(`select count(*)::int as waiting from messaging.lane where waiting_for = 'periodOpened:BER1:2026-12-15'`);
    expect(waiting).toBe(1_000);
    await sleeps();
    expect(await look()).toEqual({ watched: ['postingPeriods'], delivered: [] });

    await apply({ type: 'setPeriod', period: { ...DECEMBER, status: 'open' } });
    await watch.look(new AbortController().signal);

    const { rows: [{ due }] } = await pool.query<{ due: number }>('select count(*)::int as due from messaging.lane where waiting_for is null and next_at <= $1', [gateway.clock.now()]);
    expect(due).toBe(1_000);
  });
});

describe('the worker', () => {
  it('looks by itself whether what messages wait for is fulfilled', async () => {
    const stand = await ReleaseStand.open();
    try {
      await stand.startWorker({ conditionWatchMs: 100 });
      const report = await stand.confirm('WO-1001', '0010', '10', { postingDate: '2026-12-15' });
      await stand.message(report, 'waiting');
      await stand.simulation.apply({ type: 'setPeriod', period: { ...DECEMBER, status: 'open' } });

      await stand.message(report, 'posted');
    } finally {
      await stand.close();
    }
  });
});

/** Material that is used in December, in a lane of its own. */
function used(index: number): Submission {
  const command = { consumptionId: `use-${index}`, siteId: 'BER1', workOrderId: 'WO-1001', operationId: '0010', itemId: 'CP-3', quantity: pieces('1'), serialNumbers: [], consumedAt: '2026-11-22T05:30:00.000Z', postingDate: '2026-12-15', productionDay: '2026-11-22' };
  return {
    siteId: 'BER1', kind: 'materialConsumption', sourceSystem: 'mes', senderId: command.consumptionId, laneKey: `materialConsumption:${index}`, correlationId: command.consumptionId, acceptedBy: 'credential-1',
    received: command, canonical: command, search: { workOrderId: 'WO-1001', operationId: '0010', lotIds: [], serialNumbers: [] }, postingDate: '2026-12-15', productionDay: '2026-11-22',
  };
}

function counted(erp: ErpPort, calls: string[], instead: () => Partial<ErpPort> = () => ({})): ErpPort {
  return new Proxy(erp, {
    get: (target, name, receiver) => {
      const member = (instead()[name as keyof ErpPort] ?? Reflect.get(target, name, receiver)) as unknown;
      return typeof member !== 'function' ? member : (...parameters: unknown[]) => { calls.push(String(name)); return (member as (...all: unknown[]) => unknown).apply(target, parameters); };
    },
  });
}
