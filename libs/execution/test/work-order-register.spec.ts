import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@plantway/testing';
import { WorkOrderPlaces, WorkOrderRegister } from '@plantway/execution';
import type { ErpPort } from '@plantway/ports';
import { OrdersOfErp, order } from './orders-of-erp.js';

describe('the register of work orders', () => {
  let database: TestDatabase;
  let erp: OrdersOfErp;
  let register: WorkOrderRegister;

  beforeAll(async () => { database = await createTestDatabase(); });
  afterAll(async () => { await database.drop(); });
  beforeEach(async () => {
    await database.pool.query('truncate execution.known_work_order, execution.order_reading');
    erp = new OrdersOfErp();
    register = new WorkOrderRegister(database.pool, erp as unknown as ErpPort);
  });

  it('takes over every page of the ERP', async () => {
    erp.holds(order('WO-1'), order('WO-2'), order('WO-3'), order('WO-4'), order('WO-5', { status: 'created', itemId: 'FG-200' }));

    expect(await register.refresh('BER1')).toBe(5);

    expect(await register.find('BER1', 'WO-5')).toEqual({
      siteId: 'BER1', workOrderId: 'WO-5', itemId: 'FG-200', status: 'created', revision: '1', asOf: new Date('2026-11-22T08:00:00.000Z'),
    });
  });

  it('shows what changed at the next reading', async () => {
    erp.holds(order('WO-1'));
    await register.refresh('BER1');

    erp.holds(order('WO-1', { status: 'closed', revision: '2' }));
    erp.asOf = '2026-11-22T08:01:00.000Z';
    await register.refreshOne('BER1', 'WO-1');

    expect(await register.find('BER1', 'WO-1')).toMatchObject({ status: 'closed', revision: '2' });
  });

  it('does not let an older answer overwrite a newer one', async () => {
    erp.holds(order('WO-1', { status: 'closed', revision: '2' }));
    erp.asOf = '2026-11-22T08:01:00.000Z';
    await register.refresh('BER1');

    erp.holds(order('WO-1'));
    erp.asOf = '2026-11-22T08:00:00.000Z';
    await register.refresh('BER1');

    expect(await register.find('BER1', 'WO-1')).toMatchObject({ status: 'closed', revision: '2' });
  });

  it('lets the revision tell of two answers of the same time', async () => {
    erp.holds(order('WO-1', { status: 'closed', revision: '10' }));
    await register.refresh('BER1');
    erp.holds(order('WO-1', { revision: '9' }));
    await register.refresh('BER1');
    expect(await register.find('BER1', 'WO-1')).toMatchObject({ status: 'closed', revision: '10' });

    erp.holds(order('WO-1', { status: 'cancelled', revision: '11' }));
    await register.refresh('BER1');
    expect(await register.find('BER1', 'WO-1')).toMatchObject({ status: 'cancelled', revision: '11' });
  });

  it('does not call a reading complete that leaves an order out', async () => {
    const leftOut = { workOrders: async () => ({ items: [], nextCursor: null, asOf: '2026-11-22T08:00:00.000Z', findings: [{ id: 'WO-9', table: 'erpCodes/erp-simulated/units', missing: 'CRATE' }] }) };
    await new WorkOrderRegister(database.pool, leftOut as unknown as ErpPort).refresh('BER1');

    expect((await database.pool.query('select from execution.order_reading')).rowCount).toBe(0);
  });

  it('keeps the orders of two sites apart', async () => {
    erp.holds(order('WO-1'));
    await register.refresh('BER1');

    expect(await register.find('MUC1', 'WO-1')).toBeUndefined();
  });

  /** A plant whose ERP has no order at all. */
  const readEmpty = (siteId: string) => new WorkOrderRegister(database.pool, new OrdersOfErp() as unknown as ErpPort).refresh(siteId);

  it('says that an order belongs elsewhere only when it is known at another site and not at this one', async () => {
    erp.holds(order('WO-1'));
    await register.refresh('BER1');
    await readEmpty('MUC1');
    await register.refresh('BER1');
    const places = new WorkOrderPlaces(database.pool);
    await places.catchUp();

    expect(places.isSurelyElsewhere('MUC1', 'WO-1')).toBe(true);
    expect(places.isSurelyElsewhere('BER1', 'WO-1')).toBe(false);
    expect(places.isSurelyElsewhere('MUC1', 'WO-2')).toBe(false);
  });

  it('is not sure before the orders of the site were read, nor when they were read before the order was seen elsewhere', async () => {
    await readEmpty('MUC1');
    erp.holds(order('WO-1'));
    await register.refresh('BER1');
    const places = new WorkOrderPlaces(database.pool);
    await places.catchUp();

    expect(places.isSurelyElsewhere('MUC1', 'WO-1')).toBe(false);
    expect(places.isSurelyElsewhere('AUG1', 'WO-1')).toBe(false);
  });

  it('does not take a reading that broke off for a complete one', async () => {
    erp.holds(order('WO-1'), order('WO-2'), order('WO-3'));
    await register.refresh('BER1');
    const broken = Object.assign(new OrdersOfErp(), { workOrders: async ({ }, { cursor }: { cursor?: string }) => {
      if (cursor !== undefined) throw new Error('the ERP went away');
      return { items: [order('WO-7', { siteId: 'MUC1' })], nextCursor: '1', asOf: erp.asOf };
    } });
    await expect(new WorkOrderRegister(database.pool, broken as unknown as ErpPort).refresh('MUC1')).rejects.toThrow('the ERP went away');
    const places = new WorkOrderPlaces(database.pool);
    await places.catchUp();

    expect(places.isSurelyElsewhere('MUC1', 'WO-3')).toBe(false);
  });

  it('is sure for three refresh intervals after a reading, and not longer', async () => {
    erp.holds(order('WO-1'));
    await register.refresh('BER1');
    await readEmpty('MUC1');
    const technical = { ms: 0 };
    const places = new WorkOrderPlaces(database.pool, { refreshMs: 3_600_000, monotonicMs: () => technical.ms });
    await places.catchUp();
    const isSure = () => places.isSurelyElsewhere('MUC1', 'WO-1');

    expect(isSure()).toBe(true);
    technical.ms += 2 * 3_600_000;
    expect(isSure()).toBe(true);
    technical.ms += 3_600_000;
    expect(isSure()).toBe(false);
    await readEmpty('MUC1');
    await places.catchUp();
    expect(isSure()).toBe(true);
  });

  it('knows after a catch-up what became known since the last one', async () => {
    erp.holds(order('WO-1'));
    await register.refresh('BER1');
    const places = new WorkOrderPlaces(database.pool);
    await places.catchUp();

    erp.holds(order('WO-2'));
    await register.refresh('BER1');
    await register.refresh('MUC1');
    await readEmpty('AUG1');
    await places.catchUp();

    expect(places.isSurelyElsewhere('AUG1', 'WO-2')).toBe(true);
    expect(places.isSurelyElsewhere('MUC1', 'WO-1')).toBe(false);
  });
});
