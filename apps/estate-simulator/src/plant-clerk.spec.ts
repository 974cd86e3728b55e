import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BERLIN, orderStatus, startSimulatedErp } from '@plantway/simulation';
import type { SimulatedErp } from '@plantway/simulation';
import { CLERKS_OF_A_RUNNING_PLANT, CLERKS_OF_AN_IDLE_PLANT, PlantClerk } from './plant-clerk.js';

describe('the clerks in the ERP', () => {
  let now: Date;
  let erp: SimulatedErp;
  beforeEach(async () => {
    now = new Date('2026-11-22T08:00:00Z');
    erp = await startSimulatedErp({ now: () => now, seed: 1 });
  });
  afterEach(() => erp.close());

  const periods = () => erp.read(({ view }) => Object.fromEntries([...view.periods.values()].map(({ periodId, status }) => [periodId, status])));
  const ordersWith = (status: string) => erp.read(({ view }) => [...view.orders.values()].filter((order) => orderStatus(order) === status).map(({ workOrderId }) => workOrderId));

  it('open a month with its first production day and close the one before on the fourth', async () => {
    const clerk = new PlantClerk(erp, BERLIN, CLERKS_OF_AN_IDLE_PLANT, 1, () => now);

    now = new Date('2026-12-01T04:59:00Z'); // 05:59 in Berlin: still the production day of 30 November
    await clerk.round();
    expect(await periods()).toEqual({ '2026-10': 'closed', '2026-11': 'open', '2026-12': 'future' });

    now = new Date('2026-12-01T05:00:00Z');
    await clerk.round();
    expect(await periods()).toEqual({ '2026-10': 'closed', '2026-11': 'open', '2026-12': 'open', '2027-01': 'future' });

    now = new Date('2026-12-04T05:00:00Z');
    await clerk.round();
    expect(await periods()).toEqual({ '2026-10': 'closed', '2026-11': 'closed', '2026-12': 'open', '2027-01': 'future' });
  });

  it('keep enough orders released and created, and WO-1002 always created', async () => {
    const clerk = new PlantClerk(erp, BERLIN, CLERKS_OF_A_RUNNING_PLANT, 1, () => now);
    for (const workOrderId of (await ordersWith('released')).slice(1)) await erp.apply({ type: 'closeOrder', workOrderId });

    for (let round = 0; round < 3; round += 1) await clerk.round();

    expect((await ordersWith('released')).length).toBe(6);
    expect(await ordersWith('created')).toHaveLength(2);
    expect(await ordersWith('created')).toContain('WO-1002');
  });

  it('touch nothing in a plant that has what it needs', async () => {
    const before = await erp.read(({ view }) => JSON.stringify([[...view.orders], [...view.stock]]));

    await new PlantClerk(erp, BERLIN, CLERKS_OF_AN_IDLE_PLANT, 1, () => now).round();

    expect(await erp.read(({ view }) => JSON.stringify([[...view.orders], [...view.stock]]))).toBe(before);
  });

  it('receive bought material in a new lot when it runs low', async () => {
    await erp.apply({ type: 'setLotStatus', itemId: 'RM-1', lotId: 'RM1-A', status: 'blocked' });
    await erp.apply({ type: 'setLotStatus', itemId: 'RM-1', lotId: 'RM1-B', status: 'blocked' });

    const clerk = new PlantClerk(erp, BERLIN, CLERKS_OF_A_RUNNING_PLANT, 1, () => now);
    await clerk.round();
    await clerk.round();

    const received = await erp.read((engine) => engine.balances().filter(({ itemId, status }) => itemId === 'RM-1' && status === 'unrestricted'));
    expect(received).toEqual([{ itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-4', status: 'unrestricted', quantity: { value: '2000', unit: 'KGM' } }]);
  });
});
