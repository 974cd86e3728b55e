import { describe, expect, it } from '@jest/globals';
import type { ProductionConfirmation, WorkOrder, WorkOrderChange } from '@plantway/canonical';
import { judgeChange } from './change-rules.js';
import { reachedQuantity } from './reached-quantity.js';

const pieces = (value: string) => ({ value, unit: 'H87' });
const operation = { operationId: '0010', description: 'Milling', workCenterId: 'WC-10', status: 'inProgress', yieldConfirmed: pieces('40'), scrapConfirmed: pieces('0'), reworkConfirmed: pieces('0'), remaining: pieces('60') } as const;
const order: WorkOrder = {
  workOrderId: 'WO-1', siteId: 'BER1', itemId: 'FG-100', quantity: pieces('100'), overDeliveryTolerancePercent: '5', status: 'inProgress', startAt: '2026-11-22T09:00:00.000Z', dueAt: '2026-11-24T09:00:00.000Z',
  operations: [operation], components: [], revision: '7',
};
const judge = (change: Partial<WorkOrderChange>, status: WorkOrder['status'] = 'inProgress') => {
  const judgement = judgeChange({ ...order, status }, { changeId: 'c', siteId: 'BER1', workOrderId: 'WO-1', verb: 'hold', ...change }, pieces('52'));
  return judgement.verdict === 'impossible' ? judgement.error.code : judgement.verdict;
};
const report = (change: Partial<ProductionConfirmation>): ProductionConfirmation => ({ operationId: '0010', yield: pieces('12'), cumulative: false, ...change }) as ProductionConfirmation;

describe('the state of an order', () => {
  it.each([
    ['hold', 'released', 'possible'], ['hold', 'held', 'asWanted'], ['hold', 'completed', 'CHANGE_NOT_POSSIBLE'],
    ['resume', 'held', 'possible'], ['resume', 'released', 'asWanted'], ['resume', 'closed', 'CHANGE_NOT_POSSIBLE'],
    ['cancel', 'created', 'possible'], ['cancel', 'cancelled', 'asWanted'], ['cancel', 'closed', 'CHANGE_NOT_POSSIBLE'],
  ] as const)('says to %s of an order that is %s: %s', (verb, status, said) => {
    expect(judge({ verb }, status)).toBe(said);
  });

  it.each([
    ['100.0', 'asWanted'], ['52', 'possible'], ['51.999', 'BELOW_CONFIRMED'],
  ])('lets a quantity of %s be %s', (value, said) => {
    expect(judge({ verb: 'changeQuantity', quantity: pieces(value) })).toBe(said);
  });

  it('takes no quantity in another unit, and no due date before the start', () => {
    expect(judge({ verb: 'changeQuantity', quantity: { value: '80', unit: 'KGM' } })).toBe('CHANGE_NOT_POSSIBLE');
    expect(judge({ verb: 'changeDate', startAt: '2026-11-25T09:00:00.000Z' })).toBe('CHANGE_NOT_POSSIBLE');
    expect(judge({ verb: 'changeDate', dueAt: '2026-11-24T10:00:00+01:00' })).toBe('asWanted');
  });
});

describe('what an order has reached', () => {
  it.each([
    ['what is confirmed', [], '40'],
    ['with every report of the first operation that is on its way', [report({}), report({ yield: pieces('3') }), report({ operationId: '0020' })], '55'],
    ['with the running total, which contains what is confirmed', [report({ cumulative: true, yield: pieces('48') })], '48'],
  ])('is %s', (_what, open, reached) => {
    expect(reachedQuantity(order, open)).toEqual(pieces(reached));
  });
});
