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
    await database.pool.query('truncate execution.known_work_order');
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

  it('keeps the orders of two sites apart', async () => {
    erp.holds(order('WO-1'));
    await register.refresh('BER1');

    expect(await register.find('MUC1', 'WO-1')).toBeUndefined();
  });

  it('says that an order belongs elsewhere only when it is known at another site and not at this one', async () => {
    erp.holds(order('WO-1'));
    await register.refresh('BER1');
    const places = new WorkOrderPlaces(database.pool);
    await places.catchUp();

    expect(places.isKnownElsewhere('MUC1', 'WO-1')).toBe(true);
    expect(places.isKnownElsewhere('BER1', 'WO-1')).toBe(false);
    expect(places.isKnownElsewhere('MUC1', 'WO-2')).toBe(false);
  });

  it('knows after a catch-up what became known since the last one', async () => {
    erp.holds(order('WO-1'));
    await register.refresh('BER1');
    const places = new WorkOrderPlaces(database.pool);
    await places.catchUp();

    erp.holds(order('WO-2'));
    await register.refresh('BER1');
    await register.refresh('MUC1');
    await places.catchUp();

    expect(places.isKnownElsewhere('AUG1', 'WO-2')).toBe(true);
    expect(places.isKnownElsewhere('MUC1', 'WO-1')).toBe(false);
  });
});
