import { describe, expect, it } from '@jest/globals';
import type { WorkOrder, WorkOrderOperation } from '@plantway/canonical';
import { orderDifferences } from './order-differences.js';

const kilograms = (value: string) => ({ value, unit: 'KGM' });
const operation = (change: Partial<WorkOrderOperation> = {}): WorkOrderOperation => ({
  operationId: '0010', description: '', workCenterId: 'WC-10', status: 'inProgress', yieldConfirmed: kilograms('0.3'), scrapConfirmed: kilograms('0'), reworkConfirmed: kilograms('0'), remaining: kilograms('99.7'), ...change,
});
const order = (only: WorkOrderOperation): WorkOrder => ({
  workOrderId: 'WO-1', siteId: 'BER1', itemId: 'FG-100', quantity: kilograms('100'), overDeliveryTolerancePercent: '5', status: 'inProgress', startAt: '', dueAt: '', operations: [only], components: [], revision: '1',
});
const known = (good: string, unit = 'KGM') => ({ operationId: '0010', amounts: { yield: { value: good, unit }, scrap: kilograms('0'), rework: kilograms('0') } });

describe('what of an order does not come out', () => {
  it('is nothing when three reports of a tenth make three tenths', () => {
    expect(orderDifferences(order(operation()), [known('0.1'), known('0.1'), known('0.1')])).toEqual([]);
  });

  it('is a difference in the last decimal as well, and says which way', () => {
    expect(orderDifferences(order(operation()), [known('0.300000000001')])).toMatchObject([{ identity: 'confirmed', measure: 'yield', difference: '-0.000000000001', unit: 'KGM' }]);
  });

  it('is nothing when an unknown document takes away what another one adds', () => {
    expect(orderDifferences(order(operation()), [known('1.3'), known('-1')])).toEqual([]);
  });

  it('is what remains too much in the ERP: released = good + scrap + open rework + what is not begun', () => {
    expect(orderDifferences(order(operation({ remaining: kilograms('100') })), [known('0.3')])).toMatchObject([{ identity: 'released', measure: 'remaining', difference: '0.3', erp: '100', gateway: '99.7' }]);
    expect(orderDifferences(order(operation({ scrapConfirmed: kilograms('1') })), [{ ...known('0.3'), amounts: { ...known('0.3').amounts, scrap: kilograms('1') } }])).toEqual([]);
  });

  it('is nothing when more was made than released and nothing remains', () => {
    expect(orderDifferences(order(operation({ yieldConfirmed: kilograms('104'), remaining: kilograms('0') })), [known('104')])).toEqual([]);
  });

  it('is not told of amounts in another unit: their documents are compared', () => {
    expect(orderDifferences(order(operation()), [known('1', 'H87')])).toEqual([]);
  });
});
