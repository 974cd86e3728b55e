import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MachineHall, at } from './machine-hall.js';

describe('downtimes', () => {
  let hall: MachineHall;
  beforeEach(async () => { hall = await MachineHall.open(); });
  afterEach(() => hall.database.drop());

  const all = async () => (await hall.downtimes.list({ siteId: 'BER1', limit: 100 })).items;
  /** An order with one job order at the work center; something of it is confirmed. */
  async function orderAt(workOrderId: string, place: number, { status = 'inProgress', operation = 'inProgress' } = {}): Promise<void> {
    const { pool } = hall.database;
    const content = { operations: [{ operationId: '0020', status: operation }, { operationId: '0030', status: 'released' }] };
    await pool.query(`insert into execution.known_work_order (site_id, work_order_id, item_id, status, revision, content, as_of) values ('BER1', $1, 'FG-100', $2, '1', $3, now())`, [workOrderId, status, content]);
    await pool.query(`insert into execution.job_order_set (site_id, work_order_id, version, content_hash, as_of, dispatch_state, state_since) values ('BER1', $1, 1, 'h', now(), 'accepted', now())`, [workOrderId]);
    await pool.query(`insert into execution.job_order (site_id, job_order_id, work_order_id, operation_id, sequence, version, body, changed_position) values ('BER1', $1 || '-0020', $1, '0020', 1, 1, $2, $3)`, [workOrderId, { workCenterId: 'WC-20', state: 'AllowedToStart' }, place]);
    await pool.query(`insert into execution.posted_report (message_id, site_id, work_order_id, operation_id, source_system, confirmation_id, yield, yield_unit, scrap, scrap_unit, rework, rework_unit) values (gen_random_uuid(), 'BER1', $1, '0020', 'mes', $1, 1, 'H87', 0, 'H87', 0, 'H87')`, [workOrderId]);
  }

  it('is opened with its place and running order, alarms after the threshold, and is closed with its reason', async () => {
    await hall.says('08:00:00', 'running', { workOrderId: 'WO-1', operationId: '0020' });
    await hall.says('08:10:00', 'down', { reasonCode: 'E-4711' });

    expect(await hall.look('08:11:59')).toBe(0);
    expect(await hall.look('08:12:00')).toBe(1);
    expect(await hall.look('08:13:00')).toBe(0);
    await hall.says('08:32:30', 'running');

    const place = { workCenterId: 'WC-20', lineId: 'LINE-1', workOrderId: 'WO-1', operationId: '0020', reasonCode: 'MECHANICAL', reasonFrom: 'machine' };
    const downtimeId = `WU-20-A@${at('08:10:00')}`;
    expect(await all()).toEqual([{ downtimeId, siteId: 'BER1', equipmentId: 'WU-20-A', kind: 'down', startedAt: at('08:10:00'), endedAt: at('08:32:30'), alertedAt: at('08:12:00'), isMicroStop: false, ...place }]);
    expect((await hall.told()).map(({ type, subject }) => [type, subject])).toEqual([
      ['equipment.downtime-started.v1', 'WU-20-A'], ['equipment.downtime-alerted.v1', 'WU-20-A'], ['alert.raised.v1', `downtime:${downtimeId}`],
      ['equipment.downtime-ended.v1', 'WU-20-A'], ['alert.cleared.v1', `downtime:${downtimeId}`],
    ]);
    const [started, alerted, raised, ended] = (await hall.told()).map(({ data }) => data);
    expect(started).toEqual({ downtimeId, siteId: 'BER1', equipmentId: 'WU-20-A', kind: 'down', startedAt: at('08:10:00'), isMicroStop: false, ...place });
    expect(alerted).toEqual({ ...started, alertedAt: at('08:12:00') });
    expect(raised).toMatchObject({ kind: 'downtime', severity: 'alarm', downtimeId, workOrderId: 'WO-1' });
    expect(ended).toEqual({ ...alerted, endedAt: at('08:32:30'), durationSeconds: '1350' }); // 22 min 30 s
  });

  it('alarms nobody when it is over before the threshold', async () => {
    await hall.says('08:10:00', 'down');
    await hall.says('08:11:59', 'running');

    expect(await hall.look('09:00:00')).toBe(0);
    expect(await all()).toMatchObject([{ isMicroStop: true, endedAt: at('08:11:59') }]);
    expect(await hall.toldTypes()).toEqual(['equipment.downtime-started.v1', 'equipment.downtime-ended.v1']);
  });

  it('alarms all the same when it was over before anybody looked, and had lasted long enough', async () => {
    await hall.says('08:10:00', 'down');
    await hall.says('08:12:00', 'running');

    expect(await all()).toMatchObject([{ isMicroStop: false, alertedAt: at('08:12:00') }]);
    expect(await hall.toldTypes()).toEqual(['equipment.downtime-started.v1', 'equipment.downtime-alerted.v1', 'alert.raised.v1', 'equipment.downtime-ended.v1', 'alert.cleared.v1']);
  });

  it('waits with the alert until what a machine that was cut off says next has had time to come', async () => {
    await hall.says('08:10:00', 'down');

    expect(await hall.look('08:30:00', 3_000)).toBe(0);
    await hall.clock.advance(3_000);
    expect(await hall.look('08:30:00', 3_000)).toBe(1);
  });

  it('is one downtime however often the machine says that it is down, over the change of day and shift', async () => {
    await hall.says('08:10:00', 'down', { eventId: 'F-1' });
    expect(await hall.says('08:10:00', 'down', { eventId: 'F-1' })).toEqual([{ eventId: 'F-1', outcome: 'repeated' }]);
    await hall.says('08:11:00', 'down');
    await hall.says('08:12:00', 'unknown');
    await hall.says('23:59:00', 'down');
    await hall.says('23:59:59', 'idle', { occurredAt: '2026-11-23T07:00:00.000Z' });

    expect(await all()).toMatchObject([{ startedAt: at('08:10:00'), endedAt: '2026-11-23T07:00:00.000Z' }]);
  });

  it('does not begin again by what a machine says of the past', async () => {
    await hall.says('08:10:00', 'down');
    await hall.says('08:15:00', 'running');
    expect(await hall.says('08:12:00', 'down')).toMatchObject([{ outcome: 'accepted' }]);

    expect(await all()).toMatchObject([{ startedAt: at('08:10:00'), endedAt: at('08:15:00') }]);
    expect(await hall.reader.hierarchy('BER1', [{ equipmentId: 'WU-20-A', level: 'workUnit', description: '' }])).toMatchObject([{ standing: { state: 'running', since: at('08:15:00') } }]);
  });

  it('is two when a machine goes on and fails again within one instant, told in one batch', async () => {
    const said = (eventId: string, state: 'down' | 'running') => ({ type: 'state', eventId, siteId: 'BER1', equipmentId: 'WU-20-A', occurredAt: at('08:10:00'), state }) as const;

    await hall.book.take('BER1', 'edge', [said('E-1', 'down'), said('E-2', 'running'), said('E-3', 'down')]);
    await hall.book.take('BER1', 'edge', [said('E-4', 'running'), said('E-5', 'down')]);

    const id = `WU-20-A@${at('08:10:00')}`;
    expect((await all()).map(({ downtimeId, endedAt }) => [downtimeId, endedAt])).toEqual([[`${id}#3`, undefined], [`${id}#2`, at('08:10:00')], [id, at('08:10:00')]]);
    expect((await hall.told()).map(({ type, data }) => [type, data['downtimeId']])).toEqual([
      ['equipment.downtime-started.v1', id], ['equipment.downtime-ended.v1', id], ['equipment.downtime-started.v1', `${id}#2`],
      ['equipment.downtime-ended.v1', `${id}#2`], ['equipment.downtime-started.v1', `${id}#3`],
    ]);
  });

  it('becomes another one when a failure turns into planned work', async () => {
    await hall.says('08:10:00', 'down');
    await hall.says('08:20:00', 'plannedDown');

    expect(await all()).toMatchObject([{ kind: 'plannedDown', startedAt: at('08:20:00') }, { kind: 'down', endedAt: at('08:20:00') }]);
  });

  it('knows the order that runs at its work center when the machine does not: the newest of which something is confirmed', async () => {
    await orderAt('WO-7', 7);
    await orderAt('WO-8', 8);
    await hall.database.pool.query(`delete from execution.posted_report where work_order_id = 'WO-8'`);
    await hall.says('08:10:00', 'down');

    expect(await all()).toMatchObject([{ workOrderId: 'WO-7', operationId: '0020' }]);
  });

  it('is nobody\'s when the machine had nothing to do, whatever order it worked on before', async () => {
    await orderAt('WO-7', 7);
    await hall.says('08:00:00', 'running', { workOrderId: 'WO-7', operationId: '0020' });
    await hall.says('08:05:00', 'idle');
    await hall.says('08:10:00', 'down');

    const [downtime] = await all();
    expect(downtime).not.toHaveProperty('workOrderId');
    const [standing] = await hall.reader.hierarchy('BER1', [{ equipmentId: 'WU-20-A', level: 'workUnit', description: '' }]);
    expect(standing?.standing).not.toHaveProperty('workOrderId');
  });

  it('keeps the order through a failure, and takes the next one that the machine names', async () => {
    await hall.says('08:00:00', 'running', { workOrderId: 'WO-7', operationId: '0020' });
    await hall.says('08:10:00', 'down');
    await hall.says('08:12:00', 'unknown');
    await hall.says('08:20:00', 'setup', { workOrderId: 'WO-8' });
    await hall.says('08:30:00', 'running');
    await hall.says('08:40:00', 'down');

    expect((await all()).map(({ workOrderId, operationId }) => [workOrderId, operationId])).toEqual([['WO-8', undefined], ['WO-7', '0020']]);
  });

  it('takes no operation that is finished for the one that runs, though its order goes on elsewhere', async () => {
    await orderAt('WO-7', 7);
    await orderAt('WO-8', 8, { operation: 'completed' });
    await hall.says('08:10:00', 'down');
    await hall.database.pool.query(`update execution.known_work_order set content = jsonb_set(content, '{operations,0,status}', '"completed"')`);
    await hall.says('08:10:00', 'down', { equipmentId: 'WU-20-B' });

    expect((await all()).map(({ equipmentId, workOrderId }) => [equipmentId, workOrderId])).toEqual([['WU-20-B', undefined], ['WU-20-A', 'WO-7']]);
  });

  it('does not guess at an order for a machine that names its orders', async () => {
    await orderAt('WO-7', 7, { status: 'completed' });
    await hall.says('08:00:00', 'running', { workOrderId: 'WO-7' });
    await orderAt('WO-8', 8);
    await hall.says('08:10:00', 'down');

    expect((await all())[0]).not.toHaveProperty('workOrderId');
  });

  it('takes the reason of an operator before the one of the machine, once', async () => {
    const audited: (string | undefined)[] = [];
    const give = (reasonCode: string) => hall.downtimes.giveReason('BER1', `WU-20-A@${at('08:10:00')}`, reasonCode, async (_client, before) => void audited.push(before));
    await hall.says('08:10:00', 'down');
    await hall.says('08:10:30', 'down', { reasonCode: 'E-4711' });

    expect(await give('ELECTRICAL')).toMatchObject({ reasonCode: 'ELECTRICAL', reasonFrom: 'operator' });
    await give('ELECTRICAL');
    await hall.says('08:11:00', 'down', { reasonCode: 'E-4711' });

    expect(await all()).toMatchObject([{ reasonCode: 'ELECTRICAL', reasonFrom: 'operator' }]);
    expect(audited).toEqual(['MECHANICAL']);
    expect((await hall.told()).filter(({ type }) => type === 'equipment.downtime-reason-given.v1').map(({ data }) => [data['reasonFrom'], data['reasonCode']])).toEqual([['machine', 'MECHANICAL'], ['operator', 'ELECTRICAL']]);
  });

  it('has no reason when neither the tree nor the table knows what the machine said, or the reason is not in use', async () => {
    await hall.says('08:10:00', 'down', { reasonCode: 'E-0815' });
    await hall.says('08:10:00', 'down', { reasonCode: 'E-9', equipmentId: 'WU-20-B' });

    expect((await all()).map(({ reasonCode }) => reasonCode)).toEqual([undefined, undefined]);
  });

  it('is told of once when its end and the alert come at the same time', async () => {
    await hall.says('08:10:00', 'down');

    await Promise.all([hall.look('08:30:00'), hall.says('08:29:00', 'running'), hall.look('08:30:00')]);
    await hall.look('08:31:00');

    const types = await hall.toldTypes();
    expect([...types].sort()).toEqual(['alert.cleared.v1', 'alert.raised.v1', 'equipment.downtime-alerted.v1', 'equipment.downtime-ended.v1', 'equipment.downtime-started.v1']);
    expect(await all()).toMatchObject([{ endedAt: at('08:29:00'), alertedAt: expect.any(String) }]);
  });

  it('shows to which failure maintenance was asked to come', async () => {
    await hall.says('08:10:00', 'down');
    const downtimeId = `WU-20-A@${at('08:10:00')}`;
    await hall.database.pool.query('select execution.apply_maintenance_requested($1, gen_random_uuid(), $2, now())', ['BER1', { downtimeId, maintenanceRequestId: downtimeId }]);

    expect(await hall.downtimes.downtime('BER1', downtimeId)).toMatchObject({ maintenanceRequestId: downtimeId });
  });

  it('are listed page by page, by machine, by time and by whether they last', async () => {
    await hall.says('08:00:00', 'down');
    await hall.says('08:05:00', 'running');
    await hall.says('09:00:00', 'down');
    await hall.says('08:30:00', 'down', { equipmentId: 'WU-20-B' });
    const list = async (question: object) => (await hall.downtimes.list({ siteId: 'BER1', limit: 100, ...question })).items.map(({ startedAt }) => startedAt.slice(11, 16));

    expect(await list({})).toEqual(['09:00', '08:30', '08:00']);
    expect(await list({ isOpen: true })).toEqual(['09:00', '08:30']);
    expect(await list({ equipmentId: 'WU-20-A', isOpen: false })).toEqual(['08:00']);
    expect(await list({ from: at('08:04:59'), to: at('08:30:00') })).toEqual(['08:00']);
    expect(await list({ from: at('08:05:00'), to: at('08:30:01') })).toEqual(['08:30']);
    const first = await hall.downtimes.list({ siteId: 'BER1', limit: 2 });
    expect(await list({ before: first.nextPlace })).toEqual(['08:00']);
  });
});
