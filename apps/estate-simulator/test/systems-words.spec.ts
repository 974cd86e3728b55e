import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WorkOrder } from '@plantway/canonical';
import { faultsOf } from './documented-words.js';
import { BEGIN, SystemsStand } from './systems-stand.js';

describe('what the business systems say', () => {
  let stand: SystemsStand;
  beforeEach(async () => {
    stand = await SystemsStand.open();
  });
  afterEach(() => stand.close());

  it('is what the process API documents', async () => {
    const none = { value: '0', unit: 'H87' };
    stand.customerOrders = (await stand.get('/crm/BER1/orders')).body.rows;
    stand.workOrders = [{
      workOrderId: 'WO-1', status: 'released', quantity: { value: '60', unit: 'H87' }, startAt: BEGIN, dueAt: BEGIN,
      operations: [{ operationId: '0010', workCenterId: 'WC-10', status: 'released', yieldConfirmed: none, scrapConfirmed: none }],
    }] as unknown as readonly WorkOrder[];
    await stand.plan();
    stand.later(15);
    await stand.plan();
    for (let place = 0; place < 10; place += 1) {
      const scope = place % 2 === 0 ? { type: 'lot', itemId: 'SA-10', lotId: `L-${place}` } : { type: 'workOrder', workOrderId: 'WO-1' };
      await stand.post('/qms/BER1/nonconformities', { reference: `ref-${place}`, nonconformity: { qualityEventId: `nc-${place}`, type: 'nonconformity', siteId: 'BER1', occurredAt: BEGIN, scope, defectCode: 'BURR' } });
    }
    for (let round = 0; round < 2; round += 1) {
      stand.later(60);
      await stand.systems.qms.work();
      await stand.systems.qms.send(stand.gateway);
    }
    const quantity = { value: '1', unit: 'H87' };
    const work = { scrap: [{ quantity, reasonCode: 'BURR' }], producedLots: [{ lotId: 'L-1', quantity }] };
    for (let place = 0; place < 10; place += 1) {
      await stand.systems.hear({ type: 'confirmed', siteId: 'BER1', sequence: place + 1, messageId: 'm', acceptedAt: BEGIN, report: { confirmationId: `c-${place}`, workOrderId: `WO-${place}` }, work } as any);
    }
    await stand.systems.inspector.work(() => Promise.resolve('posted'));
    await stand.systems.inspector.send(stand.gateway);

    expect(new Set(stand.accepted.map(({ path, body: { type = '' } }) => `${path} ${type as string}`))).toEqual(
      new Set(['planned-orders ', 'schedule-versions ', 'quality-events hold', 'quality-events release', 'quality-events disposition', 'quality-events nonconformity']));
    expect(stand.accepted.map(({ path, body }) => faultsOf(path, body)).filter((faults) => faults !== undefined)).toEqual([]);
    expect(stand.said('schedule-versions').every(({ createdAt, frozenUntil }) => createdAt <= frozenUntil)).toBe(true);
  });
});
